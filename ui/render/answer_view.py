"""An answer as the page shows it: figures with their tags, sentences with their markers, sources, what is missing."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from research.answering.refusals import NOT_YET
from research.metrics.operands import facts_of
from research.nouns.answers import (
    Answer,
    AnswerStatus,
    AnswerTable,
    Citation,
    Claim,
    FigureValue,
    OtherReading,
    Verdict,
)
from research.nouns.facts import Fact, Operand, scale_words
from research.planning.wording import plan_in_words
from research.text.matching import normal_form
from ui.render.calculation_view import CalculationView, view_calculations
from ui.render.escaping import shorten
from ui.render.words import metric_name, period_words

QUOTE_CHARS = 320
NEAR_CHARS = 90
MOST_NEAR = 3
# More figures than this stand in one line each instead of in cards.
MOST_CARDS = 3
# A caveat that says where a figure stands and not that another one differs: the sentence says it, the card does not.
COMPARATIVE = "from the comparative column of "
# A caveat that says what another filing states, as the engine words it.
STATED_OTHERWISE = " for the same period"
# Markers at the end of a sentence, as answers carry them and as models write them.
_MARKERS = re.compile(r"\s*[\[(](?:[SF]?\d{1,3}(?:\s*[,;]\s*)?)+[\])]")
SHORT_SCALES = {1: "", 1_000: "k", 1_000_000: "m", 1_000_000_000: "bn"}


@dataclass(frozen=True, slots=True)
class FigureView:
    """One figure: its name, company and period, how it is shown, its tag in parts, what is printed, and the marker of its source.

    `read_as` says which of two printed readings was taken, "" where there is one; `readings` are the others. `caveats` say what else
    is stated, was restated or cannot be compared.
    """

    name: str
    company: str
    period: str
    display: str
    tags: tuple[str, ...]
    printed: str
    marker: str
    read_as: str = ""
    readings: tuple[OtherReading, ...] = ()
    caveats: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SentenceView:
    """One sentence: its text without the markers, the markers in order, what its check found (None: there is none), and its source.

    `source` names the document where the question names no company, so that no sentence passes for another company's. `quoted` is a
    sentence of the document's, not of ours.
    """

    text: str
    markers: tuple[str, ...]
    verdict: Verdict | None = None
    source: str = ""
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class SourceCard:
    """A citation in the list of sources: marker, document, page and the start of its quote."""

    marker: str
    document: str
    page: int
    quote: str
    document_id: str = ""


@dataclass(frozen=True, slots=True)
class NearPage:
    """A page that retrieval thought closest to the question: where it is and how it begins."""

    document_id: str
    document: str
    page: int
    beginning: str


@dataclass(frozen=True, slots=True)
class AnswerView:
    """All that the left pane shows of an answer; strings are raw text, to be escaped where they are put into HTML.

    `lead` is what was concluded from the figures, in a sentence without any ("yes, it rose"), "" where they are the answer themselves.
    """

    headline: str
    status: AnswerStatus
    figures: tuple[FigureView, ...]
    table: AnswerTable | None
    sentences: tuple[SentenceView, ...]
    calculations: tuple[CalculationView, ...]
    sources: tuple[SourceCard, ...]
    missing: tuple[str, ...]
    near: tuple[NearPage, ...]
    footer: str
    looked_for: str = ""
    lead: str = ""


_HEADLINES = {
    AnswerStatus.ANSWERED: "Answer",
    AnswerStatus.PARTIAL: "Part of the answer",
    AnswerStatus.NEEDS_CLARIFICATION: "Which one do you mean?",
    AnswerStatus.INSUFFICIENT_EVIDENCE: "Nothing was found in the library that answers this",
}


# Stands over a refusal that holds only until figures are read.
_NOT_YET = "Not all figures that may answer this are read yet"
# Stands over passages: whether they answer is the reader's to judge.
QUOTED = "What the documents say on this"


def _table(answer: Answer) -> AnswerTable | None:
    """Return an answer's table where it holds more than the figures that are shown already: all members of which one was chosen."""
    return answer.table if answer.table and len(answer.table.rows) > len(answer.values) else None


def view_answer(answer: Answer) -> AnswerView:
    """Return what the page shows of an answer; a refused one shows no figure, whatever it carries."""
    refused = answer.status in {AnswerStatus.INSUFFICIENT_EVIDENCE, AnswerStatus.NEEDS_CLARIFICATION}
    return AnswerView(
        headline=_headline(answer),
        status=answer.status,
        figures=() if refused else tuple(_figure(value, answer) for value in answer.values),
        table=None if refused else _table(answer),
        sentences=tuple(_sentence(claim, answer) for claim in _without_lead(answer)) or _bare(answer.text),
        calculations=() if refused else view_calculations(answer),
        sources=tuple(SourceCard(c.marker, c.document, c.page, shorten(c.quote, QUOTE_CHARS), c.document_id) for c in answer.citations),
        missing=answer.missing,
        near=_near_pages(answer) if answer.status is AnswerStatus.INSUFFICIENT_EVIDENCE else (),
        footer=_footer(answer),
        looked_for=plan_in_words(answer.plan),
        lead="" if refused else _lead(answer),
    )


def _lead(answer: Answer) -> str:
    """Return the line that stands before the first figure's own sentence, which names the company too, as a sentence."""
    lead, line, _ = answer.claims[0].text.partition("\n") if answer.values and answer.claims else ("", "", "")
    said = lead.partition(": ")[2] if line else ""
    return said[:1].upper() + said[1:]


def _headline(answer: Answer) -> str:
    if answer.text == NOT_YET:
        return _NOT_YET
    quoted = answer.status in {AnswerStatus.ANSWERED, AnswerStatus.PARTIAL} and not answer.values
    return QUOTED if quoted else _HEADLINES[answer.status]


def citation_of(answer: Answer, marker: str) -> Citation | None:
    """Return the citation of a marker, None when the answer has none of that name."""
    return next((citation for citation in answer.citations if citation.marker == marker), None)


def all_caveats(operand: Operand) -> tuple[str, ...]:
    """Return the caveats of a calculation and of those under it, in order."""
    if isinstance(operand, Fact):
        return ()
    return (*operand.caveats, *(caveat for _, inner in operand.inputs for caveat in all_caveats(inner)))


def _figure(value: FigureValue, answer: Answer) -> FigureView:
    calculation = value.calculation
    facts = facts_of(calculation)
    name = calculation.inputs[0][0] if len(calculation.inputs) == 1 else metric_name(calculation.metric)
    if len(facts) == 1:
        name += f" ({members})" if (members := ", ".join(member for _, member in facts[0].dimensions)) else ""
        printed = f"as printed “{facts[0].printed}” {scale_words(facts[0].scale)}".rstrip()
    else:
        printed = f"computed from {len(facts)} figures"
    readings = tuple(one for one in answer.readings if one.marker == value.marker)
    tags = (calculation.period.label, short_unit(value), *value.basis.split(", "))
    return FigureView(
        name=name,
        company=calculation.company,
        period=period_words(calculation.period),
        display=value.display,
        tags=tuple(tag for tag in tags if tag),
        printed=printed,
        marker=value.marker,
        read_as=readings[0].chosen if readings else "",
        readings=readings,
        caveats=tuple(caveat for caveat in dict.fromkeys(all_caveats(calculation)) if not caveat.startswith(COMPARATIVE)),
    )


def short_unit(value: FigureValue) -> str:
    """Return a figure's unit with its scale: "USD m", "USD/share"."""
    return f"{value.unit} {SHORT_SCALES.get(value.scale, f'× {value.scale:,}')}".rstrip()


def _without_lead(answer: Answer) -> tuple[Claim, ...]:
    """Return the claims of an answer, of whose first the line goes that the page shows above the figures."""
    if not _lead(answer):
        return answer.claims
    first, *others = answer.claims
    return (replace(first, text=first.text.partition("\n")[2]), *others)


def _sentence(claim: Claim, answer: Answer) -> SentenceView:
    found = tuple(dict.fromkeys(citation.marker for citation in claim.citations))
    nameless = not answer.plan.companies and claim.calculation is None
    source = "; ".join(dict.fromkeys(f"{c.document}, page {c.page}" for c in claim.citations)) if nameless else ""
    quoted = claim.verdict is Verdict.SUPPORTED and claim.calculation is None
    return SentenceView(without_markers(claim.text, found), found, claim.verdict, source, quoted)


def without_markers(text: str, markers: tuple[str, ...]) -> str:
    """Return a sentence without the bracketed markers that are shown as buttons beside it; other brackets stay."""
    for marker in markers:
        text = re.sub(rf"\s*\[{re.escape(marker)}\]", "", text)
    return text.strip()


def _bare(text: str) -> tuple[SentenceView, ...]:
    return (SentenceView(text.strip(), ()),) if text.strip() else ()


def _near_pages(answer: Answer) -> tuple[NearPage, ...]:
    """Return the distinct pages of the best retrieved chunks, in rank order."""
    pages: dict[tuple[str, int], NearPage] = {}
    for found in sorted(answer.retrieved, key=lambda result: result.rank):
        chunk = found.chunk
        pages.setdefault(
            (chunk.document_id, chunk.page), NearPage(chunk.document_id, found.document, chunk.page, shorten(chunk.text, NEAR_CHARS))
        )
    return tuple(pages.values())[:MOST_NEAR]


def struck_out(words: str, answer: Answer) -> tuple[str, ...]:
    """Return the sentences of a model's draft that are not in the answer, each once."""
    kept = [normal_form(_MARKERS.sub("", claim.text)) for claim in answer.claims]
    lines = dict.fromkeys(" ".join(line.split()) for line in words.splitlines() if line.strip())
    return tuple(line for line in lines if normal_form(_MARKERS.sub("", line)) not in kept)


def _footer(answer: Answer) -> str:
    reader = answer.model or "read from the documents, no language model"
    took = f"{answer.seconds:.1f} s" if answer.seconds >= 0.1 else "less than 0.1 s"
    parts = [took if answer.seconds else "", reader]
    parts.append(f"as of {answer.as_of:%Y-%m-%d}" if answer.as_of else "")
    parts.append(f"settings {answer.settings_fingerprint}" if answer.settings_fingerprint else "")
    return " · ".join(part for part in parts if part)
