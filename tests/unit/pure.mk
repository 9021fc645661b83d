# SPDX-License-Identifier: GPL-2.0-only
# The pure files that belong to no other subject.

$(call suite,pure,asan,pure/main.c pure/rate.c pure/siphash.c pure/tcp.c,$(KMOD)/pure/rate.c $(KMOD)/pure/tcp_state.c)
