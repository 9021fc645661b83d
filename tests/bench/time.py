#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
#
# From the reports of guest/time.sh to a table on stdout, time.json and time.svg.
#
# Cost of its own is a slice of a case minus the slice of the floor beside it; of
# a round, the median over its slices. Ratios are made within a round. What is
# shown is the median over the rounds, and [least..most].
#
# Usage: time.py DIRECTORY     with time.BITS[.*].log, of boots with that size of ip_vs's table
import glob
import json
import os
import sys

import paired
from chart import bars

METHODS = ("nat", "dr", "tun")
PHASES = ("new", "request-order", "request-random", "reply-order", "reply-random")


def columns(bits, method):
    """What a method of ipvsx is compared with, of a boot with tables of so many bits."""
    yield bits, f"ipvs-{method}"
    if bits == 20:
        yield bits, "forward-pass"
        yield bits, "nft-nat"
        if method == "nat":
            yield bits, "again"


def summary(boots):
    """Rows by (kind, flows, phase, method)."""
    rows = {}
    for bits, costs in boots:
        for (kind, flows, phase), rounds in costs.items():
            for method in METHODS:
                mine = f"ipvsx-{method}"
                row = rows.setdefault((kind, flows, PHASES.index(phase), method), {"own": {}, "ratio": {}})
                if bits == 20 or mine not in row["own"]:
                    row["own"][mine] = paired.own(rounds, mine)
                for boot, other in columns(bits, method):
                    row["own"][f"{other}@{boot}"] = paired.own(rounds, other)
                    row["ratio"][f"{other}@{boot}"] = paired.ratio(rounds, mine, other)
    return dict(sorted(r for r in rows.items() if r[1]["own"][f"ipvsx-{r[0][3]}"]))


def table(rows):
    print("| packets | flows | phase | method | own ns | ÷ ip_vs, 20 bits | ÷ ip_vs, 12 bits | ÷ forwarding "
          "| ÷ nft DNAT | A/A |")
    print("|---|---|---|---|---|---|---|---|---|---|")
    for (kind, flows, phase, method), row in rows.items():
        ratio = row["ratio"]
        cells = [kind, str(flows), PHASES[phase].replace("-", ", "), method,
                 paired.cell(row["own"][f"ipvsx-{method}"], 0)]
        cells += [paired.cell(ratio.get(key), 3 if "12" in key else 2) for key in (
            f"ipvs-{method}@20", f"ipvs-{method}@12", "forward-pass@20", "nft-nat@20", "again@20")]
        print(f"| {' | '.join(cells)} |")


def chart(rows, path):
    """Own cost of IPv4 UDP requests, at random."""
    groups = []
    for (kind, flows, phase, method), row in rows.items():
        if kind == "udp4" and PHASES[phase] == ("request-order" if flows == 1 else "request-random"):
            if not groups or groups[-1][0] != f"{flows} flows":
                groups.append((f"{flows} flows", {}))
            series = groups[-1][1]
            series[f"ipvsx {method}"] = row["own"][f"ipvsx-{method}"]
            series[f"ip_vs {method}"] = row["own"].get(f"ipvs-{method}@20")
            series["nft DNAT"] = row["own"].get("nft-nat@20")
            series["forwarding"] = row["own"].get("forward-pass@20")
    order = [f"{who} {m}" for m in METHODS for who in ("ipvsx", "ip_vs")] + ["nft DNAT", "forwarding"]
    bars(path, groups, order, "own ns per packet, IPv4 UDP requests at random: median, least, most of the rounds")


def main():
    directory = sys.argv[1]
    boots, void = [], {}
    for log in sorted(glob.glob(os.path.join(directory, "time.*.log")), reverse=True):
        costs, wrong = paired.costs(log)
        boots.append((int(os.path.basename(log).split(".")[1]), costs))
        void.update({f"{os.path.basename(log)} {key}": count for key, count in wrong.items()})
    rows = summary(boots)
    table(rows)
    paired.tell_noise([row["ratio"].get("again@20") for row in rows.values()])
    paired.tell_void(void)
    with open(os.path.join(directory, "time.json"), "w") as out:
        json.dump({"rows": [dict(packets=k[0], flows=k[1], phase=PHASES[k[2]], method=k[3], **row)
                            for k, row in rows.items()], "void": void}, out, indent=1)
        out.write("\n")
    chart(rows, os.path.join(directory, "time.svg"))
    return 0 if rows and not void else 1


sys.exit(main())
