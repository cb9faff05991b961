"""Markdown drafts given back: notes at their sentences, and nothing else changed."""

import re

import pytest

from ingest.drafts import read
from research.errors import CannotReadError
from research.nouns.answers import Verdict
from tests.ui.word.checks import check_of
from ui.render.word import annotate

TEXT = """# Results

**Sales rose to $1,243 million.** Costs fell.[^a]

| US$ m | 2024 |
|---|---|
| Sales | 1,234 |

[^a]: See [^desk-1] below.
"""


def stripped(annotated):
    """The draft without the marks and notes that were added."""
    stem = re.search(r"\[\^(desk-[0-9a-f]{6}-)1\]", annotated)[1]
    body = re.split(rf"(?:\r?\n){{2}}\[\^{stem}1\]: ", annotated)[0]
    return re.sub(rf"\[\^{stem}\d+\]", "", body)


@pytest.mark.parametrize("text", [TEXT, TEXT.replace("\n", "\r\n"), "\ufeff" + TEXT])
def test_notes_are_added_and_nothing_else(text):
    content = text.encode()
    check = check_of(content, {"Sales": Verdict.MISMATCH, "1,234": Verdict.SUPPORTED}, "note.md")
    back = annotate(content, check, footnotes=True).decode()
    assert stripped(back) == text
    one, two = re.findall(r"\[\^desk-[0-9a-f]{6}-\d\]: (.*?)\r?\n", back)
    assert one.startswith("**Research Desk.** **Mismatch: the source has \\$1,234 million.** The figure is that of another year.")
    assert two == (
        "[Fennimore 10-K 2024, 14 February 2025, page 41, table “Income statement”, row “Net sales”](<http://127.0.0.1:8501/?d=1&p=41>)."
    )
    assert "**Sales rose to $1,243 million.**[^desk-" in back
    assert "| 1,234[^desk-" in back
    # The draft as given back reads as before.
    again = [one.text for one in read(back.encode(), "note.md").sentences]
    assert again[: len(check.sentences) - 1] == [one.sentence.text for one in check.sentences][:-1]


def test_a_draft_of_which_nothing_is_said_is_given_back_as_it_is():
    assert annotate(TEXT.encode(), check_of(TEXT.encode(), {"Sales": Verdict.SUPPORTED}, "note.md")) == TEXT.encode()


def test_another_draft_is_refused():
    check = check_of(TEXT.encode(), {"Sales": Verdict.MISMATCH}, "note.md")
    with pytest.raises(CannotReadError, match=r"n\.md: is not the draft that was checked"):
        annotate(TEXT.replace("rose", "fell").encode(), check, name="n.md")


def test_words_that_begin_like_a_packed_file_are_markdown():
    text = b"PKN sales rose."
    assert annotate(text, check_of(text, {"rose": Verdict.MISMATCH}, "note.md")).startswith(b"PKN sales rose.[^desk-1]")
