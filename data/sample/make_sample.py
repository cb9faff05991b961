"""Makes the sample library: papers of fictional companies in `library/`, and what is true of them in `truth*.jsonl`.

Five sets of news are no part of the library: the one that rules were tuned on is made in `news/dev/`, four for judging them in
`news/unseen/`, `news/held/`, `news/fresh/` and `news/fourth/`.

Run `python data/sample/make_sample.py [FOLDER]` (needs the [dev] extra and a Chinese font: see README.md). The same inputs give the
same bytes. `--without-chinese` leaves out the papers that need the font, and `truth-events.jsonl`.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from making.checks import check
from making.events import event_lines
from making.figures import Filing, read_filings
from making.inline import write_inline
from making.news import company_lines, read_feeds, truth_lines, write_feeds
from making.pdf import write_pdf
from making.truth import table_figures, truth
from making.words import fill
from making.workbook import write_workbook

HERE = Path(__file__).resolve().parent
SOURCE = HERE / "source"
# The sets of news that are no part of the library.
NEWS = ("dev", "unseen", "held", "fresh", "fourth")
WITHOUT_CHINESE = "--without-chinese"
# One file of figures each. The two papers that were first stand first in the truth file.
COMPANIES = ("quillmere", "tarrowby", "quillmere-2024-parts", "osgrove", "wexcombe", "jiangyu")
FIRST = ("quillmere-10k-2024", "tarrowby-10k-2024")


def main(folder: Path, *, chinese: bool = True) -> None:
    """Write the library and its truth into `folder`; raises ValueError for figures that do not tie."""
    library = folder / "library"
    library.mkdir(parents=True, exist_ok=True)
    filings = [filing for name in COMPANIES for filing in read_filings(SOURCE / f"{name}.toml")]
    check(filings)
    facts: list[str] = []
    figures: list[str] = []
    for filing in sorted(filings, key=lambda one: one.name not in FIRST):
        if chinese or not filing.chinese:
            of_statements, of_tables = _write(filing, library)
            facts += of_statements
            figures += of_tables
    for name in NEWS:
        beside = folder / "news" / name
        _write_news(SOURCE / "news" / name, feeds=beside, truth=beside)
    entries = _write_news(SOURCE / "news" / "frozen", feeds=library, truth=folder)
    _write_lines(folder / "truth.jsonl", facts)
    if chinese:
        _write_lines(folder / "truth-events.jsonl", [*event_lines(SOURCE / "events.toml", library, entries), *figures])


def _write(filing: Filing, library: Path) -> tuple[list[str], list[str]]:
    """Write one paper; return the lines of its statements' figures, and those of its other tables'."""
    path = library / f"{filing.name}.{filing.cover.get('file', 'pdf')}"
    source = SOURCE / f"{filing.name}.md"
    prose = fill(source.read_text(encoding="utf-8"), filing) if source.is_file() else ""
    if path.suffix == ".xlsx":
        pages = write_workbook(path, filing)
    elif path.suffix == ".htm":
        pages = write_inline(path, filing, prose)
    else:
        pages = write_pdf(path, filing, prose)
    facts = [line for name, grid in filing.statements.items() if name in pages for line in truth(filing, grid, pages[name])]
    figures = [line for name, grid in filing.tables.items() if name in pages for line in table_figures(filing, grid, pages[name])]
    return facts, figures


def _write_news(source: Path, *, feeds: Path, truth: Path) -> dict[str, list[dict[str, Any]]]:
    """Write a set of news: its feeds, and what is true of them beside the companies that it knows; return each feed's entries."""
    feeds.mkdir(parents=True, exist_ok=True)
    read = read_feeds(source)
    write_feeds(read, source, feeds)
    _write_lines(truth / "truth-news.jsonl", truth_lines(read, source))
    _write_lines(truth / "companies.jsonl", company_lines(source))
    return {feed["name"]: feed["entries"] for feed in read}


def _write_lines(path: Path, lines: Sequence[str]) -> None:
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


if __name__ == "__main__":
    arguments = [one for one in sys.argv[1:] if one != WITHOUT_CHINESE]
    main(Path(arguments[0]) if arguments else HERE, chinese=WITHOUT_CHINESE not in sys.argv)
