#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
#
# From the reports of guest/scale.sh and guest/growth.sh to tables on stdout and
# scale.json. A goal is told beside its figure.
#
# Usage: scale.py DIRECTORY     with scale.log, scale.stall.log and scale.choice.log
import json
import os
import sys

import paired

# Bytes a connection may take: Documentation/design.md, budget 3
GOALS = {"nat udp4": 72, "dr udp4": 40, "nat udp6": 180, "dr udp6": 100}


def figures(log):
    """({(what, who, kind, count): [numbers]}, ...) of the lines M and S."""
    found = {}
    with open(log, errors="replace") as lines:
        for line in lines:
            words = line.split()
            if words[:1] in (["M"], ["S"]) and len(words) >= 6:
                found[words[1], words[2], words[3], int(words[4])] = [int(w) for w in words[5:]]
    return found


def head(title, *columns):
    print(f"\n{title}\n\n| {' | '.join(columns)} |\n|{'---|' * len(columns)}")


def row(*cells):
    print("| " + " | ".join("" if c is None else str(c) for c in cells) + " |")


def bytes_each(found, what, who, kind, count):
    taken = found.get((what, who, kind, count))
    return taken and round(taken[0] * 1024 / count, 1)


def parts_each(found, what, who, kind, count):
    """Slab and vmalloc; the rest is whole pages."""
    total, slab, vmalloc = (kb * 1024 / count for kb in found[what, who, kind, count])
    return f"{slab:.1f} + {vmalloc:.1f} + {total - slab - vmalloc:.1f}"


def memory(found):
    head("Memory, bytes each: slab + vmalloc + pages", "what", "how many", "ipvsx", "of that", "ip_vs", "of that", "goal")
    most = max((count for what, _, _, count in found if what == "service"), default=0)
    for what, who, kind, count in found:
        if what not in ("connection", "service") or not who.startswith("ipvsx") or what == "service" and count < most:
            continue
        other = who.replace("ipvsx", "ipvs")
        row(f"{what}{who[5:].replace('-', ' ')} {kind}", count, bytes_each(found, what, who, kind, count),
            parts_each(found, what, who, kind, count), bytes_each(found, what, other, kind, count),
            parts_each(found, what, other, kind, count), GOALS.get(f"{who[6:]} {kind}"))


def lookup(costs):
    head("Established packet by number of connections, own ns, at random", "connections", "ipvsx nat", "ipvsx dr",
         "ip_vs nat", "nat ÷ ip_vs", "A/A")
    noise = []
    for (kind, flows, _), rounds in sorted(costs.items()):
        if kind == "lookup":
            noise.append(paired.ratio(rounds, "ipvsx-nat", "again"))
            row(flows, *(paired.cell(paired.own(rounds, case), 0) for case in ("ipvsx-nat", "ipvsx-dr", "ipvs-nat")),
                paired.cell(paired.ratio(rounds, "ipvsx-nat", "ipvs-nat"), 2), paired.cell(noise[-1], 2))
    paired.tell_noise(noise)


def choice(costs, absent):
    servers = sorted({flows for (_, flows, label) in costs if label == "opened"})
    columns = [f"{who} {n}" for who in ("ipvsx", "ip_vs") for n in (*servers, "ratio")]
    head("New connection by number of servers, own instructions, and how many more than the next packet of the same "
         "connection; most against least, goal 2", "scheduler", *columns)
    for name in dict.fromkeys(kind for kind, _, label in costs if label == "opened"):
        cells = []
        for case in ("ipvsx-dr", "ipvs-dr"):
            both = [(paired.own(costs[name, n, "new"], case),
                     paired.more(costs[name, n, "new"], costs[name, n, "opened"], case)) for n in servers]
            if case == "ipvs-dr" and name in absent or not all(m for _, m in both):
                cells += [""] * (len(servers) + 1)
                continue
            cells += [f"{new['median']:.0f}, {more['median']:.0f}" for new, more in both]
            cells.append(", ".join(f"{both[-1][i]['median'] / both[0][i]['median']:.2f}" for i in (0, 1)))
        row(name, *cells)


def services(costs, found):
    head("By number of services", "services", "packet, ipvsx ns", "packet, ip_vs ns", "new, ipvsx ns", "new, ip_vs ns",
         "adding them, ipvsx s", "ip_vs s", "CPU at rest, ipvsx %", "ip_vs %")
    numbers = sorted({int(kind.split("-")[1]) for kind, _, _ in costs if kind.startswith("services-")})
    idle = {(who, count): ns[0] for (what, who, _, count), ns in found.items() if what == "idle"}
    for n in numbers:
        groups = {label: rounds for (kind, _, label), rounds in costs.items() if kind == f"services-{n}"}
        cells = [paired.cell(paired.own(groups[label], case), 0) for label in ("request-random", "new")
                 for case in ("ipvsx-nat", "ipvs-nat")]
        cells += [f"{found['add-us', who, 'udp4', n][0] / 1e6:.2f}" for who in ("ipvsx", "ipvs")]
        rest = found["idle-ms", "-", "-", 0][0] * 1e6
        cells += [f"{100 * (idle[more, n] - idle[less, n]) / rest:.3f}" if (more, n) in idle else ""
                  for more, less in (("ipvsx", "none"), ("ipvsx+ipvs", "ipvsx"))]
        row(n, *cells)


def whole_tables(found):
    head("Tables as a whole", "what", "connections", "ipvsx", "ip_vs", "goal")
    names = {"open": ("opening a connection, mean ns", 1), "grow": ("from empty, mean ns a connection", 1),
             "namespace-us": ("deleting a namespace, ms", 1000),
             "stall-growing": ("longest wait of a packet while it grows, µs (icount)", 1000),
             "stall-at-rest": ("the same at rest, µs (icount)", 1000)}
    for (what, who, kind, count), numbers in found.items():
        if what not in names or not who.startswith("ipvsx"):
            continue
        name, unit = names[what]
        cells = []
        for one in (who, who.replace("ipvsx", "ipvs")):
            mine = [(c, n[0]) for (w, o, k, c), n in found.items() if (w, o, k) == (what, one, kind)]
            per = mine and (mine[0][0] if what in ("open", "grow") else unit)
            note = f" ({mine[0][0]})" if mine and mine[0][0] != count else ""
            cells.append(f"{mine[0][1] / per:.1f}{note}" if mine else "")
        row(f"{name}, {who[6:]} {kind}", count, *cells, 100 if what == "stall-growing" else "")


def main():
    directory = sys.argv[1]
    log = os.path.join(directory, "scale.log")
    costs, void = paired.costs(log)
    found = {}
    for part in ("stall", "choice"):
        counted = os.path.join(directory, f"scale.{part}.log")
        more, wrong = paired.costs(counted)
        costs.update(more)
        void.update(wrong)
        found.update(figures(counted))
    found.update(figures(log))
    absent = {kind for what, _, kind, _ in found if what == "absent"}
    memory(found)
    lookup(costs)
    choice(costs, absent)
    services(costs, found)
    whole_tables(found)
    print()
    paired.tell_void(void)
    medians = {" ".join(map(str, key)): {case: paired.own(rounds, case) for case in
                                         {c for cases in rounds.values() for c in cases}}
               for key, rounds in costs.items()}
    with open(os.path.join(directory, "scale.json"), "w") as out:
        json.dump({"own ns": medians, "figures": {" ".join(map(str, k)): v for k, v in found.items()},
                   "void": void}, out, indent=1)
        out.write("\n")
    return 0 if costs and not void else 1


sys.exit(main())
