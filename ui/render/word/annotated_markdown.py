"""A Markdown draft given back with what the check found, as footnotes: nothing else in it is changed."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence

from ingest.drafts import read
from research.errors import CannotReadError
from ui.render.digest_markdown import plain
from ui.render.web_links import web_link
from ui.render.word.remarks import Remark, Words

AUTHOR = "Research Desk"
# What closes a mark of emphasis, code or a link behind a sentence.
_CLOSING = re.compile(r"(?:[*_~`]+|\]\([^()\s]*\))*")
_FILE = "draft.md"


def annotate_markdown(original: bytes, said: Sequence[Remark], *, name: str) -> bytes:
    """Return the draft with a mark behind each sentence that something is said of, and the notes at its end.

    Raises CannotReadError, naming the draft, for one that is not UTF-8 or not the one that was checked.
    """
    if not said:
        return original
    known = {sentence.place: sentence.text for sentence in read(original, _FILE).sentences}
    if any(known.get(one.sentence.place) != one.sentence.text for one in said):
        raise CannotReadError(f"{name}: is not the draft that was checked", "check it again")
    text = original.decode("utf-8")
    ends = "\r\n" if "\r\n" in text else "\n"
    stem = _free_stem(text)
    parts: list[str] = []
    notes: list[str] = []
    at = 0
    for number, remark in enumerate(sorted(said, key=lambda one: one.sentence.place.end), 1):
        end = _behind(text, remark.sentence.place.end)
        parts += [text[at:end], f"[^{stem}{number}]"]
        notes.append(f"[^{stem}{number}]: {' '.join(_lines(remark))}")
        at = end
    return (f"{''.join(parts)}{text[at:]}{ends}{ends}{ends.join(notes)}{ends}").encode()


def _behind(text: str, end: int) -> int:
    found = _CLOSING.match(text, end)
    return found.end() if found else end


def _lines(remark: Remark) -> Iterator[str]:
    if remark.comment:
        yield f"**{AUTHOR}.**"
    for line in (*remark.comment, *([remark.footnote] if remark.footnote else [])):
        yield _shown(line)


def _shown(words: Words) -> str:
    said, address = plain(words.text), web_link(words.link)
    said = f"[{said}](<{address}>)" if address else said
    said = f"**{said}.**" if words.strong else said
    return said if words.strong or said.endswith((".", "!", "?", "”")) else f"{said}."


def _free_stem(text: str) -> str:
    """Return how our notes begin, so that the draft has none that begins so."""
    stem = "desk-"
    while f"[^{stem}" in text:
        stem = f"desk-{hashlib.sha256((stem + text).encode()).hexdigest()[:6]}-"
    return stem
