"""README.md tells the truth: its settings, its help text, the files and make targets that it names."""

import re

import pytest

from research.settings import CHECKOUT
from tests.readme_blocks import README, with_blocks

TEXT = README.read_text(encoding="utf-8")


def test_settings_and_help_are_the_programs_own():
    assert with_blocks(TEXT) == TEXT, "run: python -m tests.readme_blocks"


@pytest.mark.parametrize(
    "path", sorted(set(re.findall(r"\]\(([^)#:]+)\)", TEXT)) | set(re.findall(r"`((?:data|tests|research|docs)/[\w./]+)`", TEXT)))
)
def test_what_it_links_to_is_there(path):
    assert (CHECKOUT / path).exists() or path.startswith("data/workspace")


def test_the_make_targets_it_names_exist():
    named = set(re.findall(r"\bmake ([a-z-]+)", TEXT))
    targets = set(re.findall(r"^([a-z-]+):", (CHECKOUT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert named >= {"run", "test"}
    assert named <= targets


def test_every_bench_script_it_quotes_is_there():
    modules = set(re.findall(r"python -m ([\w.]+)", TEXT))
    assert modules
    assert [name for name in modules if not (CHECKOUT / (name.replace(".", "/") + ".py")).is_file()] == []
