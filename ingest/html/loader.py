"""The loader of HTML: any page, and SEC filings with inline XBRL, alone or inside a submission."""

from __future__ import annotations

from ingest.html.about import stated_in_head
from ingest.html.markup import decode, parse
from ingest.html.submission import open_submission
from ingest.html.walk import Walker, has_page_breaks
from ingest.html.xbrl import read_tagging, stated_on_cover, tagged_facts
from ingest.loaded import Limits, Loaded, Stated
from ingest.writing import TextWriter
from research.errors import CannotReadError
from research.nouns.documents import Defect


class HtmlLoader:
    """Reads an HTML page: words that a browser would show, tables, printed pages or sections, tagged figures.

    Nothing is fetched and no entity is expanded; scripts, styles and what no reader sees are left out, but hidden tagged
    figures are kept.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits

    def load(self, content: bytes, *, name: str) -> Loaded:
        """Return the page; raises CannotReadError or LimitExceededError."""
        submission = open_submission(content)
        decoded = decode(submission.content)
        markup = parse(decoded.text, self._limits, name=name)
        paged = has_page_breaks(markup.root)
        writer = TextWriter(self._limits, name=name, paginate=not paged)
        if paged:
            writer.begin_page()
        tagging = read_tagging(markup.root)
        walker = Walker(writer, self._limits, name=name)
        walker.walk(markup.root)
        writer.tagged.extend(tagged_facts(tagging, walker.places))
        cover = tuple(stated_on_cover(tagging))
        head = tuple(stated_in_head(markup.root))
        writer.stated.extend(_first_of_each(cover + submission.stated + (_of_filing(head) if cover or submission.stated else head)))
        writer.defects.extend(submission.defects)
        if decoded.damaged:
            writer.defects.append(Defect("bad_characters", f"Some characters do not fit the page's encoding ({decoded.encoding})."))
        if markup.cut:
            writer.defects.append(Defect("markup_too_deep", "The markup is nested too deeply; what comes after that place was not read."))
        loaded = writer.loaded()
        if markup.cut and not loaded.text.strip():
            raise CannotReadError(f"{name}: its markup is nested too deeply to be read", "save the page anew from a browser")
        return loaded


def _of_filing(head: tuple[Stated, ...]) -> tuple[Stated, ...]:
    """Return what a filing's head says that is worth having: its title is a file's name."""
    return tuple(one for one in head if one.field == "language")


def _first_of_each(stated: tuple[Stated, ...]) -> list[Stated]:
    found: dict[str, Stated] = {}
    for one in stated:
        found.setdefault(one.field, one)
    return list(found.values())
