"""Whatever leaves a workspace as a file goes through one place that records it: those of commands, and downloads of pages."""

import ast

from tests.test_layers import modules

# Who writes files for commands, and who gives them on pages; those of the audit trail itself record by themselves, as their tests show.
WRITING = {"ui.cli.output", "ui.cli.exporting", "ui.cli.audit"}
GIVING = {"ui.pages.downloads", "ui.pages.compliance"}


def calls(path):
    """Yield the names of what a module calls."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            called = node.func
            yield called.attr if isinstance(called, ast.Attribute) else called.id if isinstance(called, ast.Name) else ""


def callers(*names):
    return {module for module, path in modules() if set(names) & set(calls(path))}


def test_files_of_commands_are_written_where_it_is_recorded():
    assert callers("write_file") == WRITING - {"ui.cli.output"}


def test_pages_give_files_where_it_is_recorded():
    assert callers("download_button") == GIVING
