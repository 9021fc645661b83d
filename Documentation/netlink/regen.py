#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Write the UAPI header and the kernel's tables from the netlink spec.

usage: regen.py GENERATOR [OUTDIR]

GENERATOR is ynl_gen_c.py of a kernel source (tools/net/ynl/pyynl), OUTDIR the
root below which kmod/uapi/linux/ipvsx.h and kmod/nl/gen.[ch] are written (this
repository if absent).

Two steps surround the generator, because it writes plain struct genl_ops (which
all supported kernels have, unlike split ops) only for operations that have a
request with attributes:
- before: operations without one get a placeholder request in a copy of the spec;
- after: the placeholder's policy and, for dump-only operations, the placeholder's
  handler are removed again. The kernel rejects every attribute of an operation
  that has no policy.
The generator names kernel symbols after the family; ours begin with vsx_.
"""

import pathlib
import re
import subprocess
import sys
import tempfile

import yaml

SPEC = pathlib.Path("Documentation/netlink/specs/ipvsx.yaml")
HOW = "Documentation/netlink/regen.py"
PLACEHOLDER = {"attributes": ["service"]}


def with_placeholders(text):
    """The spec with a request in each operation, and the names of those changed."""
    spec = yaml.safe_load(text)
    bare, dump_only = [], []
    for op in spec["operations"]["list"]:
        if "do" not in op and "dump" not in op:
            continue
        if op.get("do", {}).get("request", {}).get("attributes"):
            continue
        bare.append(op["name"])
        if "do" not in op:
            dump_only.append(op["name"])
        op.setdefault("do", {})["request"] = PLACEHOLDER
    first_line = text.split("\n", 1)[0]
    return f"{first_line}\n{yaml.safe_dump(spec, sort_keys=False)}", bare, dump_only


def without_placeholders(text, bare, dump_only):
    """Generated C without what only the placeholders asked for."""
    for name in bare:
        upper, lower = name.upper().replace("-", "_"), name.replace("-", "_")
        text = re.sub(rf"/\* VSX_CMD_{upper} - do \*/\n.*?\n}};\n\n", "", text, flags=re.S)
        text = re.sub(rf"extern const struct nla_policy ipvsx_{lower}_nl_policy.*?;\n\n", "", text)
        text = re.sub(rf"\t\t\.policy\t*= ipvsx_{lower}_nl_policy,\n\t\t\.maxattr.*?\n", "", text)
    for name in dump_only:
        lower = name.replace("-", "_")
        text = re.sub(rf"\t\t\.doit\t*= vsx_nl_{lower}_doit,\n", "", text)
        text = re.sub(rf"int vsx_nl_{lower}_doit\(.*?\);\n", "", text, flags=re.S)
    return text


def finish(text, bare, dump_only):
    """Names, include path and notice as this repository has them."""
    text = without_placeholders(text, bare, dump_only)
    text = re.sub(r"\bipvsx_", "vsx_", text)
    text = re.sub(r"\bIPVSX_", "VSX_", text)
    text = text.replace("<uapi/linux/", "<linux/")
    # Policies of 6.1 point to ranges that are not const.
    text = text.replace("static const struct netlink_range_", "static struct netlink_range_")
    text = text.replace("tools/net/ynl/ynl-regen.sh", HOW)
    return text.rstrip("\n") + "\n"


def generate(generator, spec, mode, part):
    """The generator's output for one file."""
    # The generator derives the name of the header to include from that of the output.
    written = spec.parent / ("gen.h" if part == "header" else "gen.c")
    subprocess.run([sys.executable, generator, "--mode", mode, f"--{part}",
                    "--function-prefix", "vsx-nl", "--spec", str(spec), "-o", str(written)],
                   check=True)
    return written.read_text()


def main():
    """Generate the three files."""
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    generator = pathlib.Path(sys.argv[1]).resolve()
    root = pathlib.Path(__file__).resolve().parents[2]
    out = pathlib.Path(sys.argv[2]) if len(sys.argv) == 3 else root
    text, bare, dump_only = with_placeholders((root / SPEC).read_text())
    with tempfile.TemporaryDirectory() as tmp:
        # The generator looks for MAINTAINERS to name the spec by its path, and
        # for the schema two levels above the spec.
        copy = pathlib.Path(tmp) / SPEC
        copy.parent.mkdir(parents=True)
        (pathlib.Path(tmp) / "MAINTAINERS").touch()
        for schema in (generator.parents[4] / "Documentation/netlink").glob("*.yaml"):
            (copy.parents[1] / schema.name).write_text(schema.read_text())
        copy.write_text(text)
        for mode, part, name in (("uapi", "header", "kmod/uapi/linux/ipvsx.h"),
                                 ("kernel", "header", "kmod/nl/gen.h"),
                                 ("kernel", "source", "kmod/nl/gen.c")):
            target = out / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(finish(generate(generator, copy, mode, part), bare, dump_only))


if __name__ == "__main__":
    main()
