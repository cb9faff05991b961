"""The sentences of a section with what each rests on, as the editing page shows them: its marks, the verdict in words, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from research.nouns.answers import Verdict
from research.nouns.editing import SentenceSupport, SupportedBy
from ui.render.check_html import MARKS
from ui.render.check_view import FINDINGS, WORDS
from ui.render.draft_evidence import mark_html
from ui.render.escaping import escape_html, visible_line
from ui.render.words import counted

_FOUND = {SupportedBy.FOOTNOTE: "by its footnote", SupportedBy.LIBRARY: "found in the library, not cited", SupportedBy.NOTHING: ""}


def sentence_html(support: SentenceSupport, places: Mapping[str, str], lit: str = "") -> str:
    """Return a sentence with its verdict, its marks as buttons, and what the library says where it says something else."""
    kind, mark = support.verdict.value, MARKS[support.verdict]
    found = _FOUND[support.by] if support.verdict is Verdict.SUPPORTED else ""
    marks = "".join(mark_html(one, places.get(one, ""), lit) for one in support.markers)
    reason = support.reason if support.verdict is not Verdict.SUPPORTED else ""
    said = f'<div class="rd-small">{escape_html(reason[:1].upper() + reason[1:])}</div>' if reason else ""
    expected = f'<div class="rd-check-expected"><span class="rd-muted">In the source:</span> {escape_html(support.expected or "")}</div>'
    stands = f'<div class="rd-check-accepted">Let stand: {escape_html(support.accepted)}</div>' if support.accepted else ""
    return (
        f'<div class="rd-said rd-check-{kind}" data-testid="draft-sentence"><div class="rd-check-head">'
        f'<span class="rd-check-verdict"><span aria-hidden="true">{mark}</span> {escape_html(WORDS[support.verdict])}</span>'
        f'<span class="rd-muted rd-small">{found}</span></div>'
        f'<div class="rd-sentence">{escape_html(visible_line(support.text))} {marks}</div>'
        f"{expected if support.expected else ''}{said}{stands}</div>"
    )


def support_summary(supports: Sequence[SentenceSupport]) -> str:
    """Return one line that counts what was found: "1 mismatch, 4 supported"."""
    order = (*FINDINGS, Verdict.SUPPORTED, Verdict.NOT_CHECKABLE)
    many = {Verdict.MISMATCH: "mismatches"}
    counts = [(one, sum(support.verdict is one for support in supports)) for one in order]
    return ", ".join(counted(number, WORDS[one], many.get(one, WORDS[one])) for one, number in counts if number)
