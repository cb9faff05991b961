"""Looks up every pinned version in the vulnerability service and says what is known of it: `make audit`.

Exits 0 when every pin was looked up and nothing is known, 1 when something is known, and 2 when not every pin could be looked up: the
service was not reached, or does not know it. What was not looked up is never told as free of vulnerabilities.
"""

import json
import subprocess
import sys

from tests.pinning import PINS

COMMAND = ("pip_audit", "--requirement", str(PINS), "--no-deps", "--disable-pip", "--format", "json", "--progress-spinner", "off")
MOST_NAMED = 5


def judge(told):
    """Return the exit status and the lines to print for what pip-audit told, as JSON; "" when it told nothing."""
    try:
        packages = json.loads(told)["dependencies"]
    except (ValueError, KeyError):
        return 2, ["Not audited: the vulnerability service could not be reached."]
    known = [(one, found) for one in packages for found in one.get("vulns", ())]
    left = [one["name"] for one in packages if "skip_reason" in one]
    lines = [
        f"{one['name']} {one['version']}: {found['id']}, mended in {', '.join(found['fix_versions']) or 'no version yet'}"
        for one, found in known
    ]
    if len(left) == len(packages):
        lines.append(f"Not audited: the vulnerability service that this index offers knows none of {len(left)} packages.")
    elif left:
        named = ", ".join(left[:MOST_NAMED]) + (" …" if len(left) > MOST_NAMED else "")
        lines.append(f"Not audited in whole: the vulnerability service does not know {len(left)} of {len(packages)} packages: {named}")
    elif not known:
        lines.append(f"Nothing is known against the versions of {len(packages)} packages.")
    return (1 if known else 2 if left else 0), lines


def main():
    """Ask and print; return the exit status."""
    done = subprocess.run([sys.executable, "-m", *COMMAND], capture_output=True, text=True, check=False)
    status, lines = judge(done.stdout)
    print("\n".join(lines))
    return status


if __name__ == "__main__":
    sys.exit(main())
