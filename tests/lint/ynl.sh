#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The generated netlink files are what the generator makes of the spec today.
set -euo pipefail

# shellcheck source=tests/lint/lib.sh
. "$(dirname "$(readlink -f "$0")")/lib.sh"

out=build/lint/ynl
rm -rf "$out"
/usr/bin/python3 Documentation/netlink/regen.py \
	"$(linux_tools)/tools/net/ynl/pyynl/ynl_gen_c.py" "$out"
status=0
while read -r path; do
	diff -u "$path" "$out/$path" || status=1
done < <(generated)
exit "$status"
