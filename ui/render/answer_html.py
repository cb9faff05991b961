"""The parts of an answer as HTML, every text from documents and questions escaped."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlencode

from research.nouns.answers import AnswerTable, Verdict
from ui.render.answer_view import STATED_OTHERWISE, AnswerView, FigureView, SentenceView, SourceCard
from ui.render.calculation_view import CalculationView, OperandView
from ui.render.escaping import escape_html, shorten
from ui.render.sheet_cells import SIGNS, Mark
from ui.render.words import counted

ADD_CHARS = 120
# So much of a question stands over the button that stops it.
QUESTION_CHARS = 140
_STATES = {
    Verdict.SUPPORTED: ("✓", "supported"),
    Verdict.MISMATCH: ("✗", "mismatch"),
    Verdict.STALE: ("◷", "stale"),
    Verdict.NO_EVIDENCE: ("∅", "no evidence"),
    Verdict.NOT_CHECKABLE: ("○", "not checked"),
}

# That the words stand on the page is all that is checked of a quotation, not that they answer.
_QUOTED = ("”", "quoted word for word")


def figure_html(figure: FigureView) -> str:
    """Return a figure's block: whose, what and when, the figure large with what is printed beside it on hover and focus, and its tag."""
    return (
        f'<div class="rd-figure" data-testid="figure"><div class="rd-figure-name">{escape_html(figure.name)}'
        f'<span class="rd-muted"> · {escape_html(figure.company)}</span></div>{_value_html(figure)}{_tag_html(figure)}'
        f'<div class="rd-muted rd-small">{escape_html(figure.period)}</div>{_differs_html(figure)}</div>'
    )


def figure_line_html(figure: FigureView, *, named: bool = False) -> str:
    """Return a figure among many in one line: company, what it is where it is `named`, figure, tag."""
    of_what = f'<span class="rd-muted"> · {escape_html(figure.name)}</span>' if named else ""
    return (
        '<div class="rd-figure rd-figure-line" data-testid="figure">'
        f'<span class="rd-figure-name">{escape_html(figure.company)}{of_what}</span>'
        f"{_value_html(figure)}{_tag_html(figure)}{_differs_html(figure)}</div>"
    )


def _differs_html(figure: FigureView) -> str:
    """Return a line for each caveat, nothing when there is none; what another filing states has the sign of what differs."""
    lines = [
        (SIGNS[Mark.RESTATED if STATED_OTHERWISE in caveat else Mark.CAVEAT], escape_html(caveat[:1].upper() + caveat[1:]))
        for caveat in figure.caveats
    ]
    return "".join(
        f'<div class="rd-differs" data-testid="differs"><span aria-hidden="true">{sign}</span> {line}</div>' for sign, line in lines
    )


def _value_html(figure: FigureView) -> str:
    printed = escape_html(figure.printed[:1].upper() + figure.printed[1:])
    return (
        f'<div class="rd-figure-value"><span class="rd-has-tip" tabindex="0" data-testid="figure-value">{escape_html(figure.display)}'
        f'<span class="rd-tip" role="tooltip">{printed}</span></span></div>'
    )


def _tag_html(figure: FigureView) -> str:
    return f'<div class="rd-tag" data-testid="tag">{escape_html(" · ".join(figure.tags))}</div>'


def sentence_html(sentence: SentenceView) -> str:
    """Return a sentence as a paragraph, then what its check found: a sign and a word, and its document where the question names none."""
    state = ""
    if sentence.verdict:
        sign, word = _QUOTED if sentence.quoted else _STATES[sentence.verdict]
        state = (
            f' <span class="rd-state rd-state-{escape_html(sentence.verdict.value)}" data-testid="state">'
            f'<span aria-hidden="true">{sign}</span> {word}</span>'
        )
    source = f' <span class="rd-muted rd-small">{escape_html(sentence.source)}</span>' if sentence.source else ""
    return f'<p class="rd-sentence">{escape_html(sentence.text)}{source}{state}</p>'


def refusal_html(view: AnswerView, to_add: str, answer_id: str = "") -> str:
    """Return the refusal's card: what was looked for, what is missing, and the way to add the document that is not held, "" for none.

    That way leads back to the refused answer, by its id, where the question can be asked again.
    """
    missing = "".join(f"<li>{escape_html(line[:1].upper() + line[1:])}</li>" for line in view.missing)
    lines = missing or "<li>Nothing in the library answers this question.</li>"
    query = urlencode({"add": to_add, **({"answer": answer_id} if answer_id else {})})
    add = (
        f'<a class="rd-button" href="{escape_html("library?" + query)}" target="_self" data-testid="add">'
        f"Add {escape_html(shorten(to_add, ADD_CHARS))}</a>"
        if to_add
        else ""
    )
    return (
        '<section class="rd-notice rd-notice-refusal" data-testid="notice-refusal">'
        f'<h2><span aria-hidden="true">∅</span> {escape_html(view.headline)}</h2>'
        f"<dl><dt>Looked for</dt><dd>{escape_html(view.looked_for)}</dd><dt>Missing</dt><dd><ul>{lines}</ul></dd></dl>"
        f"{add}</section>"
    )


def calculation_html(view: CalculationView) -> str:
    """Return the formula and its convention, and below it the same with each figure's value and marker."""
    worked = "".join(f'<div class="rd-worked" data-testid="worked">{escape_html(line)}</div>' for line in view.worked)
    return (
        f'<div class="rd-formula"><code>{escape_html(view.formula)}</code>'
        f'<span class="rd-muted">{escape_html(view.convention)}</span></div>{worked}'
    )


def caveats_html(view: CalculationView) -> str:
    """Return what to know about a calculation's operands, nothing when there is nothing."""
    items = "".join(f"<li>{escape_html(text[:1].upper() + text[1:])}</li>" for text in view.caveats)
    return f'<ul class="rd-list rd-caveats">{items}</ul>' if items else ""


def operand_html(operand: OperandView) -> str:
    """Return one operand's line: its name in the formula, printed label, value and period; operands of operands are set in."""
    name = f'<span class="rd-operand-name">{escape_html(operand.name)}</span>' if operand.name else ""
    return (
        f'<div class="rd-operand" style="margin-left:{operand.depth * 16}px">{name}'
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


def provisional_html(words: str) -> str:
    """Return a model's words as they come, marked as what they are: nobody has checked them, and they may be struck out."""
    lines = "".join(f"<p>{escape_html(line)}</p>" for line in words.splitlines() if line.strip())
    return (
        '<section class="rd-provisional" data-testid="provisional" aria-live="off">'
        f'<h3 class="rd-h3">Draft of the model, not checked yet</h3>{lines}</section>'
    )


def struck_html(lines: Iterable[str]) -> str:
    """Return the sentences of a model's draft that its sources do not support, struck out; "" for none."""
    struck = "".join(f"<li><s>{escape_html(line)}</s></li>" for line in lines)
    return (
        '<section class="rd-struck" data-testid="struck"><h3 class="rd-h3">Struck out: not supported by the sources</h3>'
        f'<ul class="rd-list">{struck}</ul></section>'
        if struck
        else ""
    )


def steps_html(steps: Iterable[str]) -> str:
    """Return the smaller questions that were asked on the way to an answer, "" for none."""
    asked = "".join(f"<li>{escape_html(step)}</li>" for step in steps)
    return f'<h3 class="rd-h3">Steps</h3><ol class="rd-list" data-testid="steps">{asked}</ol>' if asked else ""


def waiting_html(question: str, documents: int, seconds: float) -> str:
    """Return the card of a question that is on its way: what is read, and for how long."""
    what = f"Reading {counted(documents, 'document')} for an answer … {seconds:.0f} s"
    return (
        f'<section class="rd-notice" data-testid="waiting" aria-live="polite"><h2>{escape_html(what)}</h2>'
        f"<p>{escape_html(shorten(question, QUESTION_CHARS))}</p></section>"
    )


def note_html(note: str) -> str:
    """Return a line about what is shown, told to screen readers when it comes."""
    return f'<span class="rd-note" role="status" data-testid="note">{escape_html(note)}</span>'
