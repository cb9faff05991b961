"""The text of a template as Markdown: headings, paragraphs, lists and places of evidence, line by line; no other markup is kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from research.drafting.templates.sandbox import BEGIN, END, PLACE, TemplateTextError
from research.text.figures import printed_figures

_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*")
_PLACED = re.compile(rf"{BEGIN}{PLACE}(\w+){PLACE}{END}")
_EVIDENCE_LINE = re.compile(r"\s*\{\{-?\s*evidence(?:\.\w+|\[(['\"])\w+\1\])\s*-?\}\}\s*")
_NAMED = re.compile(r"\b(?:evidence|found)(?:\.|\[['\"])(\w+)")
# In so many lines above a heading the condition is looked for under which it stands.
_ABOVE = 3
_DEEPEST = 3
_REFUSED = (
    (re.compile(r"<[A-Za-z/!?]"), "HTML"),
    (re.compile(r"!?\[[^\]]*\]\("), "a link or an image"),
    (re.compile(r"`"), "code"),
    (re.compile(r"^\s*\|"), "a table of its own: tables come from evidence"),
    (re.compile(r"(?<!\w)(\*{1,3}|_{1,3})(?=\S)[^*_]+\1(?!\w)"), "emphasis: write plain words"),
    (re.compile(r"^\s*(?:-{3,}|={3,}|\*{3,})\s*$"), "a rule"),
)


class PieceKind(StrEnum):
    """What a piece of a filled text is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    BULLET = "bullet"
    QUOTE = "quote"
    EVIDENCE = "evidence"


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a filled text: its words, or the name of evidence; `level` counts a heading's marks."""

    kind: PieceKind
    text: str
    level: int = 0


def check_markup(body: str, small_print: frozenset[str]) -> frozenset[str]:
    """Return the headings of a template's text; raises TemplateTextError for markup that is not kept and for figures of its own.

    A figure has to come from evidence, but in the sections of small print: there laws and dates are named.
    """
    headings: set[str] = set()
    section = ""
    plain = _TAG.sub(lambda tag: re.sub(r"[^\n]", " ", tag[0]), body)
    lines = zip(plain.split("\n"), body.split("\n"), strict=True)
    for number, (line, whole) in enumerate(lines, start=1):
        if "evidence" in whole and "{{" in whole and re.search(r"\{\{[^}]*\bevidence\b", whole) and not _EVIDENCE_LINE.fullmatch(whole):
            raise TemplateTextError(number, "evidence stands on a line of its own: {{ evidence.NAME }}")
        _refuse_markup(line, number)
        if heading := _HEADING.fullmatch(line.strip()):
            if len(heading[1]) > _DEEPEST:
                raise TemplateTextError(number, f"headings go down to {'#' * _DEEPEST}")
            section = heading[2] if len(heading[1]) <= 2 else section
            headings.add(heading[2])
        elif section not in small_print and (figures := printed_figures(line)):
            raise TemplateTextError(number, f"“{figures[0].text}” is a figure without a source: figures come from evidence")
    return frozenset(headings)


def pieces_of(filled: str) -> Iterator[Piece]:
    """Yield the pieces of a filled text in order; lines of a paragraph are joined, and what values say is plain text."""
    open_lines: list[str] = []
    kind = PieceKind.PARAGRAPH
    for line in [*filled.split("\n"), ""]:
        text = line.strip(" \t")
        begins = _begins(text)
        if (begins is not None or not text) and open_lines:
            yield Piece(kind, _plain(" ".join(open_lines)))
            open_lines = []
        if begins is None:
            open_lines += [text] if text else []
        elif begins.kind in {PieceKind.HEADING, PieceKind.EVIDENCE}:
            yield begins
        else:
            kind, open_lines = begins.kind, [begins.text]
            continue
        if not open_lines:
            kind = PieceKind.PARAGRAPH


def evidence_of(body: str, heading: str) -> frozenset[str]:
    """Return the names of the evidence that a template's text places, or asks for, in the sections of a heading, and just above them.

    Where no line of the text is the heading (it is filled in), all that the text names.
    """
    lines = body.split("\n")
    heads = {at: found[2] for at, line in enumerate(lines) if (found := _HEADING.fullmatch(line.strip()))}
    own = [at for at, said in heads.items() if said == heading]
    if not own:
        return frozenset(_NAMED.findall(body))
    ends = [next((later for later in heads if later > at), len(lines)) for at in own]
    return frozenset(
        name for at, end in zip(own, ends, strict=True) for line in lines[max(at - _ABOVE, 0) : end] for name in _NAMED.findall(line)
    )


def _begins(text: str) -> Piece | None:
    """Return what a line begins, None when it goes on with the paragraph."""
    if placed := _PLACED.fullmatch(text):
        return Piece(PieceKind.EVIDENCE, placed[1])
    if heading := _HEADING.fullmatch(text):
        return Piece(PieceKind.HEADING, _plain(heading[2]), len(heading[1]))
    if text.startswith(("- ", "* ")):
        return Piece(PieceKind.BULLET, text[2:])
    if text.startswith("> "):
        return Piece(PieceKind.QUOTE, text[2:])
    return None


def _plain(text: str) -> str:
    return " ".join(text.replace(BEGIN, "").replace(END, "").replace(PLACE, "").split())


def _refuse_markup(line: str, number: int) -> None:
    for pattern, name in _REFUSED:
        if pattern.search(line):
            raise TemplateTextError(number, f"{name} is not kept in a draft" if ":" not in name else name)
