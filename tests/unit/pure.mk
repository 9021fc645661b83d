# SPDX-License-Identifier: GPL-2.0-only
# The pure files that belong to no other subject.

$(call suite,pure,asan,pure/main.c pure/crc32c.c pure/mss.c pure/overload.c pure/rate.c pure/sctp.c \
	pure/siphash.c pure/tcp.c,$(addprefix $(KMOD)/pure/,crc32c.c overload.c rate.c sctp_state.c \
	tcp_mss.c tcp_state.c))
