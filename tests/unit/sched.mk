# SPDX-License-Identifier: GPL-2.0-only
# The schedulers.

SCHED := $(addprefix $(KMOD)/sched/,sched.c rr.c wrr.c wlc.c)

$(call suite,sched,asan,sched/main.c sched/kit.c sched/rr.c sched/wrr.c sched/wlc.c,$(SCHED))
$(call suite,sched_threads,tsan,sched/threads.c sched/kit.c,$(SCHED))
