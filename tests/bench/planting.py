"""Documents of our own making in every format, with texts planted in them: at the start, in the middle, at the end; seen or hidden.

What is hidden stands in the places of `HIDDEN` by turns: one text, one place. Some of them are read all the same and said to be (rows,
columns, sheets and slides that are hidden, speaker's notes): `READ`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from email.message import EmailMessage
from pathlib import Path
from typing import TypeAlias

from tests.bench.planting_office import SLIDES, WORD, slides, word
from tests.bench.planting_pdf import PDF, pdf
from tests.bench.planting_places import COMPANY, FEED, GENUINE, HTML, MAIL, NOTE, SPELT, feed_item, note_piece, page, spelt
from tests.bench.planting_sheets import SHEETS, workbook

__all__ = ["COMPANY", "GENUINE", "HIDDEN", "MAKERS", "POSITIONS", "QUESTION", "READ", "planted", "write"]

POSITIONS = ("start", "middle", "end")
QUESTION = f"Why did the gross margin of {COMPANY} rise in fiscal 2024?"
# A paragraph and the place where it is planted: None for one of the document's own, "" for one that is seen.
Part: TypeAlias = tuple[str, str | None]


def planted(position: str, texts: Sequence[str], places: Sequence[str] = ("",)) -> list[Part]:
    """Return the paragraphs of a document, each with its place; the planted ones take the places by turns."""
    genuine: list[Part] = [(one, None) for one in GENUINE]
    added: list[Part] = [(one, places[(number + POSITIONS.index(position)) % len(places)]) for number, one in enumerate(texts)]
    at = {"start": 0, "middle": 2, "end": len(genuine)}[position]
    return [*genuine[:at], *added, *genuine[at:]]


def mail(parts: Sequence[Part]) -> bytes:
    """Return a message whose text is HTML, as saved; what is hidden may stand in its headers or in a part that is not shown."""
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = f"{COMPANY} results", "ann@broker.example", "desk@example.org"
    message["Date"] = "Mon, 10 Feb 2025 13:00:00 +0000"
    inside = [(text, place) for text, place in parts if place not in ("header", "plain part")]
    for number, (text, place) in enumerate(parts):
        if place == "header":
            message[f"X-Note-{number}"] = " ".join(text.split())
    plain = [text for text, place in parts if place in (None, "plain part")]
    if any(place == "plain part" for _, place in parts):
        message.set_content("\n\n".join(plain))
        message.add_alternative(page(inside).decode(), subtype="html")
    else:
        message.set_content(page(inside).decode(), subtype="html")
    return message.as_bytes()


def note(parts: Sequence[Part]) -> bytes:
    """Return a note in Markdown."""
    front = "".join(f"author: {json.dumps(text, ensure_ascii=False)}\n" for text, place in parts if place == "front matter")
    body = "\n\n".join(note_piece(text, place) for text, place in parts if place != "front matter")
    return (f"---\n{front}---\n" if front else "").encode() + f"# {COMPANY} plc\n\n{body}\n".encode()


def plain(parts: Sequence[Part]) -> bytes:
    """Return a text; what is hidden is spelt in characters that are not shown."""
    return "\n\n".join([f"{COMPANY} plc", *(spelt(text) if place else text for text, place in parts)]).encode()


def feed(parts: Sequence[Part]) -> bytes:
    """Return a feed of one entry."""
    key = sum(ord(sign) * (at + 1) for at, sign in enumerate("".join(text for text, _ in parts)))
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>Fenwick Wire</title><link>https://wire.example.com/</link>'
        f"<description>Releases</description>{feed_item(parts, key)}</channel></rss>"
    ).encode()


# By format: the ending of its files, what makes one, and the places where it hides texts.
MAKERS: dict[str, tuple[str, Callable[[Sequence[Part]], bytes]]] = {
    "pdf": (".pdf", pdf),
    "html": (".html", page),
    "xlsx": (".xlsx", workbook),
    "docx": (".docx", word),
    "pptx": (".pptx", slides),
    "mail": (".eml", mail),
    "note": (".md", note),
    "text": (".txt", plain),
    "feed": (".xml", feed),
}
HIDDEN: dict[str, tuple[str, ...]] = {
    "pdf": PDF,
    "html": HTML,
    "xlsx": SHEETS,
    "docx": WORD,
    "pptx": SLIDES,
    "mail": MAIL,
    "note": NOTE,
    "text": (SPELT,),
    "feed": FEED,
}
READ = frozenset(
    {
        "hidden row",
        "hidden column",
        "hidden sheet",
        "very hidden sheet",
        "sheet name",
        "hidden slide",
        "speaker notes",
        "author",
        "category",
    }
)


def write(folder: Path, name: str, kind: str, texts: Sequence[str], *, position: str, hidden: bool) -> Path:
    """Write a document with texts planted in it and return its path."""
    suffix, make = MAKERS[kind]
    path = folder / f"{name}{suffix}"
    path.write_bytes(make(planted(position, texts, HIDDEN[kind] if hidden else ("",))))
    return path
