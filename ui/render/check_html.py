"""A checked draft as HTML: every word of the draft and of its sources escaped, each verdict in words beside its colour."""

from __future__ import annotations

from collections.abc import Sequence

from research.nouns.answers import Verdict
from research.nouns.drafts import DraftContradiction
from ui.render.check_view import WORDS, CheckRow
from ui.render.escaping import escape_html

MARKS = {Verdict.SUPPORTED: "✓", Verdict.MISMATCH: "×", Verdict.STALE: "!", Verdict.NO_EVIDENCE: "?", Verdict.NOT_CHECKABLE: "·"}


def row_html(row: CheckRow) -> str:
    """Return a sentence with its verdict at the left, and what the library says of it at the right."""
    kind, mark, word = row.verdict.value, MARKS[row.verdict], escape_html(WORDS[row.verdict])
    place = f'<div class="rd-muted rd-small">{escape_html(row.place)}</div>' if row.place else ""
    return (
        f'<article class="rd-check rd-check-{kind}" data-testid="check-row">'
        f'<div class="rd-check-said"><div class="rd-check-head"><span class="rd-muted rd-small">{row.number}</span>'
        f'<span class="rd-check-verdict"><span aria-hidden="true">{mark}</span> {word}</span></div>'
        f'{place}<div class="rd-sentence">{escape_html(row.text)}</div></div>'
        f'<div class="rd-check-found">{_found(row)}</div></article>'
    )


def contradictions_html(pairs: Sequence[DraftContradiction]) -> str:
    """Return a card that names what the draft says in two ways, "" where it contradicts itself nowhere."""
    if not pairs:
        return ""
    lines = "".join(f"<li>{escape_html(one.reason)}</li>" for one in pairs)
    return (
        '<section class="rd-notice rd-notice-error" data-testid="contradictions"><h2><span aria-hidden="true">×</span> '
        f'The draft contradicts itself</h2><ul class="rd-list">{lines}</ul></section>'
    )


def _found(row: CheckRow) -> str:
    expected = f'<div class="rd-check-expected"><span class="rd-muted">In the source:</span> {escape_html(row.expected)}</div>'
    quote = f'<blockquote class="rd-quote">{escape_html(row.quote)}</blockquote>'
    source = f'<div class="rd-small rd-check-source">{escape_html(row.source)}</div>{quote}'
    accepted = f'<div class="rd-check-accepted">Let stand: {escape_html(row.accepted)}</div>'
    return (
        f'{expected if row.expected else ""}<div class="rd-small">{escape_html(row.reason[:1].upper() + row.reason[1:])}</div>'
        f"{source if row.source else ''}{accepted if row.accepted else ''}"
    )
