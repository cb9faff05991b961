"""The paragraph on top of a digest as page and mail show it: sentences with numbers that lead to the lines they rest on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from research.models.summaries import FEW_LINES, NO_MODEL
from research.nouns.digests import Digest, DigestLine
from ui.render.digest_view import DigestLinks, SourceName
from ui.render.escaping import escape_html, shorten, visible_line
from ui.render.words import counted

LONGEST_SOURCE = 40


@dataclass(frozen=True, slots=True)
class RestedOn:
    """A place that the summary rests on: its number there, the first line that cites it, and what it is called."""

    number: int
    line: DigestLine
    source: SourceName


@dataclass(frozen=True, slots=True)
class SummaryWords:
    """A digest's summary: its sentences, each with the numbers of the places it rests on, those, and what is told of who wrote it."""

    sentences: tuple[tuple[str, tuple[int, ...]], ...]
    lines: tuple[RestedOn, ...]
    about: str


def summary_words(digest: Digest, links: DigestLinks) -> SummaryWords | None:
    """Return a digest's summary, None without one."""
    summary = digest.summary
    if not summary.sentences:
        return None
    known = {line.id: line for section in digest.sections for line in section.lines}
    named = [known[one] for sentence in summary.sentences for one in sentence.lines if one in known]
    numbers: dict[SourceName, int] = {}
    rested: list[RestedOn] = []
    for line in named:
        source = links.of_source(line.citations[0])
        if source not in numbers:
            numbers[source] = len(numbers) + 1
            rested.append(RestedOn(numbers[source], line, source))
    at = {line.id: numbers[links.of_source(line.citations[0])] for line in named}
    sentences = tuple((one.text, tuple(dict.fromkeys(at[line] for line in one.lines if line in at))) for one in summary.sentences)
    left_out = f"; {counted(summary.struck, 'sentence')} that they do not carry left out" if summary.struck else ""
    return SummaryWords(
        sentences, tuple(rested), f"Written by {summary.model} from the lines below, each sentence checked against them{left_out}"
    )


def why_no_summary(digest: Digest) -> str:
    """Return the line that says why a digest has no summary although a model should have written one, "" when there is nothing to say."""
    why = digest.summary.why
    return f"No paragraph on top: {why}" if why not in {"", NO_MODEL, FEW_LINES} else ""


def label_of(rested: RestedOn) -> str:
    """Return what the button or link of a line is called: "2 Harrow Wire"."""
    return f"{rested.number} {shorten(rested.source.label, LONGEST_SOURCE)}"


def marks(numbers: Iterable[int]) -> str:
    """Return the numbers of a sentence's lines as plain text: "[1][3]"."""
    return "".join(f"[{number}]" for number in numbers)


def summary_html(words: SummaryWords) -> str:
    """Return the summary as the page shows it, every text escaped."""
    said = " ".join(f'{escape_html(visible_line(text))}<sup class="rd-muted">{marks(numbers)}</sup>' for text, numbers in words.sentences)
    return f'<p class="rd-lead" data-testid="digest-summary">{said}</p>'
