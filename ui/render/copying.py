"""An answer as plain text to take elsewhere: a number, a table of real numbers, a sentence with its source."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence

from research.nouns.answers import Answer, Citation, FigureValue
from research.nouns.facts import Fact
from ui.render.answer_view import without_markers
from ui.render.words import metric_name

COLUMNS = ("Company", "Figure", "Period", "Period end", "Value", "Unit", "Basis", "Printed as", "Document", "Page")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def number_only(value: FigureValue) -> str:
    """Return a figure's number at the scale that it is shown in, without symbols and grouping: "63.8"."""
    return f"{value.number:f}"


def table_rows(answer: Answer) -> tuple[tuple[str, ...], ...]:
    """Return one row for each figure under `COLUMNS`; values are whole amounts in their unit ("63800000"), never rounded by words."""
    return tuple(_row(value, answer.citations) for value in answer.values)


def table_tsv(answer: Answer) -> str:
    """Return the figures as tab-separated text for a spreadsheet; no cell starts a formula."""
    return _separated(answer, "\t")


def table_csv(answer: Answer) -> bytes:
    """Return the figures as a CSV file in UTF-8 with its mark, as spreadsheets expect it; no cell starts a formula."""
    return _separated(answer, ",").encode("utf-8-sig")


def sentence_with_source(answer: Answer) -> str:
    """Return the answer's sentences, each with document, page and its printed words, one a line."""
    lines: list[str] = []
    for claim in answer.claims:
        text = without_markers(claim.text, tuple(citation.marker for citation in claim.citations))
        sources = "; ".join(_source(citation, with_quote=citation.quote not in claim.text) for citation in claim.citations)
        lines.append(_one_line(f"{text} ({sources})" if sources else text))
    return "\n".join(lines)


def safe_cell(text: str) -> str:
    """Return a cell that a spreadsheet reads as text or as a plain number, never as a formula."""
    line = _one_line(text)
    return f"'{line}" if line.startswith(_STARTS_A_FORMULA) and not _NUMBER.fullmatch(line) else line


def _separated(answer: Answer, delimiter: str) -> str:
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([safe_cell(cell) for cell in row] for row in table_rows(answer))
    return buffer.getvalue()


def _row(value: FigureValue, citations: Sequence[Citation]) -> tuple[str, ...]:
    cited = next((citation for citation in citations if citation.marker == value.marker), None)
    calculation = value.calculation
    printed = [operand.printed for _, operand in calculation.inputs if isinstance(operand, Fact)]
    return (
        calculation.company,
        calculation.inputs[0][0] if len(calculation.inputs) == 1 else metric_name(calculation.metric),
        value.period,
        calculation.period.end.isoformat(),
        f"{value.number * value.scale:f}",
        value.unit,
        value.basis,
        f"“{printed[0]}”" if len(printed) == 1 else "",
        cited.document if cited else "",
        str(cited.page) if cited else "",
    )


def _source(citation: Citation, *, with_quote: bool) -> str:
    where = f"{citation.document}, page {citation.page}"
    return f"{where}: “{citation.quote}”" if with_quote else where


def _one_line(text: str) -> str:
    return " ".join(text.split())
