# SPDX-License-Identifier: GPL-2.0-only
# Tests of ipvsctl. All of the tool but main() and the socket is compiled once,
# with the sanitizers, and linked with each test and the fake kernel. These are
# programs of userspace, so the shim of kernel headers is not used.
# Golden outputs are written anew by GOLDEN=write make ONLY=ctl_out.

CTL := $(TOP)/ipvsctl
CTL_LIBS := libnl-genl-3.0 jansson check
CTL_FLAGS = -std=gnu11 -O1 -g -Wall -Wextra -Wshadow -Werror -fno-omit-frame-pointer \
	$(flags_asan) -D_GNU_SOURCE -I$(CTL) -I$(KMOD) -isystem $(KMOD)/uapi \
	-DGOLDEN_DIR='"$(TOP)/tests/unit/ctl/golden"' -DMAN_PAGE='"$(CTL)/man/ipvsctl.8"' \
	$(shell pkg-config --cflags $(CTL_LIBS))

CTL_SUITES := ctl_ack ctl_cmdline ctl_man ctl_out ctl_parse ctl_roundtrip
CTL_SOURCES := $(filter-out %/main.c %/sock.c,$(wildcard $(CTL)/*.c $(CTL)/*/*.c))
CTL_OBJECTS := $(CTL_SOURCES:$(CTL)/%.c=$(BUILD)/ctl/%.o) \
	$(BUILD)/ctl/test/fake.o $(BUILD)/ctl/test/run.o
SUITES += $(CTL_SUITES)

$(BUILD)/ctl/%.o: $(CTL)/%.c ctl.mk
	@mkdir -p $(@D)
	$(Q)$(CC) $(CTL_FLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/ctl/test/%.o: ctl/%.c ctl.mk
	@mkdir -p $(@D)
	$(Q)$(CC) $(CTL_FLAGS) -MMD -MP -c -o $@ $<

$(CTL_SUITES:%=$(BUILD)/%): $(BUILD)/ctl_%: $(BUILD)/ctl/test/%.o $(CTL_OBJECTS)
	$(if $(V),,@echo "  CC      unit/ctl_$*")
	$(Q)$(CC) $(flags_asan) -o $@ $^ $(shell pkg-config --libs $(CTL_LIBS)) -lpthread

.SECONDARY: $(CTL_SUITES:ctl_%=$(BUILD)/ctl/test/%.o)

-include $(wildcard $(BUILD)/ctl/*.d $(BUILD)/ctl/*/*.d)
