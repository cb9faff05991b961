"""Writes the hashes of the files that `make` installs: the wheels of every pin for Python 3.11 on Linux (x86-64, ARM) and macOS.

usage: uv pip compile --universal --no-deps --python-version 3.11 --format pylock.toml -o PINS constraints.txt
       uv pip compile --python-platform x86_64-manylinux_2_39 --python-version 3.11 --format pylock.toml -o CUDA -c constraints.txt torch.in
       python -m tests.pinning PINS CUDA [WHEEL…]                  (torch.in names torch alone; the environment is that of `make test`)

`hashes.txt` holds what the program needs and what builds it, `hashes-dev.txt` what its tests, benchmarks and lint need besides. Torch has
files of its own: `hashes-cpu.txt` the small one for the processor alone, a wheel that not every index has and that is named here, and
`hashes-cuda.txt` the other with what it needs besides. (pip takes what an index lists with a hash before a newer file of a folder, so they
cannot stand in one.) No address of an index is written: whoever serves the same files serves them under the same hashes.
"""

import hashlib
import re
import sys
import tomllib
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, parse_wheel_filename

ROOT = Path(__file__).resolve().parents[1]
PINS = ROOT / "constraints.txt"
RUN, DEV, CPU, CUDA = ROOT / "hashes.txt", ROOT / "hashes-dev.txt", ROOT / "hashes-cpu.txt", ROOT / "hashes-cuda.txt"
MADE = "Made by `python -m tests.pinning`."
HEADS = {
    RUN: f"# The wheels of what the program needs, by hash, for Python 3.11 on Linux (x86-64, ARM) and macOS. {MADE}\n",
    DEV: f"# What its tests, benchmarks and lint need besides. {MADE}\n",
    CPU: f"# Torch for the processor alone, where the index has it. {MADE}\n",
    CUDA: f"# Torch as it comes elsewhere, on Linux built for graphics cards, and what it needs besides. {MADE}\n",
}
_PIN = re.compile(r"(?P<name>[\w.-]+)==(?P<version>[\w.+]+)(?: ; [^\\\n]+)?(?P<hashes>(?: \\\n    --hash=sha256:[0-9a-f]{64})+)\n")
_PLATFORM = re.compile(r"any|(many)?linux(_\d+_\d+|\d+)?_(x86_64|aarch64)|macosx_\d+_\d+_(arm64|universal2|x86_64)")
_PYTHON = re.compile(r"(py2|py3|py311|cp311)")


def pinned(path):
    """Return the versions that a file of versions or hashes pins, by package."""
    lines = [line.split("#")[0].split(" ")[0].strip() for line in path.read_text(encoding="utf-8").splitlines()]
    return {canonicalize_name(name): version for name, _, version in (line.partition("==") for line in lines if line)}


def hashes(path):
    """Return the hashes of a file by package; raises ValueError for what is no pin with its hashes."""
    text = re.sub(r"^#.*\n", "", path.read_text(encoding="utf-8"))
    found = {canonicalize_name(match["name"]): set(re.findall(r"sha256:(\w+)", match["hashes"])) for match in _PIN.finditer(text)}
    if left := _PIN.sub("", text):
        raise ValueError(left[:80])
    return found


def fits(wheel):
    """Return whether a wheel of this file name can be installed for Python 3.11 on a platform that is pinned."""
    return any(
        _PLATFORM.fullmatch(tag.platform)
        and (_PYTHON.fullmatch(tag.interpreter) or (tag.abi == "abi3" and int(tag.interpreter.removeprefix("cp3")) <= 11))
        for tag in parse_wheel_filename(wheel)[3]
    )


def needed(wanted):
    """Return the names of the packages that requirements lead to, as the installed packages say."""
    found, left = set(), [Requirement(one) for one in wanted]
    while left:
        one = left.pop()
        asked = (canonicalize_name(one.name), *sorted(one.extras))
        if asked not in found:
            found.add(asked)
            inner = [Requirement(text) for text in metadata.requires(one.name) or ()]
            extras = one.extras or {""}
            left += [each for each in inner if each.marker is None or any(each.marker.evaluate({"extra": extra}) for extra in extras)]
    return {name for name, *_ in found}


def what_the_program_needs():
    """Return the names of the packages that the program needs, and those that build it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return needed([*project["project"]["dependencies"], *project["build-system"]["requires"]])


def read_lock(path):
    """Return version and wheels' hashes by package, as a lock file lists them."""
    for package in tomllib.loads(path.read_text(encoding="utf-8"))["packages"]:
        wheels = {one["url"].rpartition("/")[2].replace("%2B", "+"): one["hashes"]["sha256"] for one in package.get("wheels", ())}
        yield package["name"], package["version"], {one for wheel, one in wheels.items() if fits(wheel)}


def place(name, version, run):
    """Return the file that a package stands in, of those that the program needs (`run`) and of all others."""
    if name == "torch":
        return CPU if "+cpu" in version else CUDA
    return CUDA if name not in pinned(PINS) else RUN if name in run else DEV


def main():
    """Write the files from lock files and wheels."""
    pins = {}
    for path in map(Path, sys.argv[1:]):
        if path.suffix == ".whl":
            name, version, *_ = parse_wheel_filename(path.name)
            pins[name, str(version)] = {hashlib.sha256(path.read_bytes()).hexdigest()}
        else:
            for name, version, found in read_lock(path):
                pins.setdefault((name, version), set()).update(found)
    run = what_the_program_needs()
    for path, head in HEADS.items():
        lines = [head]
        for (name, version), found in sorted(pins.items()):
            if place(name, version, run) == path:
                only = ' ; sys_platform == "linux"' if path == CUDA and name != "torch" else ""
                lines.append(f"{name}=={version}{only}" + "".join(f" \\\n    --hash=sha256:{one}" for one in sorted(found)) + "\n")
        path.write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
