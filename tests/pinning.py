"""Writes the hashes of every file that `make install` takes, as an index offers them for Python 3.11 on Linux.

usage: python -m pip install --dry-run --ignore-installed --report REPORT -c constraints.txt '.[dev,bench]'
       python -m tests.pinning REPORT…

`hashes.txt` holds what the program needs and what builds it, `hashes-dev.txt` what its tests and benchmarks need besides. Several reports
are taken together: a release that indexes offer as different files (torch, with or without graphics cards) has a hash of each. No
address of an index is written: whoever serves the same files serves them under the same hashes.
"""

import json
import re
import sys
import tomllib
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[1]
RUN, DEV = ROOT / "hashes.txt", ROOT / "hashes-dev.txt"
HEADS = {
    RUN: "# The files of what the program needs, by hash, for Python 3.11 on Linux (x86-64). Made by `python -m tests.pinning`.\n",
    DEV: "# What its tests and benchmarks need besides. Made by `python -m tests.pinning`.\n",
}
_LINE = re.compile(r"(?P<name>[\w.-]+)==(?P<version>[\w.]+)(?P<hashes>(?: --hash=sha256:[0-9a-f]{64})+)")


def plain(name):
    """Return a package's name as all its spellings mean it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def pinned(path):
    """Return the versions that a file of versions or hashes pins, by package."""
    lines = [line.split("#")[0].split(" ")[0].strip() for line in path.read_text(encoding="utf-8").splitlines()]
    return {plain(name): version for name, _, version in (line.partition("==") for line in lines if line)}


def hashes(path):
    """Return the hashes of a file by package; raises ValueError for a line that is no pin with its hashes."""
    found = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            match = _LINE.fullmatch(line)
            if match is None:
                raise ValueError(line)
            found[plain(match["name"])] = match["hashes"].split()
    return found


def needed(wanted, packages):
    """Return the names of packages that requirements lead to, in a report's packages by name."""
    found, left = set(), [Requirement(one) for one in wanted]
    while left:
        one = left.pop()
        name = plain(one.name)
        asked = one.extras or {""}
        if name in packages and (name, *asked) not in found:
            found.add((name, *asked))
            for text in packages[name]["metadata"].get("requires_dist", ()):
                inner = Requirement(text)
                if inner.marker is None or any(inner.marker.evaluate({"extra": extra}) for extra in {"", *asked}):
                    left.append(inner)
    return {name for name, *_ in found}


def main():
    """Write both files from the reports."""
    pins, packages = {}, {}
    for report in sys.argv[1:]:
        for one in json.loads(Path(report).read_text(encoding="utf-8"))["install"]:
            name, info = plain(one["metadata"]["name"]), one["download_info"].get("archive_info")
            if info:
                version = one["metadata"]["version"].partition("+")[0]
                pins.setdefault((name, version), set()).add(info["hashes"]["sha256"])
                packages.setdefault(name, one)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    run = needed([*project["project"]["dependencies"], *project["build-system"]["requires"]], packages)
    for path, wanted in ((RUN, run), (DEV, {name for name, _ in pins} - run)):
        lines = [
            f"{name}=={version}" + "".join(f" --hash=sha256:{one}" for one in sorted(found))
            for (name, version), found in sorted(pins.items())
            if name in wanted
        ]
        path.write_text(HEADS[path] + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
