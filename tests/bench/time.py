#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
#
# From the reports of guest/time.sh to a table on stdout, time.json and time.svg.
#
# Cost of its own is a slice of a case minus the slice of the floor beside it; of
# a round, the median over its slices. Ratios are made within a round. What is
# shown is the median over the rounds, and [least..most].
#
# Usage: time.py DIRECTORY LOG...     LOG is time.BITS.log: ip_vs's table, or 1m for 20
import collections
import json
import os
import statistics
import sys

REFERENCES = ("ipvs-nat", "forward-pass", "nft-nat")


def slices(logs):
    """Yields (table bits, round, kind, flows, label, case, ns per packet); counts what is void."""
    for log in logs:
        name = os.path.basename(log).split(".")[1]
        bits = name if name.isdigit() else "20"
        wrong = set()
        rows = []
        with open(log, errors="replace") as lines:
            for line in lines:
                words = line.split(maxsplit=12)
                if words[:1] == ["R"] and len(words) == 13:
                    sent, out, bad = int(words[6]), int(words[11]), int(words[12].split()[0])
                    if sent != out or bad:
                        wrong.add(tuple(words[1:5]))
                elif words[:1] == ["T"] and len(words) == 13:
                    rows.append(words)
        for words in rows:
            rnd, kind, flows, label, case = words[1:6]
            sent, timed, ns, _, out, bad = (int(w) for w in words[6:12])
            want = 0 if case == "floor" else sent
            if out != want or bad or sent < timed or (rnd, kind, flows, case) in wrong:
                VOID[bits, kind, flows, label, case] += 1
                continue
            yield bits, rnd, kind, int(flows), label, case, ns / timed


VOID = collections.Counter()


def own_costs(logs):
    """{(bits, kind, flows, label): {round: {case: own ns}}}"""
    raw = collections.defaultdict(lambda: collections.defaultdict(lambda: collections.defaultdict(list)))
    for bits, rnd, kind, flows, label, case, ns in slices(logs):
        raw[bits, kind, flows, label][rnd][case].append(ns)
    costs = {}
    for group, rounds in raw.items():
        for rnd, cases in rounds.items():
            floor = cases.get("floor")
            if not floor:
                continue
            for case, values in cases.items():
                if case == "floor" or len(values) != len(floor):
                    continue
                own = statistics.median(v - f for v, f in zip(values, floor))
                costs.setdefault(group, {}).setdefault(rnd, {})[case] = own
    return costs


def spread(values):
    return {"median": statistics.median(values), "min": min(values), "max": max(values), "rounds": len(values)}


def summary(costs):
    """One dictionary a row: a case in a group, own cost and ratios."""
    rows = []
    for (bits, kind, flows, label), rounds in costs.items():
        for case in dict.fromkeys(c for cases in rounds.values() for c in cases):
            mine = [cases[case] for cases in rounds.values() if case in cases]
            row = {"ip_vs bits": int(bits), "kind": kind, "flows": flows, "phase": label, "case": case,
                   "own ns": spread(mine)}
            for reference in REFERENCES + ("ipvsx-nat",) * (case == "again"):
                ratios = [cases[case] / cases[reference] for cases in rounds.values()
                          if case in cases and cases.get(reference, 0) > 0]
                if ratios:
                    row["x " + reference] = spread(ratios)
            rows.append(row)
    return rows


def cell(value, digits):
    if not value:
        return ""
    return f"{value['median']:.{digits}f} [{value['min']:.{digits}f}..{value['max']:.{digits}f}]"


def table(rows):
    print("| packets | flows | phase | ip_vs bits | case | own ns | x ip_vs | x forwarding | x nft DNAT |")
    print("|---|---|---|---|---|---|---|---|---|")
    for r in rows:
        name = "ipvsx-nat again (A/A)" if r["case"] == "again" else r["case"]
        print(f"| {r['kind']} | {r['flows']} | {r['phase']} | {r['ip_vs bits']} | {name} "
              f"| {cell(r['own ns'], 0)} " + "".join(
                  f"| {cell(r.get('x ' + reference), 2)} " for reference in REFERENCES) + "|")
    noise = [r["x ipvsx-nat"]["median"] for r in rows if r["case"] == "again" and "x ipvsx-nat" in r]
    if noise:
        print(f"\nA/A, the same case twice: {min(noise):.2f} to {max(noise):.2f}, "
              f"median {statistics.median(noise):.2f}")
    for key, count in VOID.items():
        print(f"void: {' '.join(key)}: {count} slices")


def svg(rows, path):
    """Bars of own cost of requests, a group a number of flows, udp4."""
    rows = [r for r in rows if r["kind"] == "udp4" and r["ip_vs bits"] == 20 and r["case"] != "again"
            and r["phase"] == ("request-order" if r["flows"] == 1 else "request-random")]
    colours = {"ipvsx-nat": "#2a6fdb", "ipvs-nat": "#d1495b", "nft-nat": "#edae49", "forward-pass": "#888888"}
    top = max((r["own ns"]["max"] for r in rows), default=1)
    x, parts = 60, []
    for flows in sorted({r["flows"] for r in rows}):
        first = x
        for r in (r for r in rows if r["flows"] == flows):
            own = r["own ns"]
            height = 300 * max(own["median"], 0) / top
            parts.append(f'<rect x="{x}" y="{340 - height:.0f}" width="26" height="{height:.0f}" '
                         f'fill="{colours.get(r["case"], "#66a182")}"/>')
            parts.append(f'<line x1="{x + 13}" x2="{x + 13}" y1="{340 - 300 * own["min"] / top:.0f}" '
                         f'y2="{340 - 300 * own["max"] / top:.0f}" stroke="black"/>')
            x += 30
        parts.append(f'<text x="{(first + x) / 2:.0f}" y="358" text-anchor="middle">{flows} flows</text>')
        x += 30
    for i, (case, colour) in enumerate(colours.items()):
        parts.append(f'<rect x="70" y="{20 + 18 * i}" width="12" height="12" fill="{colour}"/>'
                     f'<text x="88" y="{31 + 18 * i}">{case}</text>')
    for i in range(5):
        parts.append(f'<text x="52" y="{344 - 75 * i}" text-anchor="end">{top * i / 4:.0f}</text>')
    with open(path, "w") as out:
        out.write(f'<svg xmlns="http://www.w3.org/2000/svg" width="{x}" height="390" '
                  'font-family="sans-serif" font-size="12"><rect width="100%" height="100%" fill="white"/>'
                  + "".join(parts) + '<text x="60" y="382">own ns per packet, IPv4 UDP requests: '
                  "median, least, most of the rounds</text></svg>\n")


def main():
    directory, logs = sys.argv[1], sys.argv[2:]
    rows = summary(own_costs(logs))
    table(rows)
    with open(os.path.join(directory, "time.json"), "w") as out:
        json.dump({"rows": rows, "void": {" ".join(k): v for k, v in VOID.items()}}, out, indent=1)
        out.write("\n")
    svg(rows, os.path.join(directory, "time.svg"))
    return 0 if rows and not VOID else 1


sys.exit(main())
