"""A comparison as one page of HTML that needs nothing else: each change with both excerpts side by side, and the figures.

Everything from documents is escaped; nothing is fetched when it is opened, and no script runs. What was taken out is red and struck
through, what came in is green and underlined, so that neither rests on colour alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from research.nouns.comparisons import Change, Comparison, FigureChange, Passage
from ui.render.compare_view import change_words, counts_line, document_words, figure_words, pieces, place_words, size_words
from ui.render.escaping import escape_html

# Passages of more characters scroll by themselves.
LONG = 800
COMPARE_STYLE, _PAGE_STYLE = Path(__file__).with_name("compare.css"), Path(__file__).with_name("compare_page.css")
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def comparison_html(comparison: Comparison) -> str:
    """Return the whole page."""
    title = f"{comparison.company}: {comparison.older.name} and {comparison.newer.name}"
    changes = "\n".join(change_html(change, comparison, number) for number, change in enumerate(comparison.changes, 1))
    missing = "".join(f"<li>{escape_html(line)}</li>" for line in comparison.missing)
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="color-scheme" content="light dark">\n'
        f"<title>{escape_html(title)}</title>\n<style>{_page_style()}</style>\n</head>\n<body>\n<main>\n"
        f"<h1>{escape_html(comparison.company)}</h1>\n{head_html(comparison)}\n{changes}\n{figures_html(comparison)}\n"
        + (f"<h2>Missing</h2><ul>{missing}</ul>\n" if missing else "")
        + "</main>\n</body>\n</html>\n"
    )


def head_html(comparison: Comparison) -> str:
    """Return which documents are compared, how many changes there are, and how they are marked."""
    named = "".join(
        f"<div><dt>{word}</dt><dd>{escape_html(document.name)}<span>{escape_html(document_words(document))}</span></dd></div>"
        for word, document in (("Older", comparison.older), ("Newer", comparison.newer))
    )
    return (
        f'<dl class="rc-documents">{named}</dl><p class="rc-counts">{escape_html(counts_line(comparison))}</p>'
        '<p class="rc-key"><del>Taken out</del> <ins>Came in</ins></p>'
    )


def change_html(change: Change, comparison: Comparison, number: int) -> str:
    """Return one change: its head, and the excerpts of both documents beside each other."""
    size = f'<span class="rc-size">{escape_html(size_words(change))}</span>' if size_words(change) else ""
    caveats = "".join(f'<p class="rc-caveat">{escape_html(line)}</p>' for line in (change.figure.caveats if change.figure else ()))
    sides = _side(change.older, comparison.older.name, "del") + _side(change.newer, comparison.newer.name, "ins")
    return (
        f'<article class="rc-change rc-{change.kind.name.lower()}"><header><span class="rc-kind">{escape_html(change_words(change))}</span>'
        f'<span class="rc-topic">{escape_html(change.topic.value.capitalize())}</span>{size}</header>'
        f"<h3>{number}. {escape_html(change.title)}</h3>{caveats}"
        f'<div class="rc-sides">{sides}</div>'
        "</article>"
    )


def figures_html(comparison: Comparison) -> str:
    """Return the table of both documents' own periods, "" without one."""
    if not comparison.figures:
        return ""
    first = comparison.figures[0]
    older, newer = escape_html(first.older.period.label), escape_html(first.newer.period.label)
    rows = "".join(_figure_row(figure) for figure in comparison.figures)
    heads = "".join(f'<th scope="col">{head}</th>' for head in ("Figure", older, newer, "Change", "Pages"))
    return (
        f'<section class="rc-figures"><h2>Figures of {newer} and {older}</h2><div class="rc-wide"><table><thead><tr>{heads}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div></section>"
    )


def _figure_row(figure: FigureChange) -> str:
    older, newer, moved = (escape_html(one) for one in figure_words(figure))
    notes = "".join(f'<span class="rc-caveat">{escape_html(line)}</span>' for line in figure.caveats)
    return (
        f'<tr><th scope="row">{escape_html(figure.name)}{notes}</th><td>{older}</td><td>{newer}</td><td>{moved}</td>'
        f"<td>{figure.older.page}, {figure.newer.page}</td></tr>"
    )


def _side(passage: Passage | None, name: str, tag: str) -> str:
    if passage is None:
        return f'<div class="rc-side rc-none"><p class="rc-where">{escape_html(name)}</p><p>Not there.</p></div>'
    where = f"{name}, {place_words(passage)}"
    text = f"<p>{''.join(_marked(passage, tag))}</p>"
    if len(passage.text) > LONG:  # scrolls by itself, by the keyboard too
        text = f'<div class="rc-long" tabindex="0" role="group" aria-label="{escape_html(where)}">{text}</div>'
    return f'<div class="rc-side"><p class="rc-where">{escape_html(where)}</p>{text}</div>'


def _marked(passage: Passage, tag: str) -> Iterator[str]:
    for text, other in pieces(passage):
        lines = [escape_html(line) for line in text.split("\n")]
        yield "<br>".join(f"<{tag}>{line}</{tag}>" if other and line else line for line in lines)


@cache
def _page_style() -> str:
    return "".join(sheet.read_text(encoding="utf-8") for sheet in (_PAGE_STYLE, COMPARE_STYLE))
