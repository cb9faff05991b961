"""An evaluation run as one page of HTML that needs nothing else: counts, filters, and each question with its answer and its pages.

Everything from documents and questions is escaped; images are inside the page, and nothing is fetched when it is opened.
"""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from research.evaluation.rows import Boxed
from research.evaluation.scoring import CUTS, Judged, PageId, first_document_hit, first_hit
from research.nouns.answers import Answer
from ui.render.escaping import escape_html, shorten
from ui.render.plan_view import plan_chips

PAGES_SHOWN = 5
QUOTE_CHARS = 600
# Verdicts in the order in which they are counted and filtered; others follow.
VERDICTS = ("right", "correct", "wrong", "refused", "not judged")


# What is cited of the row that a question marks, in words.
CITED: Mapping[Boxed, str] = {
    Boxed.ROW: "the marked row",
    Boxed.SAME: "a row that shows the same",
    Boxed.OTHER: "another row",
    Boxed.NONE: "nothing",
}


@dataclass(frozen=True, slots=True)
class Picture:
    """A part of a page with the cited lines boxed: the marker that it shows, what it is in words, and a PNG."""

    marker: str
    caption: str
    png: bytes


@dataclass(frozen=True, slots=True)
class Entry:
    """One question of the report, with the pictures of what its answer cites."""

    judged: Judged
    pictures: tuple[Picture, ...] = ()


def evaluation_page(title: str, made: str, entries: Sequence[Entry]) -> str:
    """Return the whole page; `made` says when and over what it was made."""
    style, script = _file("evaluation.css"), _file("evaluation.js")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    policy = f"default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'sha256-{digest}'"
    rows = [entry.judged for entry in entries]
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="color-scheme" content="light dark">\n'
        f"<title>{escape_html(title)}</title>\n<style>{style}</style>\n</head>\n<body>\n<header>\n<h1>{escape_html(title)}</h1>\n"
        f'<p class="muted">{escape_html(made)}</p>\n{_summary(rows)}\n</header>\n{_filters(rows)}\n<main>\n'
        + "\n".join(_entry(entry) for entry in entries)
        + f"\n</main>\n<script>{script}</script>\n</body>\n</html>\n"
    )


def _summary(rows: Sequence[Judged]) -> str:
    verdicts = Counter(row.verdict for row in rows)
    cards = [(name, str(verdicts[name])) for name in _in_order(verdicts)]
    paged = [row for row in rows if row.pages]
    for cut in CUTS:
        hits = sum((rank := first_hit(row.ranked, row.pages | row.also)) is not None and rank <= cut for row in paged)
        cards.append((f"page among first {cut}" if cut > 1 else "page first", f"{hits} of {len(paged)}"))
    documents = sum(first_document_hit(row.ranked, frozenset(name for name, _ in row.pages)) == 1 for row in paged)
    cards.append(("document first", f"{documents} of {len(paged)}"))
    cited = Counter(row.boxed for row in rows if row.boxed)
    if cited:
        cards.append(("marked row cited, or one that shows the same", f"{cited[Boxed.ROW]} + {cited[Boxed.SAME]} of {cited.total()}"))
    shown = "".join(f"<div><dt>{escape_html(name)}</dt><dd>{escape_html(value)}</dd></div>" for name, value in cards)
    return f'<dl class="cards">{shown}</dl>\n{_by_kind(rows, list(_in_order(verdicts)))}'


def _by_kind(rows: Sequence[Judged], verdicts: Sequence[str]) -> str:
    counts: dict[str, Counter[str]] = {}
    for row in rows:
        counts.setdefault(row.kind, Counter())[row.verdict] += 1
    head = "".join(f'<th scope="col">{escape_html(name)}</th>' for name in ("kind", "questions", *verdicts))
    lines = (
        f'<tr><th scope="row">{escape_html(kind)}</th><td>{found.total()}</td>'
        + "".join(f"<td>{found[name] or ''}</td>" for name in verdicts)
        + "</tr>"
        for kind, found in counts.items()
    )
    return f'<div class="wide"><table><thead><tr>{head}</tr></thead><tbody>{"".join(lines)}</tbody></table></div>'


def _filters(rows: Sequence[Judged]) -> str:
    verdicts = _in_order(Counter(row.verdict for row in rows))
    pages = [
        ("first", "page first"),
        ("among", "page among the first 5"),
        ("later", "page later or not found"),
        ("none", "no page asked for"),
    ]
    return (
        '<form class="filters" aria-label="Filters">'
        + _select("verdict", "Verdict", [(name, name) for name in verdicts])
        + _select("kind", "Kind", [(name, name) for name in dict.fromkeys(row.kind for row in rows)])
        + _select("page", "Gold page", pages)
        + (_select("row", "Row cited", [(kind.value, CITED[kind]) for kind in Boxed]) if any(row.boxed for row in rows) else "")
        + f'<output id="shown">{len(rows)} of {len(rows)} questions</output></form>'
    )


def _select(name: str, label: str, options: Iterable[tuple[str, str]]) -> str:
    shown = "".join(f'<option value="{escape_html(value)}">{escape_html(words)}</option>' for value, words in options)
    return f'<label>{label} <select name="{name}"><option value="">all</option>{shown}</select></label>'


def _entry(entry: Entry) -> str:
    row = entry.judged
    rank = first_hit(row.ranked, row.pages | row.also)
    place = "none" if not row.pages else "first" if rank == 1 else "among" if rank is not None and rank <= CUTS[1] else "later"
    verdict = escape_html(row.verdict)
    kind = escape_html(row.kind)
    return (
        f'<article data-verdict="{verdict}" data-kind="{kind}" data-page="{place}" data-row="{escape_html(row.boxed)}">'
        f'<p class="top"><span class="verdict v-{escape_html(row.verdict.replace(" ", "-"))}">{verdict}</span> '
        f'<span class="muted">{kind} · {escape_html(row.id)}{_row_words(row)}</span></p><h2>{escape_html(row.question)}</h2>'
        f'{_chips(row.answer)}<div class="sides"><section><h3>Answer</h3>{_answer(row.answer)}<h3>Expected</h3>'
        f"<p>{escape_html(row.expected)}</p></section><section><h3>Gold pages</h3>{_gold(row)}<h3>Pages found first</h3>{_found(row)}"
        f"</section></div>{_cited(row.answer, entry.pictures)}</article>"
    )


def _row_words(row: Judged) -> str:
    return f" · cites {CITED[Boxed(row.boxed)]}" if row.boxed else ""


def _chips(answer: Answer) -> str:
    chips = "".join(
        f'<li><span class="muted">{escape_html(chip.kind)}</span> {escape_html(chip.value)}'
        + (f' <span class="muted">{escape_html(chip.origin)}</span>' if chip.origin else "")
        + "</li>"
        for chip in plan_chips(answer.plan)
    )
    return f'<ul class="chips" aria-label="Understood as">{chips}</ul>' if chips else ""


def _answer(answer: Answer) -> str:
    said = "".join(f"<p>{escape_html(line)}</p>" for line in answer.text.splitlines() if line.strip())
    values = "".join(
        f'<p class="value">{escape_html(value.display)} <span class="muted">{escape_html(value.period)}</span></p>'
        for value in answer.values
    )
    missing = "".join(f"<li>{escape_html(line)}</li>" for line in answer.missing)
    return f'<p class="muted">{escape_html(answer.status.value.replace("_", " "))}</p>{values}{said}' + (
        f"<ul>{missing}</ul>" if missing else ""
    )


def _gold(row: Judged) -> str:
    if not row.pages:
        return '<p class="muted">none</p>'
    ranks = {page: rank for rank, page in enumerate(row.ranked, 1)}
    lines = [*((page, "") for page in sorted(row.pages)), *((page, " (shows the same)") for page in sorted(row.also) if page in ranks)]
    return f"<ul>{''.join(f'<li>{_page(page)}{note}: {_rank(ranks, page, len(row.ranked))}</li>' for page, note in lines)}</ul>"


def _rank(ranks: Mapping[PageId, int], page: PageId, looked_at: int) -> str:
    return f"<b>rank {ranks[page]}</b>" if page in ranks else f"not among the first {looked_at}"


def _found(row: Judged) -> str:
    gold = row.pages | row.also
    lines = "".join(
        f"<li>{'<b>' if page in gold else ''}{_page(page)}{'</b>' if page in gold else ''}</li>" for page in row.ranked[:PAGES_SHOWN]
    )
    return f"<ol>{lines}</ol>" if lines else '<p class="muted">none</p>'


def _page(page: PageId) -> str:
    return f"{escape_html(page[0])}, page {page[1]}"


def _cited(answer: Answer, pictures: Sequence[Picture]) -> str:
    shown = {picture.marker for picture in pictures}
    figures = "".join(
        f'<figure><img alt="{escape_html(one.caption)}" loading="lazy" src="data:image/png;base64,{base64.b64encode(one.png).decode()}">'
        f"<figcaption>{escape_html(one.caption)}</figcaption></figure>"
        for one in pictures
    )
    quotes = "".join(
        f"<blockquote>{escape_html(shorten(one.quote, QUOTE_CHARS))}<footer>[{escape_html(one.marker)}] {_page((one.document, one.page))}"
        "</footer></blockquote>"
        for one in answer.citations
        if one.marker not in shown
    )
    return f'<div class="cited">{figures}{quotes}</div>' if figures or quotes else ""


def _in_order(verdicts: Iterable[str]) -> Iterable[str]:
    held = list(verdicts)
    return [*(name for name in VERDICTS if name in held), *sorted(name for name in held if name not in VERDICTS)]


@cache
def _file(name: str) -> str:
    return (Path(__file__).parent / name).read_text(encoding="utf-8")
