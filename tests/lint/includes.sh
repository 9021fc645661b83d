#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Which room of the module may include headers of which other. A room that is
# not in the table may include any.
set -euo pipefail

# shellcheck source=tests/lint/lib.sh
. "$(dirname "$(readlink -f "$0")")/lib.sh"

# ROOM  the rooms it may never look into
forbidden() {
	cat <<-'END'
	pure   conn|ipvs|nl|path|proto|sched|stats|svc|xmit
	conn   ipvs|nl|path|sched|xmit
	svc    ipvs|nl|path|xmit
	sched  conn|ipvs|nl|path|proto|stats|xmit
	stats  ipvs|nl|path|sched|xmit
	proto  ipvs|nl|path|sched|svc
	xmit   ipvs|nl|sched
	nl     ipvs|path|xmit
	ipvs   path|xmit
	path   ipvs|nl
	compat conn|ipvs|nl|path|proto|sched|stats|svc|xmit
	END
}

# pure files compile in userspace as well, with these headers and no others
pure_headers='linux/(types|kernel|errno|bits|bitops|string|math64|limits|compiler|stddef|minmax|log2|unaligned|build_bug|in6?|tcp|siphash|ipvsx)\.h'

status=0
while read -r room others; do
	if grep -rnE "^ *# *include +\"(\.\./)*($others)/" "kmod/$room" 2>/dev/null; then
		echo "kmod/$room may not include headers of: ${others//|/ }"
		status=1
	fi
done < <(forbidden)
if grep -rnE '^ *# *include +<' kmod/pure | grep -vE "<($pure_headers)>"; then
	echo "kmod/pure may include from the kernel only: $pure_headers"
	status=1
fi
if files 'kmod/*.[ch]' | grep -E '/(common|misc|util|utils)\.[ch]$'; then
	echo "no room is called common: say what it does"
	status=1
fi
exit "$status"
