/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * trace.h - the tracepoint ipvsx:ipvsx_packet: each packet that leaves, and why.
 *
 * While it is off it costs a no-op. It sees what was parsed, not the buffer: that may be gone by then.
 */
#undef TRACE_SYSTEM
#define TRACE_SYSTEM ipvsx

#if !defined(VSX_PATH_TRACE_H) || defined(TRACE_HEADER_MULTI_READ)
#define VSX_PATH_TRACE_H

#include <linux/socket.h>
#include <linux/string.h>
#include <linux/tracepoint.h>
#include <net/net_namespace.h>

#include "addr.h"
#include "net.h"
#include "path/pkt.h"
#include "stats/stats.h"

TRACE_EVENT(ipvsx_packet,
	    TP_PROTO(const struct vsx_pkt *p, enum vsx_reason reason),
	    TP_ARGS(p, reason),
	    TP_STRUCT__entry(__array(char, reason, VSX_REASON_NAME_MAX)
			     __array(u8, src, sizeof(struct sockaddr_in6))
			     __array(u8, dst, sizeof(struct sockaddr_in6))
			     __field(u32, len)
			     __field(u32, netns)
			     __field(u8, protocol)
			     __field(u8, hook)),
	    TP_fast_assign(strscpy(__entry->reason, vsx_reason_name(reason), sizeof(__entry->reason));
			   sockaddr_of(&p->src, __entry->src);
			   sockaddr_of(&p->dst, __entry->dst);
			   __entry->len = p->len;
			   __entry->netns = p->vn->net->ns.inum;
			   __entry->protocol = p->proto;
			   __entry->hook = p->state->hook;),
	    TP_printk("reason=%s protocol=%u src=%pISpc dst=%pISpc len=%u hook=%u netns=%u",
		      __entry->reason, __entry->protocol, __entry->src, __entry->dst, __entry->len,
		      __entry->hook, __entry->netns)
);

#endif /* VSX_PATH_TRACE_H */

#undef TRACE_INCLUDE_PATH
#define TRACE_INCLUDE_PATH path
#undef TRACE_INCLUDE_FILE
#define TRACE_INCLUDE_FILE trace
#include <trace/define_trace.h>
