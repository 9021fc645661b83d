# SPDX-License-Identifier: GPL-2.0-only
#
# A bar chart as SVG.

COLOURS = ("#1f5fbf", "#e08a8a", "#4d8ee0", "#d1495b", "#8db9f0", "#8c2131", "#edae49", "#888888")


def bars(path, groups, order, title):
    """groups: [(name, {series: {median, min, max}})]; order: names of the series."""
    values = [v["max"] for _, series in groups for v in series.values() if v]
    top = max(values, default=1) * 1.02
    colour = dict(zip(order, COLOURS))
    x, parts = 60, []
    for name, series in groups:
        first = x
        for key in order:
            value = series.get(key)
            if not value:
                continue
            height = 300 * max(value["median"], 0) / top
            parts.append(f'<rect x="{x}" y="{340 - height:.0f}" width="18" height="{height:.0f}" '
                         f'fill="{colour[key]}"/>')
            parts.append(f'<line x1="{x + 9}" x2="{x + 9}" y1="{340 - 300 * value["min"] / top:.0f}" '
                         f'y2="{340 - 300 * value["max"] / top:.0f}" stroke="black"/>')
            x += 20
        parts.append(f'<text x="{(first + x) / 2:.0f}" y="358" text-anchor="middle">{name}</text>')
        x += 24
    for i, key in enumerate(order):
        parts.append(f'<rect x="70" y="{30 + 16 * i}" width="11" height="11" fill="{colour[key]}"/>'
                     f'<text x="88" y="{40 + 16 * i}">{key}</text>')
    for i in range(5):
        parts.append(f'<text x="52" y="{344 - 75 * i}" text-anchor="end">{top * i / 4:.0f}</text>')
    with open(path, "w") as out:
        out.write('<!-- SPDX-License-Identifier: GPL-2.0-only -->\n'
                  f'<svg xmlns="http://www.w3.org/2000/svg" width="{max(x, 620)}" height="390" '
                  'font-family="sans-serif" font-size="12"><rect width="100%" height="100%" fill="white"/>\n'
                  + "\n".join(parts) + f'\n<text x="60" y="380">{title}</text></svg>\n')
