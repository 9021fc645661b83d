# SPDX-License-Identifier: GPL-2.0-only
#
# The human door. Kbuild beside it is what the kernel's own make reads; nothing
# here is seen by it, nor by dkms.

VERSION := $(shell sed -n 's/^\#define VSX_VERSION "\(.*\)"$$/\1/p' kmod/version.h)

# The running kernel's headers, else the newest installed.
KDIR ?= $(firstword $(wildcard /lib/modules/$(shell uname -r)/build) \
	$(shell ls -d /lib/modules/*/build 2>/dev/null | sort -rV) \
	$(shell ls -d /usr/src/linux-headers-*-$(shell dpkg --print-architecture) 2>/dev/null | sort -rV))
KVER = $(shell sed -n 's/^\#define UTS_RELEASE "\(.*\)"$$/\1/p' $(KDIR)/include/generated/utsrelease.h)

DESTDIR ?=
PREFIX ?= /usr/local
RUNNING := $(shell uname -r)
MODULE_DIR = $(DESTDIR)/lib/modules/$(KVER)/updates
INSTALLED = $(wildcard $(DESTDIR)/lib/modules/*/updates/ipvsx.ko)
NAMES = $(wildcard $(DESTDIR)/lib/modules/*/updates/ip_vs.ko $(DESTDIR)/lib/modules/*/updates/ip_vs_*.ko)
DKMS_DIR = $(DESTDIR)/usr/src/ipvsx-$(VERSION)
DKMS_SOURCES = Kbuild dkms.conf COPYING $(shell find kmod -name '*.[ch]' -not -path '*/names/*')
DKMS_NAMES_DIR = $(DESTDIR)/usr/src/ipvsx-names-$(VERSION)

export ONLY

.PHONY: module ctl unit demo shell check check-debug check-kernels check-dkms check-oracle \
	bench bench-scale bench-insn bench-profile lint ci install uninstall dkms-install dkms-uninstall \
	take-names give-names-back dkms-take-names dkms-give-names-back clean help

module:
	@test -n "$(KDIR)" || { echo "no kernel headers found: install linux-headers-amd64, or say KDIR=" >&2; exit 1; }
	@$(MAKE) --no-print-directory -C $(KDIR) M=$(CURDIR) modules
	@test "$(KVER)" = "$(RUNNING)" || echo "ipvsx.ko is for kernel $(KVER); the running one is $(RUNNING)"

ctl:
	@$(MAKE) --no-print-directory -C ipvsctl

unit:
	@tests/deps.sh unit
	@$(MAKE) --no-print-directory -C tests/unit

demo shell:
	@tests/deps.sh build vm
	@$(MAKE) --no-print-directory -s ctl
	@tests/vm/run.sh --$@

# Unit tests have no scenarios' names, so ONLY= leaves them out.
check:
	@tests/run.sh $(if $(ONLY),,unit) scenarios:stock

check-debug:
	@tests/run.sh scenarios:debug

check-kernels:
	@tests/run.sh build scenarios:stock scenarios:6.12 scenarios:7

check-dkms:
	@tests/run.sh dkms

check-oracle:
	@tests/deps.sh build vm
	@$(MAKE) --no-print-directory -s ctl
	@tests/vm/oracle.sh

# Time needs a quiet machine, instructions do not.
bench:
	@tests/bench/time.sh

bench-scale:
	@tests/bench/scale.sh

bench-insn:
	@tests/bench/insn.sh

bench-profile:
	@tests/bench/profile.sh $(CASE)

lint:
	@tests/lint/run.sh $(ONLY)

ci:
	@.ci/run

install: module ctl
	install -D -m 644 ipvsx.ko $(MODULE_DIR)/ipvsx.ko
	strip --strip-debug $(MODULE_DIR)/ipvsx.ko
	$(if $(DESTDIR),,depmod $(KVER))
	@$(MAKE) --no-print-directory -C ipvsctl install DESTDIR=$(DESTDIR) PREFIX=$(PREFIX)

uninstall: give-names-back
	rm -f $(INSTALLED)
	$(if $(DESTDIR),,for kernel in $(INSTALLED:/lib/modules/%/updates/ipvsx.ko=%); do depmod $$kernel; done)
	@$(MAKE) --no-print-directory -C ipvsctl uninstall DESTDIR=$(DESTDIR) PREFIX=$(PREFIX)

# The sources of the module and nothing else; with DESTDIR= that is all.
dkms-install:
	rm -rf $(DKMS_DIR)
	mkdir -p $(DKMS_DIR)
	cp --parents $(DKMS_SOURCES) $(DKMS_DIR)
	$(if $(DESTDIR),,dkms install ipvsx/$(VERSION) -k $(KVER))

dkms-uninstall: dkms-give-names-back
	$(if $(DESTDIR),,-dkms remove ipvsx/$(VERSION) --all)
	rm -rf $(DKMS_DIR)

# On request: from the next modprobe on, who asks for ip_vs gets ipvsx, on the kernel for which it is installed.
take-names:
	@$(MAKE) --no-print-directory -C $(KDIR) M=$(CURDIR)/kmod/names modules
	install -d $(MODULE_DIR)
	install -m 644 kmod/names/*.ko $(MODULE_DIR)
	strip --strip-debug $(MODULE_DIR)/ip_vs*.ko
	$(if $(DESTDIR),,depmod $(KVER))

give-names-back:
	rm -f $(NAMES)
	$(if $(DESTDIR),,for kernel in $(patsubst /lib/modules/%/updates/ip_vs.ko,%,$(filter %/ip_vs.ko,$(NAMES))); \
		do depmod $$kernel; done)

# A package of their own, so that one can have ipvsx without its taking the names.
dkms-take-names:
	rm -rf $(DKMS_NAMES_DIR)
	install -d $(DKMS_NAMES_DIR)
	cp --parents kmod/names/Kbuild kmod/names/stub.c kmod/ipvs/family.h kmod/version.h COPYING $(DKMS_NAMES_DIR)
	cp kmod/names/dkms.conf $(DKMS_NAMES_DIR)
	echo 'obj-m := kmod/names/' >$(DKMS_NAMES_DIR)/Kbuild
	$(if $(DESTDIR),,dkms install ipvsx-names/$(VERSION) -k $(KVER))

dkms-give-names-back:
	$(if $(DESTDIR),,-test ! -d $(DKMS_NAMES_DIR) || dkms remove ipvsx-names/$(VERSION) --all)
	rm -rf $(DKMS_NAMES_DIR)

# Not Kbuild's clean: that would delete *.o, *.a and *.s in the whole tree.
clean:
	rm -rf build
	rm -f ipvsx.ko ipvsx.o ipvsx.mod* .ipvsx.* .m*.cmd .M*.cmd Module.symvers modules.order .module-common.o
	find kmod \( -name '*.o' -o -name '*.mod*' -o -name '*.ko' -o -name '.*.cmd' \) -delete
	rm -f kmod/names/ip_vs*.c kmod/names/Module.symvers kmod/names/modules.order

define HELP
make [module]        build ipvsx.ko for KDIR=$(KDIR)
make ctl             build the command, build/ipvsctl
make demo            build all, boot a virtual machine, balance real servers
make shell           a prompt in the same virtual machine
make check           unit tests, then all scenarios on Debian's kernel
                     (ONLY='nat_tcp': just the scenarios of that name)
make unit            unit tests alone
make check-debug     the scenarios on a kernel with every checker on
make check-kernels   build for, and the scenarios on, 6.1, 6.12 and newest 7.x
make check-dkms      build the DKMS package for 6.1 and 6.12
make check-oracle    the scenarios on ipvsx and on in-tree ip_vs, and the differences
make bench           nanoseconds per packet, beside ip_vs, nftables and forwarding
make bench-scale     memory and time by number of connections, servers, services
make bench-insn      instructions per packet, against tests/bench/baseline.json
make bench-profile   where they go, by function (CASE='ipvsx nat udp 4 run')
make lint            static checks (ONLY='sparse shellcheck': just these)
make ci              what .ci/run does: all of the above
make install         module and command, by hand      (uninstall: take away)
make dkms-install    module by DKMS                   (dkms-uninstall)
make take-names      who asks for ip_vs gets ipvsx    (give-names-back;
                     with dkms: dkms-take-names, dkms-give-names-back)
make clean           remove what was built

Variables: KDIR= another kernel's build directory, V=1 show commands, W=1 more
warnings, DESTDIR=, PREFIX=$(PREFIX)
endef
export HELP

help:
	@echo "$$HELP"
