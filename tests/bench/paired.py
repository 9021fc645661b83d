# SPDX-License-Identifier: GPL-2.0-only
#
# What the jobs that take slices side by side (guest/slices.sh) have in common:
# reading their reports, cost of its own, ratios, and how a figure is written.
import collections
import statistics


def _rows(log):
    """The slices as lists of words, and which (kind, flows, case) failed the check when they were opened."""
    rows, wrong = [], set()
    with open(log, errors="replace") as lines:
        for line in lines:
            words = line.split(maxsplit=12)
            if words[:1] == ["T"] and len(words) == 13:
                rows.append(words[1:])
            elif words[:1] == ["R"] and len(words) == 13:
                sent, out, bad = int(words[6]), int(words[11]), int(words[12].split()[0])
                if sent != out or bad:
                    wrong.add((words[2], words[3], words[4]))
    return rows, wrong


def costs(log):
    """({(kind, flows, label): {round: {case: own ns}}}, {what is void: number of slices})"""
    raw = collections.defaultdict(lambda: collections.defaultdict(lambda: collections.defaultdict(list)))
    void = collections.Counter()
    rows, wrong = _rows(log)
    for words in rows:
        rnd, kind, flows, label, case = words[:5]
        sent, timed, ns, _, out, bad = (int(w) for w in words[5:11])
        want = 0 if case == "floor" else sent
        if out != want or bad or sent < timed or (kind, flows, case) in wrong:
            void[f"{kind} {flows} {label} {case}: {words[11].strip()}"] += 1
            continue
        raw[kind, int(flows), label][int(rnd)][case].append(ns / timed)
    result = {}
    for group, rounds in raw.items():
        for rnd, cases in rounds.items():
            floor = cases.pop("floor", [])
            result.setdefault(group, {})[rnd] = {
                case: statistics.median(v - f for v, f in zip(values, floor))
                for case, values in cases.items() if len(values) == len(floor)}
    return result, void


def spread(values):
    """Median, least and most; None of nothing."""
    if not values:
        return None
    return {"median": statistics.median(values), "min": min(values), "max": max(values), "rounds": len(values)}


def own(rounds, case):
    return spread([cases[case] for cases in rounds.values() if case in cases])


def more(rounds, others, case):
    """What it costs more in these rounds than in the others."""
    return spread([cases[case] - others[r][case] for r, cases in rounds.items()
                   if case in cases and case in others.get(r, {})])


def ratio(rounds, case, other):
    return spread([cases[case] / cases[other] for cases in rounds.values()
                   if case in cases and cases.get(other, 0) > 0])


def cell(value, digits):
    if not value:
        return ""
    return f"{value['median']:.{digits}f} [{value['min']:.{digits}f}..{value['max']:.{digits}f}]"


def tell_noise(pairs):
    """The line about the same case twice."""
    medians = sorted(p["median"] for p in pairs if p)
    if medians:
        print(f"\nA/A, the same case twice: medians from {medians[0]:.2f} to {medians[-1]:.2f}, "
              f"half of them within {medians[len(medians) // 4]:.2f} to {medians[-1 - len(medians) // 4]:.2f}")


def tell_void(void):
    for key, count in sorted(void.items()):
        print(f"void: {key}: {count} slices")
