"""The parts of README.md that the program itself writes: the settings table and the commands' help.

usage: python -m tests.readme_blocks    rewrites them; `tests/test_readme.py` holds that they are up to date
"""

import os
import subprocess
import sys
from pathlib import Path

from research.settings import CHECKOUT, Settings, default_cache

README = CHECKOUT / "README.md"


def settings_table():
    """Return the settings as a Markdown table: variable, default, description."""
    rows = ["| variable | default | what it sets |", "|---|---|---|"]
    for name, field in Settings.model_fields.items():
        value = field.get_default(call_default_factory=True)
        shown = (
            "" if value is None else str(value).replace(str(CHECKOUT) + os.sep, "").replace(str(default_cache()), "~/.cache/research-desk")
        )
        rows.append(f"| `DESK_{name.upper()}` | {f'`{shown}`' if shown else 'unset'} | {field.description} |")
    return "\n".join(rows)


def commands_help():
    """Return what `desk --help` prints, as a code block."""
    environment = {**os.environ, "COLUMNS": "100", "TERMINAL_WIDTH": "100"}
    command = [sys.executable, "-c", "import sys; sys.argv[0] = 'desk'; from ui.cli.main import run; run()", "--help"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=CHECKOUT, env=environment)
    return "```\n" + "\n".join(line.rstrip() for line in done.stdout.strip().splitlines()) + "\n```"


BLOCKS = {"settings": settings_table, "commands": commands_help}


def with_blocks(text):
    """Return the README's text with every block as the program writes it now."""
    for name, make in BLOCKS.items():
        start, end = f"<!-- {name} -->\n", f"\n<!-- /{name} -->"
        if text.count(start) != 1 or text.count(end) != 1:
            raise ValueError(f"README.md needs one block named {name}")
        before, rest = text.split(start)
        text = before + start + make() + end + rest.split(end)[1]
    return text


if __name__ == "__main__":
    README.write_text(with_blocks(Path(README).read_text(encoding="utf-8")), encoding="utf-8")
