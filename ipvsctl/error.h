/* SPDX-License-Identifier: GPL-2.0-only */
/* How a step says that it failed, and with which exit code. */
#ifndef IPVSCTL_ERROR_H
#define IPVSCTL_ERROR_H

/* Exit codes: part of the interface, see ipvsctl(8). */
enum status {
	STATUS_OK = 0,
	STATUS_REFUSED = 1,
	STATUS_USAGE = 2,
};

/**
 * struct error - what went wrong
 * @number: errno of a refusal, 0 if there is none
 * @text: the sentence; with %STATUS_OK a warning, if not empty
 */
struct error {
	int number;
	char text[512];
};

int error_usage(struct error *err, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
int error_refused(struct error *err, int number, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

#endif
