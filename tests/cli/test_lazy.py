"""The help names every command without importing any, and says of each what the command says of itself."""

import subprocess
import sys

import pytest

from tests.conftest import ROOT
from ui.cli.lazy import known_commands, load_command


@pytest.mark.parametrize("name", list(known_commands()))
def test_the_help_says_what_the_command_says(name):
    command = load_command(name)
    assert command.name == name
    assert " ".join(command.help.split("\n\n")[0].split()) == known_commands()[name]["help"]


def test_the_help_imports_no_command():
    code = """if True:
        import sys
        from ui.cli.main import app
        sys.argv = ["desk", "--help"]
        try:
            app()
        except SystemExit:
            print(*sys.modules)
    """
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert "typer" in done.stdout.split()
    assert not {"numpy", "pydantic", "structlog", "ui.cli.output", "ui.cli.ingest"} & set(done.stdout.split())


@pytest.mark.parametrize(("words", "said"), [(["evil"], "No such command"), ([], "Usage: ")])
def test_a_wrong_or_no_command_is_a_usage_error(words, said):
    code = "from ui.cli.main import run; run()"
    done = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True, check=False, cwd=ROOT)
    assert (done.returncode, said in done.stdout + done.stderr) == (2, True)
