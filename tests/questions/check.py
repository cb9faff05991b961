"""Check questions.jsonl against the filings: every gold figure and fact stands on the page that the question names.

usage: python -m tests.questions.check FOLDER

FOLDER is the evaluation data: PDFs in `financebench-dev/pdfs`, HTML in `filings-html`. Prints a line for each failure, then a
summary; exit 1 on failures. Where the program has no HTML loader, the pages of questions on HTML filings are skipped, and the
summary counts these questions.
"""

import argparse
import json
import re
import sys
from decimal import Decimal
from pathlib import Path

from ingest.loaded import Limits
from ingest.pdf.loader import PdfLoader
from tests.questions.formula import evaluate, rounded

try:
    from ingest.html.loader import HtmlLoader
except ModuleNotFoundError:
    HtmlLoader = None

QUESTIONS = Path(__file__).with_name("questions.jsonl")
TYPES = {"lookup", "computed", "trend", "comparison", "driver", "segment", "risk", "governance", "event", "quarter", "html"}
TYPES |= {"unanswerable", "ambiguous", "follow_up"}
EXPECTS = {"figure", "prose", "refuse", "clarify"}
LONGEST_RUN = {"question": 7, "answer": 9}  # consecutive words that may also stand on the evidence pages
SCALES = (1, 10**3, 10**6, 10**9)  # what a printed figure may count
FIGURE = re.compile(r"\(?\$?\s?\d[\d,]*(?:\.\d+)?\s?%?\s?\)?|—|(?<=\s)-(?=\s)")


class Filings:
    """The page texts of the filings in the evaluation folder, each file read once."""

    def __init__(self, folder):
        self._folders = {".pdf": folder / "financebench-dev" / "pdfs", ".html": folder / "filings-html"}
        self._pages = {}

    def readable(self, doc):
        """Return False for an HTML filing where there is no loader for it."""
        return HtmlLoader is not None or self._path(doc).suffix == ".pdf"

    def page(self, place):
        """Return the text of a page named by `doc` and `page`; raises LookupError where the filing has no such page."""
        doc, number = place["doc"], place["page"]
        if doc not in self._pages:
            self._pages[doc] = self._read(self._path(doc))
        if number not in self._pages[doc]:
            raise LookupError(f"{doc} has no page {number}")
        return self._pages[doc][number]

    def _path(self, doc):
        for suffix, folder in self._folders.items():
            path = folder / f"{doc}{suffix}"
            if path.is_file():
                return path
        raise LookupError(f"no file for {doc}")

    def _read(self, path):
        loader = (PdfLoader if path.suffix == ".pdf" else HtmlLoader)(Limits())
        loaded = loader.load(path.read_bytes(), name=path.name)
        return {page.number: loaded.text[page.start : page.end] for page in loaded.pages}


def bare(printed):
    """Return a printed figure without spaces, currency and percent signs; brackets stay, unless there is only one of the two."""
    figure = re.sub(r"[\s$%]", "", printed)
    return figure if figure.startswith("(") == figure.endswith(")") else figure.strip("()")


def magnitude(printed):
    """Return the printed figure as a number without its sign."""
    return Decimal(re.sub(r"[^\d.]", "", printed))


def stands(printed, text):
    """Return whether a figure stands in the text as a whole number, not as a part of a longer one."""
    return re.search(rf"(?<![\d,.]){re.escape(printed)}(?!\d|,\d|\.\d)", text) is not None


def has_run(figures, text):
    """Return whether the figures follow one another in the text, whatever words stand between them."""
    found = [bare(match.group()) for match in FIGURE.finditer(text)]
    wanted = [bare(figure) for figure in figures]
    return any(found[at : at + len(wanted)] == wanted for at in range(len(found)))


def spoken(text):
    """Return the text in lower case on one line, with no space before a percent sign."""
    return re.sub(r" (?=%)", "", " ".join(text.lower().split()))


def words(text):
    return re.findall(r"[a-z0-9']+", text.lower())


def places(question):
    """Return the pages that a question's gold names, `also` left out."""
    row = [question["row"]] if question.get("row") else []
    return [*question.get("evidence", ()), *row, *question.get("operands", ())]


def shape_failures(question, earlier):
    """Yield what is wrong with a question by itself; `earlier` holds the ids before it."""
    figure, evidence = question["figure"], question.get("evidence", [])
    if question["type"] not in TYPES or question["expect"] not in EXPECTS:
        yield f"unknown type or expect: {question['type']}, {question['expect']}"
    if question["id"] in earlier:
        yield "id used before"
    if question["type"] == "follow_up" and question.get("follows") not in earlier:
        yield f"follows {question.get('follows')}, which does not come before it"
    if question["expect"] in {"figure", "prose"} and not evidence:
        yield "no evidence"
    if question["expect"] == "figure" and not (figure or question.get("figures")):
        yield "no figure"
    if question["expect"] == "refuse" and (figure or evidence):
        yield "a refusal with gold"
    if figure and len(figure["number"].partition(".")[2]) != figure["decimals"]:
        yield f"{figure['number']} is not shown with {figure['decimals']} decimals"


def figure_failures(question, filings):
    """Yield the figures that are not on the pages named for them."""
    evidence = [filings.page(place) for place in question.get("evidence", ())]
    row, printed = question.get("row"), question.get("printed")
    if row and not has_run(row["figures"], filings.page(row)):
        yield f"row {row['figures']} is not on {row['doc']} page {row['page']}"
    for operand in question.get("operands", ()):
        if not stands(operand["value"], filings.page(operand)):
            yield f"operand {operand['value']} is not on {operand['doc']} page {operand['page']}"
    readings = [f"{Decimal(reading['number']):,}" for reading in question.get("readings", ())]
    for figure in [printed, *readings] if printed else readings:
        if not any(stands(figure, text) for text in evidence):
            yield f"{figure} is not on the evidence pages"


def page_failures(question, filings):
    """Yield the facts that are not on the evidence pages, and the pages that do not exist or that the question leaves out."""
    evidence = [spoken(filings.page(place)) for place in question.get("evidence", ())]
    for fact in question.get("must", ()):
        if not any(spoken(way) in text for way in fact for text in evidence):
            yield f"fact {fact} is not on the evidence pages"
    named = [(place["doc"], place["page"]) for key in ("evidence", "also") for place in question.get(key, ())]
    for place in places(question):
        if (place["doc"], place["page"]) not in named:
            yield f"{place['doc']} page {place['page']} is neither evidence nor also"
    for place in question.get("also", ()):
        if filings.readable(place["doc"]):
            filings.page(place)


def gold_failures(question):
    """Yield where the gold does not follow from the formula, the printed figure or the operands."""
    operands = {operand["name"]: magnitude(operand["value"]) for operand in question.get("operands", ())}
    figure, figures = question["figure"], [wanted["number"] for wanted in question.get("figures", ())]
    if formula := question.get("formula"):
        value = evaluate(formula, operands)
        right = all(number in formula for number in figures) if value is True else value is not False
        if not right or (figure and rounded(value, figure["decimals"]) != Decimal(figure["number"])):
            yield f"{formula} gives {value}, the gold is {figure['number'] if figure else figures}"
    elif figure:
        yield from printed_failures(question)
    elif [Decimal(number) for number in figures] != list(operands.values()):
        yield "figures differ from operands"


def printed_failures(question):
    """Yield where a gold that is not computed differs from the printed figure, up to a power of a thousand."""
    figure, printed = question["figure"], question.get("printed", "0")
    number = Decimal(figure["number"])
    if abs(number) not in [rounded(magnitude(printed) * scale / figure["scale"], figure["decimals"]) for scale in SCALES]:
        yield f"printed {printed} is not the gold {number}"
    if number < 0 and not printed.startswith("("):
        yield f"the gold {number} is negative, the printed {printed} is not"
    if question.get("row") and bare(printed) not in map(bare, question["row"]["figures"]):
        yield f"printed {printed} is not in the row"


def copy_failures(question, filings):
    """Yield the first run of words that a question or answer shares with its evidence pages."""
    pages = f" {' '.join(word for place in question.get('evidence', ()) for word in words(filings.page(place)))} "
    for key, longest in LONGEST_RUN.items():
        said = words(question[key])
        runs = (" ".join(said[at : at + longest + 1]) for at in range(len(said) - longest))
        copied = next((run for run in runs if f" {run} " in pages), None)
        if copied:
            yield f"{key} copies: {copied}"


def failures(question, earlier, filings):
    """Return all failures of a question, and whether its pages were skipped because there is no loader for one of them."""
    found, skipped = list(shape_failures(question, earlier)), False
    try:
        found += gold_failures(question)
        skipped = not all(filings.readable(place["doc"]) for place in places(question))
        if not skipped:
            for check in (figure_failures, page_failures, copy_failures):
                found += check(question, filings)
    except (LookupError, ValueError, ArithmeticError) as error:
        found.append(str(error))
    return found, skipped


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    filings = Filings(parser.parse_args().folder)
    questions = [json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]
    earlier, unread, failed = set(), 0, 0
    for question in questions:
        found, skipped = failures(question, earlier, filings)
        earlier.add(question["id"])
        unread += skipped
        failed += len(found)
        for failure in found:
            sys.stdout.write(f"{question['id']}: {failure}\n")
    left = f", {unread} of them without their pages: there is no HTML loader" if unread else ""
    sys.stdout.write(f"{len(questions)} questions checked{left}; {failed} failures\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
