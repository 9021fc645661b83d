#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
#
# From the reports of guest/insn.sh, one for each boot, to a table,
# build/bench/insn.json, and a judgement against the baseline: the least of the boots
# has to hold. With --write their median becomes the baseline.
#
# Usage: insn.py BASELINE JSON [--write] LOG...
import json
import os
import statistics
import sys

GROWTH = 0.01
# What a count may move by from build to build without a reason: a third of one in a
# hundred of the whole packet. It matters where what is judged is a small difference.
SLACK = 15
JUDGED = "ipvsx-"
# A run in which each packet leaves; of the rest none does.
SILENT = ("floor-", "-drop-")


def runs(log):
    """Yields (case, measure, the numbers of the run, what was wrong)."""
    with open(log, errors="replace") as lines:
        for line in lines:
            words = line.split(maxsplit=10)
            if len(words) == 11 and words[0] == "R":
                yield words[1], words[2], [int(w) for w in words[3:10]], words[10].strip()


def void(case, numbers, why):
    """Why a run does not count, or None."""
    sent, timed, _, _, _, out, bad = numbers
    want = 0 if any(part in case for part in SILENT) else sent
    if sent < timed:
        return f"{timed} packets wanted, {sent} made"
    if out != want:
        return f"{sent} packets sent, {out} came out, {want} expected"
    if bad:
        return f"{bad} of {sent} packets wrong: {why}"
    return None


def measure(log):
    """Instructions per packet by "case measure", and the runs that are void."""
    counts, voids = {}, []
    for case, name, numbers, why in runs(log):
        reason = void(case, numbers, why)
        if reason:
            voids.append(f"{case} {name}: {reason}")
        elif not name.endswith("-check"):
            counts[f"{case} {name}"] = numbers[2] / numbers[1]
    return counts, voids


def base_of(key, counts):
    """What a measure is compared with: what the same packet costs without."""
    case, name = key.split()
    if case.startswith("floor-"):
        return None
    engine, method, packet = case.split("-")
    if engine == "ipvsx" and method in ("pass", "wall", "drop"):
        return counts.get(f"forward-{method}-{packet} {name}")
    return counts.get(f"floor-{packet} request-1")


def own(counts):
    """Cost of its own: case minus base."""
    costs = {}
    for key, count in counts.items():
        base = base_of(key, counts)
        if base is not None:
            costs[key] = round(count - base)
    return costs


def judge(costs, baseline):
    """Compares ipvsx with the baseline. Returns (passed, failed)."""
    passed = failed = 0
    for key in sorted(k for k in set(costs) | set(baseline) if k.startswith(JUDGED)):
        now, then = costs.get(key), baseline.get(key)
        number = passed + failed + 1
        if now is None:
            verdict, text = False, "not measured"
        elif then is None:
            verdict, text = False, f"{now}, not in the baseline"
        else:
            slack = max(SLACK, then * GROWTH)
            verdict = now <= then + slack
            text = f"{now}, baseline {then}"
            if now < then - slack:
                text += "; write a new baseline"
        passed, failed = passed + verdict, failed + (not verdict)
        print(f"{'ok' if verdict else 'not ok'} {number} - {key} # {text}")
    return passed, failed


def table(counts, costs):
    print(f"# {'case':24} {'measure':14} {'insn/packet':>12} {'own':>7}")
    for key, count in counts.items():
        case, name = key.split()
        print(f"# {case:24} {name:14} {count:12.1f} {costs.get(key, ''):>7}")


def over(reduce, boots):
    """One figure for each measure that all boots have."""
    keys = [key for key in boots[0] if all(key in boot for boot in boots)]
    return {key: reduce([boot[key] for boot in boots]) for key in keys}


def write(path, content):
    with open(path, "w") as out:
        json.dump(content, out, indent=1, sort_keys=True)
        out.write("\n")


def main():
    baseline_path, json_path, *logs = sys.argv[1:]
    writing = logs[0] == "--write"
    boots, voids = [], []
    for log in logs[writing:]:
        counts, wrong = measure(log)
        boots.append(counts)
        voids += wrong
    costs = [own(counts) for counts in boots]
    middle = over(statistics.median, boots), over(statistics.median, costs)
    write(json_path, {"instructions": middle[0], "own": middle[1]})
    table(*middle)
    for line in voids:
        print(f"not ok - void: {line}")
    if writing:
        write(baseline_path, {"own": middle[1]})
        print(f"# written: {baseline_path}")
    baseline = {}
    if os.path.exists(baseline_path):
        with open(baseline_path) as old:
            baseline = json.load(old)["own"]
    passed, failed = judge(over(min, costs), baseline)
    failed += len(voids)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


sys.exit(main())
