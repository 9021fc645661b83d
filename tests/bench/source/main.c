// SPDX-License-Identifier: GPL-2.0-only
/*
 * main.c - the packet source of the benchmarks, as a file: words written to it are a run, and when the
 * write returns it is over; reading it gives the result, one line:
 *
 *	SENT TIMED NANOSECONDS CALIBRATION LONGEST-BATCH OUT BAD WHY
 *
 * and a second one about the timer beside the packets: late NANOSECONDS.
 *
 * The file, /proc/net/vsxbench, is a namespace's own, so one process can drive several through
 * /proc/PID/net. Words keep their value until they are given again; struct bench_cfg says what they mean.
 *
 * Parameters of the module that can be read tell how many namespaces have gone and when the last one did. Whoever was
 * loaded after this module has freed by then what it had there.
 */
#include <linux/inet.h>
#include <linux/ktime.h>
#include <linux/module.h>
#include <linux/proc_fs.h>
#include <linux/seq_file.h>
#include <linux/seq_file_net.h>
#include <linux/vmalloc.h>
#include <net/net_namespace.h>
#include <net/netns/generic.h>
#include <net/rtnetlink.h>

#include "bench.h"

#define FILE_NAME	"vsxbench"

unsigned int bench_net_id;

static unsigned int gone;
module_param(gone, uint, 0444);

static unsigned long gone_us;	/* of the wall's clock */
module_param(gone_us, ulong, 0444);

/**
 * bench_net() - the state of a namespace.
 * @net: the namespace
 *
 * Return: it.
 */
struct bench_net *bench_net(const struct net *net)
{
	return net_generic(net, bench_net_id);
}

static const struct {
	const char *name;
	unsigned int offset;
} numbers[] = {
#define WORD(field) { #field, offsetof(struct bench_cfg, field) }
	WORD(n), WORD(warm), WORD(flows), WORD(skip), WORD(random), WORD(reply), WORD(check), WORD(expect),
	WORD(proto), WORD(flags), WORD(payload), WORD(batch), WORD(ports), WORD(servers),
	WORD(vips), WORD(watch), WORD(idle), WORD(cport), WORD(vport), WORD(sport),
#undef WORD
};

static int parse_number(struct bench_cfg *c, const char *name, const char *value)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(numbers); i++)
		if (!strcmp(name, numbers[i].name))
			return kstrtou32(value, 0, (u32 *)((char *)c + numbers[i].offset));
	return -EINVAL;
}

static int parse_addr(struct bench_cfg *c, union nf_inet_addr *addr, const char *value)
{
	memset(addr, 0, sizeof(*addr));
	if (in4_pton(value, -1, (u8 *)&addr->ip, -1, NULL)) {
		c->af = AF_INET;
		return 0;
	}
	c->af = AF_INET6;
	return in6_pton(value, -1, addr->in6.s6_addr, -1, NULL) ? 0 : -EINVAL;
}

static int parse_word(struct bench_cfg *c, char *word)
{
	char *value = strchr(word, '=');

	if (!value)
		return -EINVAL;
	*value++ = '\0';
	if (!strcmp(word, "dev"))
		return strscpy(c->dev, value, sizeof(c->dev)) < 0 ? -EINVAL : 0;
	if (!strcmp(word, "client"))
		return parse_addr(c, &c->client, value);
	if (!strcmp(word, "vip"))
		return parse_addr(c, &c->vip, value);
	if (!strcmp(word, "server"))
		return parse_addr(c, &c->server, value);
	return parse_number(c, word, value);
}

static int parse(struct bench_cfg *c, char *text)
{
	char *word;
	int err;

	while ((word = strsep(&text, " \n"))) {
		err = *word ? parse_word(c, word) : 0;
		if (err)
			return err;
	}
	return c->flows && c->ports && c->batch && c->servers && c->vips && c->payload >= sizeof(u32) &&
	       c->payload <= 1400 ? 0 : -EINVAL;
}

/* The namespace is that of the file, not of who writes. */
static int bench_write(struct file *file, char *text, size_t size)
{
	struct net *net = seq_file_single_net(file->private_data);
	struct bench_net *bn = bench_net(net);
	struct bench_cfg cfg;
	int err;

	if (mutex_lock_interruptible(&bn->lock))
		return -EINTR;
	cfg = bn->cfg;
	err = parse(&cfg, text);
	if (!err) {
		bn->cfg = cfg;
		err = bench_run(net, bn);
	}
	mutex_unlock(&bn->lock);
	return err;
}

static int bench_show(struct seq_file *m, void *v)
{
	struct bench_net *bn = bench_net(seq_file_single_net(m));
	const struct bench_result *r = &bn->result;

	mutex_lock(&bn->lock);
	seq_printf(m, "%llu %llu %llu %llu %llu %llu %llu %s\n", r->sent, r->timed, r->ns, r->calibration,
		   r->longest, r->out, r->bad, r->why);
	seq_printf(m, "late %llu\n", r->late);
	mutex_unlock(&bn->lock);
	return 0;
}

static int __net_init net_init(struct net *net)
{
	struct bench_net *bn = bench_net(net);

	mutex_init(&bn->lock);
	bn->result.why = "-";
	bn->cfg = (struct bench_cfg){
		.n = 1, .flows = 1, .proto = IPPROTO_UDP, .payload = 18, .batch = 64, .ports = 1000,
		.servers = 1, .vips = 1, .cport = 10000, .vport = 80, .sport = 80,
	};
	return proc_create_net_single_write(FILE_NAME, 0600, net->proc_net, bench_show, bench_write, NULL) ?
	       0 : -ENOMEM;
}

static void __net_exit net_exit(struct net *net)
{
	remove_proc_entry(FILE_NAME, net->proc_net);
	vfree(bench_net(net)->server_of);
	gone_us = ktime_to_us(ktime_get_real());
	gone++;
}

static struct pernet_operations net_ops = {
	.init = net_init,
	.exit = net_exit,
	.id = &bench_net_id,
	.size = sizeof(struct bench_net),
};

static int __init bench_init(void)
{
	int err = register_pernet_subsys(&net_ops);

	if (err)
		return err;
	err = bench_sink_register();
	if (err)
		unregister_pernet_subsys(&net_ops);
	return err;
}

static void __exit bench_exit(void)
{
	bench_sink_unregister();
	unregister_pernet_subsys(&net_ops);
}

module_init(bench_init);
module_exit(bench_exit);
MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("packet source and sink of the ipvsx benchmarks");
MODULE_ALIAS_RTNL_LINK("vsxbench");
