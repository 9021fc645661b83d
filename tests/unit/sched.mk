# SPDX-License-Identifier: GPL-2.0-only
# The schedulers.

SCHED := $(addprefix $(KMOD)/sched/,sched.c fo.c lc.c nq.c ovf.c rr.c sed.c tree.c wlc.c wrr.c)

$(call suite,sched,asan,sched/main.c sched/kit.c sched/naive.c sched/rr.c sched/wrr.c \
	sched/tree.c sched/wlc.c sched/fo.c,$(SCHED))
$(call suite,sched_threads,tsan,sched/threads.c sched/kit.c sched/naive.c,$(SCHED))
