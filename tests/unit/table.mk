# SPDX-License-Identifier: GPL-2.0-only
# The connection table.

TABLE := $(addprefix $(KMOD)/conn/,table.c table_gc.c dir.c region.c)

$(call suite,table,asan,table/main.c table/kit.c table/entry.c table/layout.c table/sweep.c \
	table/grow.c table/collect.c table/fail.c,$(TABLE))
$(call suite,table_stress,tsan,table/stress.c table/kit.c,$(TABLE))

$(BUILD)/bench_table: table/bench.c table/kit.c $(TABLE) $(SHIM) $(HEADERS)
	@mkdir -p $(@D)
	$(Q)$(CC) $(UNIT_CPPFLAGS) $(UNIT_CFLAGS) -o $@ table/bench.c table/kit.c $(TABLE) $(SHIM) \
		$(UNIT_LIBS)

bench: $(BUILD)/bench_table
	@$<
