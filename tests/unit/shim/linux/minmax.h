/* SPDX-License-Identifier: GPL-2.0-only */
/* The kernel refuses operands of different types; so does the comparison of pointers here. */
#ifndef SHIM_LINUX_MINMAX_H
#define SHIM_LINUX_MINMAX_H

#define shim_pick(a, b, op) ({ __typeof__(a) a_ = (a); __typeof__(b) b_ = (b); \
	(void)(&a_ == &b_); a_ op b_ ? a_ : b_; })
#define min(a, b) shim_pick(a, b, <)
#define max(a, b) shim_pick(a, b, >)
#define min_t(type, a, b) min((type)(a), (type)(b))
#define max_t(type, a, b) max((type)(a), (type)(b))

#endif
