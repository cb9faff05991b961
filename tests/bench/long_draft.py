"""How long a Word draft of thirty pages takes to be checked and given back with comments.

usage: python -m tests.bench.long_draft HOME

The draft is the one of the tests (2,520 sentences and cells, tables, notes, tracked changes, pictures), written into a folder of its own;
the check is `desk check DRAFT -o CHECKED` as a command, its start included.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.ui.word.long_draft import long_draft

ALLOWED_S = 60


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("home", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        draft, checked = Path(folder, "draft.docx"), Path(folder, "checked.docx")
        draft.write_bytes(long_draft())
        started = time.perf_counter()
        command = [sys.executable, "-c", "from ui.cli.main import run; run()"]
        done = subprocess.run([*command, "check", draft, "-o", checked, "--home", options.home], capture_output=True, check=False)
        took = time.perf_counter() - started
        print(f"checked in {took:.1f} s (allowed {ALLOWED_S}), exit code {done.returncode}, {checked.stat().st_size} bytes written")
    return 0 if took <= ALLOWED_S else 1


if __name__ == "__main__":
    sys.exit(main())
