"""Logs say where something failed, and of no variable what it held; every way to serve the page sees to that first."""

import ast
import subprocess
import sys

import pytest

from tests.conftest import ROOT

FAIL = """
import structlog
{first}
def fail():
    key = "canary-" + "key"
    raise ValueError("it failed")
try:
    fail()
except ValueError as error:
    structlog.get_logger("x").{level}("failed", exc_info=error)
"""


def told(first, level):
    """Return what a program of its own writes: a failure that holds a secret in a variable is logged in it."""
    program = FAIL.format(first=first, level=level)
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT, check=True)
    return done.stdout, done.stderr


def test_a_failure_is_logged_without_the_values_of_variables():
    out, err = told("from ui.logs import configure_logging; configure_logging()", "error")
    assert "ValueError: it failed" in err
    assert out == ""
    assert "canary-key" not in err


def test_what_is_for_looking_closer_is_not_logged_unasked():
    assert told("from ui.logs import configure_logging; configure_logging()", "debug") == ("", "")


@pytest.mark.parametrize(("file", "before"), [("serve.py", "streamlit"), ("team.py", "load_settings"), ("page.py", "open")])
def test_every_way_to_serve_the_page_configures_logs_first(file, before):
    tree = ast.parse((ROOT / "ui" / "entry" / file).read_text(encoding="utf-8"))
    calls = sorted((one for one in ast.walk(tree) if isinstance(one, ast.Call)), key=lambda one: (one.lineno, one.col_offset))
    names = [getattr(one.func, "id", getattr(one.func, "attr", "")) for one in calls]
    assert names.index("configure_logging") < names.index(before)
