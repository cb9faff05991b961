"""What every question needs once in a process, patterns and word lists above all: made when this is imported, for processes forked later.

Nothing of it runs on in a thread or holds a file open, which a fork would not survive.
"""

from tests.research.answering.shelf import ask

for question in ("What was Quillmere's net income in FY2024?", "Why did sales of Tarrow rise in 2024?"):
    ask(question)
