"""The parts of an answer as HTML, every text from documents and questions escaped."""

from __future__ import annotations

from collections.abc import Iterable

from research.nouns.answers import AnswerTable
from ui.render.answer_view import CalculationView, FigureView, OperandView, SentenceView, SourceCard
from ui.render.escaping import escape_html


def figure_html(figure: FigureView) -> str:
    """Return a figure's block: whose and what, the figure large, and its tag."""
    tags = "".join(f'<span class="rd-tag">{escape_html(tag)}</span>' for tag in figure.tags)
    return (
        f'<div class="rd-figure" data-testid="figure"><div class="rd-figure-name">{escape_html(figure.name)}'
        f'<span class="rd-muted"> · {escape_html(figure.company)}</span></div>'
        f'<div class="rd-figure-value">{escape_html(figure.display)}</div><div class="rd-tags">{tags}</div></div>'
    )


def sentence_html(sentence: SentenceView) -> str:
    """Return a sentence as a paragraph, with its note when it was not fully checked."""
    note = f' <span class="rd-note">{escape_html(sentence.note)}</span>' if sentence.note else ""
    return f'<p class="rd-sentence">{escape_html(sentence.text)}{note}</p>'


def calculation_html(view: CalculationView) -> str:
    """Return the formula and its convention."""
    return (
        f'<div class="rd-formula"><code>{escape_html(view.formula)}</code>'
        f'<span class="rd-muted">{escape_html(view.convention)}</span></div>'
    )


def caveats_html(view: CalculationView) -> str:
    """Return what to know about a calculation's operands, nothing when there is nothing."""
    items = "".join(f"<li>{escape_html(text[:1].upper() + text[1:])}</li>" for text in view.caveats)
    return f'<ul class="rd-list rd-caveats">{items}</ul>' if items else ""


def operand_html(operand: OperandView) -> str:
    """Return one operand's line: printed label, value and period; operands of operands are set in."""
    return (
        f'<div class="rd-operand" style="margin-left:{operand.depth * 16}px">'
        f'<span class="rd-operand-label">{escape_html(operand.label)}</span>'
        f'<span class="rd-operand-value">{escape_html(operand.value)}</span>'
        f'<span class="rd-muted">{escape_html(operand.period)}</span></div>'
    )


def quote_html(source: SourceCard) -> str:
    """Return a source's quote as a block quotation."""
    return f'<blockquote class="rd-quote">{escape_html(source.quote)}</blockquote>'


def missing_html(missing: Iterable[str]) -> str:
    """Return the list of what the library lacks, nothing when it lacks nothing."""
    items = "".join(f"<li>{escape_html(line)}</li>" for line in missing)
    return f'<ul class="rd-list" data-testid="missing">{items}</ul>' if items else ""


def table_html(table: AnswerTable) -> str:
    """Return several values side by side."""
    head = "".join(f"<th>{escape_html(column)}</th>" for column in table.columns)
    rows = "".join("<tr>" + "".join(f"<td>{escape_html(cell)}</td>" for cell in row) + "</tr>" for row in table.rows)
    return f'<table class="rd-table"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'


def notice_html(kind: str, heading: str, lines: Iterable[str], mark: str) -> str:
    """Return a card that states one thing in words: its kind names the look, its mark stands beside the heading."""
    body = "".join(f"<p>{escape_html(line[:1].upper() + line[1:])}</p>" for line in lines if line)
    return (
        f'<section class="rd-notice rd-notice-{escape_html(kind)}" data-testid="notice-{escape_html(kind)}">'
        f'<h2><span aria-hidden="true">{escape_html(mark)}</span> {escape_html(heading)}</h2>{body}</section>'
    )
