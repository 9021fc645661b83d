# SPDX-License-Identifier: GPL-2.0-only
# The schedulers.

SCHED := $(addprefix $(KMOD)/sched/,sched.c alias.c dh.c fo.c hash.c lblc.c lblcr.c lc.c limit.c locality.c mh.c nq.c ovf.c rr.c \
	sed.c sh.c tree.c twos.c wlc.c wrr.c)

$(call suite,sched,asan,$(addprefix sched/,main.c kit.c naive.c rr.c wrr.c tree.c wlc.c fo.c hash.c \
	mh.c twos.c limit.c full.c edges.c locality.c),$(SCHED))
$(call suite,sched_threads,tsan,sched/threads.c sched/kit.c sched/naive.c,$(SCHED))

$(BUILD)/bench_sched: sched/bench.c sched/kit.c $(SCHED) $(SHIM) $(HEADERS)
	@mkdir -p $(@D)
	$(Q)$(CC) $(UNIT_CPPFLAGS) $(UNIT_CFLAGS) -o $@ sched/bench.c sched/kit.c $(SCHED) $(SHIM) \
		$(UNIT_LIBS)

bench_sched: $(BUILD)/bench_sched
	@$<

bench: bench_sched

.PHONY: bench_sched
