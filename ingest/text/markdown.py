"""Markdown: headings, tables, lists and code, its marks of emphasis and links taken away as a reader sees it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from ingest.encodings import decode_text
from ingest.grids import GridCell
from ingest.html.sight import sees
from ingest.loaded import Limits, Loaded, Stated
from ingest.text.front_matter import read_front_matter
from ingest.writing import TextWriter

# The shapes of lines, for whoever reads Markdown.
HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*")
UNDERLINE = re.compile(r" {0,3}(=+|-+)[ \t]*")
FENCE = re.compile(r" {0,3}(`{3,}|~{3,})(.*)")
RULE = re.compile(r" {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})")
# Blanks at its ends taken away.
UNDER_HEADS = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?")
BULLET = re.compile(r"^(\s*)[*+-][ \t]+(?:\[[ xX]\][ \t]+)?")
QUOTED = re.compile(r"^(?: {0,3}> ?)+")
CELL_END = re.compile(r"(?<!\\)\|")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
# A definition says where links lead and is not shown; comments are written so as well.
_DEFINITION = re.compile(r"^ {0,3}\[[^\]\n]{1,200}\]:[ \t]*(?:<[^<>\n]*>|#?\S*)(?:[ \t]+([\"'(][^\n]*))?[ \t]*$", re.MULTILINE)
# What stands in place of a picture that cannot be shown.
_PICTURE = re.compile(r"!\[([^\[\]\n]{0,2000})\]\([^()\s]{0,2000}(?:\s+\"[^\"\n]{0,2000}\")?\)")
_ELEMENT = re.compile(r"<([a-z]{1,12})\b[^<>\n]{0,2000}\b(?:style|hidden)\b[^<>\n]{0,2000}>(.{0,4000}?)</\1\s*>", re.IGNORECASE | re.DOTALL)
_STYLE = re.compile(r"""\bstyle\s*=\s*["']([^"']{0,2000})""", re.IGNORECASE)
_HIDDEN = re.compile(r"""\shidden(?:\s|=|$)""", re.IGNORECASE)
LINE_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
# Marks inside a line, and which group of them a reader sees. What stands between two has an end: looking for one that never comes, from
# each mark on, would take for ever.
INLINE = (
    (re.compile(r"!\[([^\[\]]{0,2000})\]\([^()\s]*(?:\s+\"[^\"]*\")?\)"), 1),
    (re.compile(r"\[([^\[\]]{1,2000})\]\([^()\s]*(?:\([^()]*\)[^()\s]*)?(?:\s+\"[^\"]*\")?\)"), 1),
    (re.compile(r"<(https?://[^<>\s]+)>"), 1),
    (re.compile(r"(\*\*|__)(?=\S)(.{1,2000}?)(?<=\S)\1"), 2),
    (re.compile(r"(?<![\w*])\*(?=[^\s*])([^*]{1,2000}?)(?<=[^\s*])\*(?![\w*])"), 1),
    (re.compile(r"(?<![\w_])_(?=[^\s_])([^_]{1,2000}?)(?<=[^\s_])_(?![\w_])"), 1),
    (re.compile(r"~~(?=\S)(.{1,2000}?)(?<=\S)~~"), 1),
    (re.compile(r"(?<!`)(`{1,40})(?!`)(.{1,2000}?)(?<!`)\1(?!`)"), 2),
)
ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
# Escaped marks wait as characters of a private plane while the others are taken away.
_WAITING = re.compile("[\U000f0021-\U000f007e]")
_PRIVATE = 0xF0000


class MarkdownLoader:
    """Reads Markdown; a front matter's fields are what the file states of itself."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits

    def load(self, content: bytes, *, name: str) -> Loaded:
        """Return the text in pages of at most 3,000 characters; raises CannotReadError or LimitExceededError, naming the file."""
        stated, text = read_front_matter(decode_text(content, name=name).lstrip("\n"))
        writer = TextWriter(self._limits, name=name, paginate=True)
        blocks = _Blocks(writer)
        blocks.write(_without_hidden(text, writer).expandtabs(4).split("\n"))
        writer.stated.extend(stated)
        if blocks.title and not any(one.field == "title" for one in stated):
            writer.stated.append(Stated("title", blocks.title, "first heading"))
        return writer.loaded()


def _without_hidden(text: str, writer: TextWriter) -> str:
    """Return the text as a reader of the rendered page sees it: no comments, link definitions, words for pictures, hidden elements."""

    def drop(found: re.Match[str]) -> str:
        """Return what stays of a place, and count what does not."""
        if found[0].startswith("<") and not found[0].startswith("<!") and not _hides(found[0]):
            return found[0]
        writer.hidden.add(found[0] if found[0].startswith("<!") else found[found.lastindex or 0], None)
        return ""

    text = without_comments(text, drop)
    for pattern in (_DEFINITION, _PICTURE, _ELEMENT):
        text = pattern.sub(drop, text)
    return text


def without_comments(text: str, put: Callable[[re.Match[str]], str]) -> str:
    """Return a text with what is put for each of its comments; behind the last end of one none is looked for."""
    end = text.rfind("-->") + 3
    return _COMMENT.sub(put, text[:end]) + text[end:] if end > 2 else text


def _hides(markup: str) -> bool:
    """Return whether an element's own attributes hide it."""
    opening = markup[: markup.find(">")]
    style = _STYLE.search(opening)
    return _HIDDEN.search(opening) is not None or (style is not None and not sees(style[1]))


@dataclass(slots=True)
class _Blocks:
    """Writes the blocks of a text line by line; `title` is its only heading of the top level, or the first of all."""

    writer: TextWriter
    title: str = ""
    _lines: list[str] = field(default_factory=list)

    def write(self, lines: list[str]) -> None:
        """Write all lines."""
        at = 0
        while at < len(lines):
            at = self._take(lines, at)
        self._flush()

    def _take(self, lines: list[str], at: int) -> int:
        """Take in what begins at a line; return where the next begins."""
        line = lines[at]
        if fence := FENCE.fullmatch(line):
            return self._code(lines, at + 1, fence[1])
        if heading := HEADING.fullmatch(line):
            self._heading(heading[2] or "", len(heading[1]))
        elif self._lines and (under := UNDERLINE.fullmatch(line)) and len(self._lines) == 1:
            self._heading(self._lines.pop(), 1 if under[1][0] == "=" else 2)
        elif "|" in line and at + 1 < len(lines) and "|" in lines[at + 1] and UNDER_HEADS.fullmatch(lines[at + 1].strip(" \t")):
            return self._table(lines, at)
        elif not line.strip() or RULE.fullmatch(line):
            self._flush()
        else:
            self._lines.append(line)
        return at + 1

    def _heading(self, text: str, level: int) -> None:
        self._flush()
        shown = plain(text).strip()
        self.title = self.title or shown
        self.writer.heading(shown, level)

    def _code(self, lines: list[str], at: int, fence: str) -> int:
        self._flush()
        closing = re.compile(rf" {{0,3}}{re.escape(fence[0])}{{{len(fence)},}}[ \t]*")
        end = next((later for later in range(at, len(lines)) if closing.fullmatch(lines[later])), len(lines))
        self.writer.paragraph("\n".join(lines[at:end]))
        return end + 1

    def _table(self, lines: list[str], at: int) -> int:
        self._flush()
        end = next((later for later in range(at + 2, len(lines)) if "|" not in lines[later]), len(lines))
        rows = [lines[at], *lines[at + 2 : end]]
        self.writer.table([[GridCell(text, column) for column, text in enumerate(_cells(row))] for row in rows])
        return end

    def _flush(self) -> None:
        if self._lines:
            self.writer.paragraph("\n".join(_shown_lines(self._lines)))
            self._lines = []


def plain(text: str) -> str:
    """Return a line without its marks of emphasis, links and code, as a reader sees it."""
    text = ESCAPED.sub(lambda match: chr(_PRIVATE + ord(match[1])), text)
    for pattern, shown in INLINE:
        text = pattern.sub(rf"\{shown}", text)
    return _WAITING.sub(lambda match: chr(ord(match[0]) - _PRIVATE), LINE_BREAK.sub(" ", text))


def _shown_lines(lines: list[str]) -> Iterator[str]:
    for line in lines:
        yield plain(BULLET.sub(r"\1• ", QUOTED.sub("", line, count=1), count=1) if not RULE.fullmatch(line) else "")


def _cells(row: str) -> list[str]:
    return [plain(cell.strip()) for cell in CELL_END.split(row.strip().removeprefix("|").removesuffix("|"))]
