"""What commands, pages and questions need once in a process, patterns and word lists above all: made on import, for processes forked later.

Nothing of it runs on in a thread or holds a file open, which a fork would not survive.
"""

from importlib import import_module

from tests.research.answering.shelf import ask
from ui.cli.lazy import known_commands, load_command
from ui.entry.serve import DRAWN_WITH

for name in known_commands():
    load_command(name)
for name in DRAWN_WITH:
    import_module(name)
for question in ("What was Quillmere's net income in FY2024?", "Why did sales of Tarrow rise in 2024?"):
    ask(question)
