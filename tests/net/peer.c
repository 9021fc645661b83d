// SPDX-License-Identifier: GPL-2.0-only
/*
 * Small clients and servers for the scenarios: cheap to start in an emulated
 * machine, silent about success, exact about the error of a failure.
 *
 *   peer udp-serve PORT NAME          answer each datagram with "NAME PAYLOAD"
 *   peer tcp-serve PORT NAME          greet with "NAME\n", then echo
 *   peer tcp-greet PORT NAME          greet and close first
 *   peer udp-ask ADDR PORT N [SIZE]   N datagrams, each from a new socket
 *   peer udp-ask-hop ADDR PORT N [SIZE]   the same, with an IPv6 hop-by-hop header
 *   peer udp-ask-dst ADDR PORT N [SIZE]   the same, with a header of destination options
 *   peer udp-flow ADDR PORT N [SIZE]  N datagrams of one socket
 *   peer udp-stream ADDR PORT USEC    datagrams of one socket, one each USEC, answered or not,
 *                                     until it is terminated: who answered each, or "lost"
 *   peer udp-flood ADDR PORT N BASE SOURCE...
 *                                     one datagram from each of the N ports from
 *                                     BASE on, of each source address; what cannot
 *                                     be sent is left out
 *   peer tcp-dial ADDR PORT N         N connections one by one, print greetings
 *   peer tcp-hold ADDR PORT N         N connections, greetings, keep them open
 *   peer tcp-hold-reset ADDR PORT N    the same, and they end with a reset
 *   peer tcp-dial-from ADDR PORT N SPORT   the same, all from one source port, and the server closes first
 *   peer tcp-dial-as ADDR PORT N SOURCE    the same, from that address
 *   peer tcp-talk ADDR PORT           one connection, a line in, a line back
 *   peer udp-talk ADDR PORT           one flow, a line in, the server's name back
 *   peer listening tcp|udp PORT       whether a socket of this namespace does
 *
 *   peer raw PROTOCOL ADDR HEX        one IP packet of that protocol with these bytes
 *
 * The commands of TCP but for tcp-greet also go by the name of SCTP (sctp-dial, ...); then all ends have one address
 * only, and do not tell the other of more: sctp-serve PORT NAME ADDR; and sctp-dial-from closes first.
 *
 * With TIMED in the environment an error that is reported comes with the time since what
 * caused it, in microseconds.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

union address {
	struct sockaddr sa;
	struct sockaddr_in v4;
	struct sockaddr_in6 v6;
};

static char buffer[65536];

/* For an answer; longer on a machine that says it is SLOW. */
static int wait_ms = 8000;

/* When the last connection was tried, or the last line or datagram sent. */
static struct timespec began;

static void die(const char *what)
{
	fprintf(stderr, "peer: %s: %s\n", what, strerror(errno));
	exit(1);
}

static socklen_t address_size(const union address *a)
{
	return a->sa.sa_family == AF_INET ? sizeof(a->v4) : sizeof(a->v6);
}

static union address address_of(const char *text, int port)
{
	union address a = {};

	if (inet_pton(AF_INET, text, &a.v4.sin_addr) == 1) {
		a.v4.sin_family = AF_INET;
		a.v4.sin_port = htons(port);
	} else if (inet_pton(AF_INET6, text, &a.v6.sin6_addr) == 1) {
		a.v6.sin6_family = AF_INET6;
		a.v6.sin6_port = htons(port);
	} else {
		fprintf(stderr, "peer: no address: '%s'\n", text);
		exit(2);
	}
	return a;
}

static void begin(void)
{
	clock_gettime(CLOCK_MONOTONIC, &began);
}

/* Prints the name of an error, for scenarios to compare. */
static int report(int error)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	printf("%s", strerrorname_np(error));
	if (getenv("TIMED"))
		printf(" %ld", (now.tv_sec - began.tv_sec) * 1000000 +
			       (now.tv_nsec - began.tv_nsec) / 1000);
	printf("\n");
	fflush(stdout);
	return 1;
}

/* Of streams: IPPROTO_TCP or IPPROTO_SCTP. */
static int protocol;

static int new_socket(int family, int type)
{
	return socket(family, type, type == SOCK_STREAM ? protocol : 0);
}

static int server_socket_at(int type, const char *addr, int port)
{
	union address own = address_of(addr, port);
	int one = 1, fd = new_socket(own.sa.sa_family, type);

	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
	if (fd < 0 || bind(fd, &own.sa, address_size(&own)))
		die("bind");
	return fd;
}

static int server_socket(int type, int port)
{
	return server_socket_at(type, "::", port);
}

/*
 * A source port that nobody has had for long. The kernel draws those of UDP and SCTP by lot, and now and then one that
 * a director still knows a connection of: then the server is that one's. TCP's follow each other.
 */
static int fresh_port(void)
{
	enum { first = 11000, count = 8000 };
	int fd = open("/tmp/peer.port", O_RDWR | O_CREAT | O_CLOEXEC, 0600), n = 0;

	if (fd < 0 || flock(fd, LOCK_EX))
		die("peer.port");
	if (pread(fd, &n, sizeof(n), 0) < 0)
		die("peer.port");
	n = (n + 1) % count;
	if (pwrite(fd, &n, sizeof(n), 0) != sizeof(n))
		die("peer.port");
	close(fd);
	return first + n;
}

/* Binds to a port alone. @to: of the same family */
static void bind_any(int fd, const union address *to, int port)
{
	union address own = address_of(to->sa.sa_family == AF_INET ? "0.0.0.0" : "::", port);

	if (bind(fd, &own.sa, address_size(&own)))
		die("bind");
}

/* Binds to the address that the way to @to begins with, which a socket of datagrams knows without sending any. */
static void bind_one(int fd, const union address *to, int port)
{
	int probe = socket(to->sa.sa_family, SOCK_DGRAM, 0);
	union address own = {};
	socklen_t size = sizeof(own);

	if (connect(probe, &to->sa, address_size(to)) || getsockname(probe, &own.sa, &size))
		die("no way");
	close(probe);
	if (own.sa.sa_family == AF_INET)
		own.v4.sin_port = htons(port);
	else
		own.v6.sin6_port = htons(port);
	if (bind(fd, &own.sa, size))
		die("bind");
}

/* What came out of a tunnel is not answered into it. */
static void by_any_interface(struct msghdr *msg)
{
	struct cmsghdr *c;

	for (c = CMSG_FIRSTHDR(msg); c; c = CMSG_NXTHDR(msg, c))
		if (c->cmsg_level == IPPROTO_IPV6 && c->cmsg_type == IPV6_PKTINFO)
			((struct in6_pktinfo *)CMSG_DATA(c))->ipi6_ifindex = 0;
}

/* Answers from the address that was asked, also on a host with several. */
static void udp_serve(int port, const char *name)
{
	int on = 1, fd = server_socket(SOCK_DGRAM, port);
	size_t prefix = strlen(name) + 1;
	char control[256];

	setsockopt(fd, IPPROTO_IPV6, IPV6_RECVPKTINFO, &on, sizeof(on));
	memcpy(buffer, name, prefix - 1);
	buffer[prefix - 1] = ' ';
	for (;;) {
		union address from;
		struct iovec iov = { buffer + prefix, sizeof(buffer) - prefix };
		struct msghdr msg = {
			.msg_name = &from, .msg_namelen = sizeof(from),
			.msg_iov = &iov, .msg_iovlen = 1,
			.msg_control = control, .msg_controllen = sizeof(control),
		};
		ssize_t n = recvmsg(fd, &msg, 0);

		if (n < 0)
			continue;
		by_any_interface(&msg);
		iov.iov_base = buffer;
		iov.iov_len = n + prefix;
		sendmsg(fd, &msg, 0);
	}
}

/* Greets and closes first, so that TIME_WAIT is on the server's side. */
static int tcp_greet(int port, const char *name)
{
	int fd, listener = server_socket(SOCK_STREAM, port);

	if (listen(listener, 1024))
		die("listen");
	while ((fd = accept(listener, NULL, NULL)) >= 0) {
		dprintf(fd, "%s\n", name);
		shutdown(fd, SHUT_WR);
		while (read(fd, buffer, sizeof(buffer)) > 0)
			;
		close(fd);
	}
	return 1;
}

/*
 * Closed, the connection is to end by an abort. The kernel's own SCTP complains of RCU when an ABORT comes while it shuts
 * down, which servers that are killed with a scenario would do.
 */
static void end_by_abort(int fd, bool on)
{
	const struct linger linger = { .l_onoff = on };

	setsockopt(fd, SOL_SOCKET, SO_LINGER, &linger, sizeof(linger));
}

static int stream_serve(int port, const char *name, const char *addr)
{
	struct pollfd fds[1024];
	int nr = 1, i;

	fds[0] = (struct pollfd){ server_socket_at(SOCK_STREAM, addr, port), POLLIN, 0 };
	if (listen(fds[0].fd, 1024))
		die("listen");
	while (poll(fds, nr, -1) >= 0) {
		for (i = nr - 1; i > 0; i--) {
			ssize_t n;

			if (!fds[i].revents)
				continue;
			n = read(fds[i].fd, buffer, sizeof(buffer));
			if (n > 0 && write(fds[i].fd, buffer, n) == n)
				continue;
			end_by_abort(fds[i].fd, false);
			close(fds[i].fd);
			fds[i] = fds[--nr];
		}
		if (fds[0].revents && nr < 1024) {
			int fd = accept(fds[0].fd, NULL, NULL);

			if (fd < 0)
				continue;
			end_by_abort(fd, protocol == IPPROTO_SCTP);
			dprintf(fd, "%s\n", name);
			fds[nr++] = (struct pollfd){ fd, POLLIN, 0 };
		}
	}
	return 1;
}

/* Waits for a datagram or an error on the socket: the length or -errno. */
static ssize_t await(int fd)
{
	struct pollfd p = { fd, POLLIN, 0 };
	ssize_t n;

	if (poll(&p, 1, wait_ms) == 0)
		return -ETIMEDOUT;
	n = recv(fd, buffer, sizeof(buffer), 0);
	return n < 0 ? -errno : n;
}

/* A payload that differs in every byte position and can be checked. */
static void fill(char *to, int size, int seed)
{
	int i;

	for (i = 0; i < size; i++)
		to[i] = 'a' + (i * 7 + seed) % 26;
}

static int udp_exchange(int fd, int size, int seed)
{
	static char sent[65536];
	ssize_t n;
	char *space;

	fill(sent, size, seed);
	begin();
	if (send(fd, sent, size, 0) < 0)
		return report(errno);
	n = await(fd);
	if (n < 0)
		return report(-n);
	space = memchr(buffer, ' ', n);
	if (!space || buffer + n - space - 1 != size || memcmp(space + 1, sent, size)) {
		printf("garbled\n");
		return 1;
	}
	printf("%.*s\n", (int)(space - buffer), buffer);
	fflush(stdout);
	return 0;
}

static int connected(const union address *to, int type)
{
	int fd = new_socket(to->sa.sa_family, type);

	if (protocol == IPPROTO_SCTP)
		bind_one(fd, to, fresh_port());
	else if (type == SOCK_DGRAM)
		bind_any(fd, to, fresh_port());
	begin();
	if (fd < 0 || connect(fd, &to->sa, address_size(to))) {
		int error = errno;

		close(fd);
		errno = error;
		return -1;
	}
	return fd;
}

/* The socket option of an extension header with nothing but padding; 0 for none. */
static int extension;

static void extend(int fd)
{
	static const char header[8] = { 0, 0, 1, 4 };	/* PadN, 4 bytes */

	if (extension && setsockopt(fd, IPPROTO_IPV6, extension, header, sizeof(header)))
		die("extension header");
}

static int udp_ask(const char *addr, int port, int nr, int size, bool one_flow)
{
	union address to = address_of(addr, port);
	int i, fd = -1, bad = 0;

	/* Sockets stay open to the end: no two of these flows may happen to have the same port. */
	for (i = 0; i < nr; i++) {
		if (fd < 0 || !one_flow)
			fd = connected(&to, SOCK_DGRAM);
		if (fd < 0)
			return report(errno);
		extend(fd);
		bad |= udp_exchange(fd, size, i);
	}
	return bad;
}

/* Takes answers until there is none for a time; each datagram had its number in it. */
static void take_answers(int fd, bool *is_answered, int nr, int ms)
{
	struct pollfd p = { fd, POLLIN, 0 };
	char name[32];

	while (poll(&p, 1, ms) > 0) {
		ssize_t n = recv(fd, buffer, sizeof(buffer) - 1, 0);
		int i;

		if (n < 0) {
			report(errno);
			continue;
		}
		buffer[n] = 0;
		if (sscanf(buffer, "%31s %d", name, &i) != 2 || i < 0 || i >= nr || is_answered[i])
			continue;
		is_answered[i] = true;
		printf("%s\n", name);
		fflush(stdout);
	}
}

static int udp_stream(const char *addr, int port, int usec)
{
	static bool is_answered[100000];
	const int most = sizeof(is_answered) / sizeof(*is_answered);
	const struct timespec pause = { .tv_nsec = usec * 1000L };
	union address to = address_of(addr, port);
	int nr = 0, i, fd = connected(&to, SOCK_DGRAM);
	sigset_t over;

	if (fd < 0)
		return report(errno);
	sigemptyset(&over);
	sigaddset(&over, SIGTERM);
	sigprocmask(SIG_BLOCK, &over, NULL);
	do {
		dprintf(fd, "%d", nr++);
		take_answers(fd, is_answered, nr, 0);
	} while (sigtimedwait(&over, NULL, &pause) < 0 && nr < most);
	take_answers(fd, is_answered, nr, wait_ms / 8);
	for (i = 0; i < nr; i++)
		if (!is_answered[i])
			printf("lost\n");
	return 0;
}

static int udp_flood(const char *addr, int port, int nr, int base, char **sources)
{
	union address to = address_of(addr, port);
	int i, sent = 0;

	for (; *sources; sources++) {
		for (i = 0; i < nr; i++) {
			union address from = address_of(*sources, base + i);
			int fd = socket(to.sa.sa_family, SOCK_DGRAM, 0);

			sent += !bind(fd, &from.sa, address_size(&from)) &&
				sendto(fd, "x", 1, 0, &to.sa, address_size(&to)) == 1;
			close(fd);
		}
	}
	return !sent;
}

static int raw(int number, const char *addr, const char *hex)
{
	union address to = address_of(addr, 0);
	int fd = socket(to.sa.sa_family, SOCK_RAW, number);
	size_t size;

	for (size = 0; sscanf(hex + 2 * size, "%2hhx", &buffer[size]) == 1; size++)
		;
	if (fd < 0 || sendto(fd, buffer, size, 0, &to.sa, address_size(&to)) < 0)
		die("raw");
	return 0;
}

/* One line without its end, as the server sends greetings and echoes. */
/* Whether a socket in that file of /proc/net, of TCP only one that listens, has the port. */
static bool has_port(const char *file, unsigned int port)
{
	unsigned int bound, state, listens = strstr(file, "tcp") ? 0x0a : 0x07;
	FILE *f = fopen(file, "r");
	char line[512];
	bool found = false;

	while (f && !found && fgets(line, sizeof(line), f))
		found = sscanf(line, " %*d: %*[0-9A-F]:%x %*s %x", &bound, &state) == 2 &&
			bound == port && state == listens;
	if (f)
		fclose(f);
	return found;
}

static int listening(const char *kind, int port)
{
	char file[32], file6[32];

	snprintf(file, sizeof(file), "/proc/net/%s", kind);
	snprintf(file6, sizeof(file6), "/proc/net/%s6", kind);
	return !has_port(file, port) && !has_port(file6, port);
}

static int hear_line(int fd)
{
	size_t len = 0;

	while (len < sizeof(buffer) - 1) {
		struct pollfd p = { fd, POLLIN, 0 };
		ssize_t n;

		if (poll(&p, 1, wait_ms) == 0)
			return report(ETIMEDOUT);
		n = read(fd, buffer + len, 1);
		if (n < 0)
			return report(errno);
		if (n == 0) {
			puts("closed");
			fflush(stdout);
			return 1;
		}
		if (buffer[len++] == '\n')
			break;
	}
	fwrite(buffer, 1, len, stdout);
	fflush(stdout);
	return 0;
}

static int connect_once_from(const union address *to, int sport)
{
	int one = 1, fd = new_socket(to->sa.sa_family, SOCK_STREAM);

	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
	if (protocol == IPPROTO_SCTP)
		bind_one(fd, to, sport);
	else
		bind_any(fd, to, sport);
	if (connect(fd, &to->sa, address_size(to))) {
		int error = errno;

		close(fd);
		errno = error;
		return -1;
	}
	return fd;
}

/* The port is taken until the last acknowledgment of the connection before has come. */
static int connect_from(const union address *to, int sport)
{
	int left, fd;

	for (left = wait_ms; left > 0; left -= 20) {
		fd = connect_once_from(to, sport);
		if (fd >= 0 || errno != EADDRNOTAVAIL)
			return fd;
		usleep(20000);
	}
	return -1;
}

static int stream_dial_as(const char *addr, int port, int nr, const char *source)
{
	union address to = address_of(addr, port), from = address_of(source, 0);
	int bad = 0;

	while (nr--) {
		int fd = new_socket(to.sa.sa_family, SOCK_STREAM);

		if (bind(fd, &from.sa, address_size(&from)))
			die("bind");
		if (connect(fd, &to.sa, address_size(&to)))
			bad = report(errno);
		else
			bad |= hear_line(fd);
		close(fd);
	}
	return bad;
}

/* Connections one after the other, each until the server has closed it too. */
static int stream_dial(const char *addr, int port, int nr, int sport, bool hold, bool reset)
{
	union address to = address_of(addr, port);
	int i, bad = 0;

	for (i = 0; i < nr; i++) {
		int fd = sport ? connect_from(&to, sport) : connected(&to, SOCK_STREAM);

		if (fd < 0) {
			bad = report(errno);
			continue;
		}
		bad |= hear_line(fd);
		if (reset)
			end_by_abort(fd, true);
		if (hold)
			continue;
		if (!sport || protocol == IPPROTO_SCTP)
			shutdown(fd, SHUT_WR);
		while (read(fd, buffer, sizeof(buffer)) > 0)
			;
		close(fd);
	}
	if (hold)
		pause();
	return bad;
}

/* The scenario decides how long it listens. */
static int stream_talk(const char *addr, int port)
{
	union address to = address_of(addr, port);
	char line[4096];
	int fd = connected(&to, SOCK_STREAM);

	wait_ms = -1;
	if (fd < 0)
		return report(errno);
	if (hear_line(fd))
		return 1;
	while (fgets(line, sizeof(line), stdin)) {
		begin();
		if (write(fd, line, strlen(line)) < 0)
			return report(errno);
		if (hear_line(fd))
			return 1;
	}
	return 0;
}

/* Goes on after an error, as a flow has no end. */
static int udp_talk(const char *addr, int port)
{
	union address to = address_of(addr, port);
	char line[4096];
	int i = 0, fd = connected(&to, SOCK_DGRAM);

	if (fd < 0)
		return report(errno);
	while (fgets(line, sizeof(line), stdin))
		udp_exchange(fd, 16, i++);
	return 0;
}

static int number(char **argv, int argc, int i, int fallback)
{
	return i < argc ? atoi(argv[i]) : fallback;
}

/* The commands that TCP and SCTP share, without their names' first word; 2 if it is none. */
static int stream(const char *what, int argc, char **argv)
{
	int n = number(argv, argc, 4, 1), port = atoi(argv[3]);

	if (!strcmp(what, "serve"))
		return stream_serve(atoi(argv[2]), argv[3], argc > 4 ? argv[4] : "::");
	if (!strcmp(what, "dial"))
		return stream_dial(argv[2], port, n, 0, false, false);
	if (!strcmp(what, "dial-from"))
		return stream_dial(argv[2], port, n, number(argv, argc, 5, 40000), false, false);
	if (!strcmp(what, "dial-as") && argc > 5)
		return stream_dial_as(argv[2], port, n, argv[5]);
	if (!strcmp(what, "hold"))
		return stream_dial(argv[2], port, n, 0, true, false);
	if (!strcmp(what, "hold-reset"))
		return stream_dial(argv[2], port, n, 0, true, true);
	if (!strcmp(what, "talk"))
		return stream_talk(argv[2], port);
	return 2;
}

int main(int argc, char **argv)
{
	const char *what = argc > 3 ? argv[1] : "";
	int n = number(argv, argc, 4, 1), port = argc > 3 ? atoi(argv[3]) : 0, status = 2;

	if (getenv("SLOW"))
		wait_ms *= atoi(getenv("SLOW"));
	signal(SIGPIPE, SIG_IGN);
	if (!strcmp(what, "udp-serve"))
		udp_serve(atoi(argv[2]), argv[3]);
	if (!strcmp(what, "tcp-greet"))
		return tcp_greet(atoi(argv[2]), argv[3]);
	if (!strcmp(what, "udp-talk"))
		return udp_talk(argv[2], port);
	if (!strcmp(what, "udp-ask"))
		return udp_ask(argv[2], port, n, number(argv, argc, 5, 16), false);
	if (!strcmp(what, "udp-ask-hop"))
		extension = IPV6_HOPOPTS;
	if (!strcmp(what, "udp-ask-dst"))
		extension = IPV6_DSTOPTS;
	if (extension)
		return udp_ask(argv[2], port, n, number(argv, argc, 5, 16), false);
	if (!strcmp(what, "udp-flow"))
		return udp_ask(argv[2], port, n, number(argv, argc, 5, 16), true);
	if (!strcmp(what, "udp-stream"))
		return udp_stream(argv[2], port, number(argv, argc, 4, 5000));
	if (!strcmp(what, "udp-flood") && argc > 6)
		return udp_flood(argv[2], port, n, atoi(argv[5]), argv + 6);
	if (!strcmp(what, "listening"))
		return listening(argv[2], port);
	if (!strcmp(what, "raw") && argc > 4)
		return raw(atoi(argv[2]), argv[3], argv[4]);
	if (!strncmp(what, "tcp-", 4))
		status = stream(what + 4, argc, argv);
	if (!strncmp(what, "sctp-", 5)) {
		protocol = IPPROTO_SCTP;
		status = stream(what + 5, argc, argv);
	}
	if (status == 2)
		fprintf(stderr, "peer: see the head of peer.c for its commands\n");
	return status;
}
