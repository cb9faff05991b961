"""What a workbook's cells refer to: its sheets in order, the texts that cells share, and the number format of each style."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from lxml import etree

from ingest.office.elements import attribute, child, children, local, whole
from ingest.office.package import Package
from ingest.sheets.sight import PLAIN, WHITE, Colour, Runs, look_of, seen_styles
from research.errors import CannotReadError
from research.text.patterns import read_beside

GENERAL = "General"
# An indent step, in points; a cell's own leading blanks count a third of it each.
INDENT_STEP = 9.0


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet as the workbook lists it: its name, its part, "worksheet" or another kind, and whether it is hidden."""

    name: str
    part: str
    kind: str
    hidden: bool


@dataclass(frozen=True, slots=True)
class Style:
    """How cells of one style are shown: number format, how far they are set in (points), whether their letters are not seen, their ground.

    `ground` is None where it is not known.
    """

    code: str = GENERAL
    indent: float = 0.0
    unseen: bool = False
    ground: Colour | None = WHITE


@dataclass(frozen=True, slots=True)
class Workbook:
    """An open workbook: sheets, shared texts, styles by index, whether days count from 1904.

    `runs` are those shared texts that have runs of a look of their own, by their index: each run's words and font.
    """

    sheets: tuple[Sheet, ...]
    texts: tuple[str, ...]
    runs: Mapping[int, Runs]
    styles: tuple[Style, ...]
    from_1904: bool

    def style(self, index: str | None) -> Style:
        """Return a cell's style; the plain one for an index that the workbook does not define."""
        at = int(index) if index and index.isdigit() else 0
        return self.styles[at] if at < len(self.styles) else Style()


def open_workbook(package: Package) -> Workbook:
    """Return what the workbook's cells refer to; raises CannotReadError for a file that is no readable workbook."""
    main = package.main()
    if main.endswith(".bin"):
        raise CannotReadError(f"{package.name}: is a binary workbook (.xlsb), which is not read", "save it as .xlsx")
    root = package.xml(main)
    if local(root) != "workbook":
        raise CannotReadError(f"{package.name}: its main part is no workbook", "check what was saved under this name")
    properties = child(root, "workbookPr")
    texts, runs = _shared_texts(package, main)
    return Workbook(
        sheets=tuple(_sheets(package, main, root)),
        texts=texts,
        runs=runs,
        styles=tuple(_styles(package, main)),
        from_1904=properties is not None and properties.get("date1904") in ("1", "true"),
    )


def rich_text(element: etree._Element) -> str:
    """Return the words of a shared or inline text: its runs together, without the readings of East Asian characters."""
    parts = []
    for one in element:
        name = local(one)
        if name == "t":
            parts.append(one.text or "")
        elif name == "r":
            parts.extend(run.text or "" for run in children(one, "t"))
    return "".join(parts)


def runs_of(element: etree._Element) -> Runs:
    """Return the runs of a shared or inline text that have a look of their own, with those beside them; () when none has."""
    found = []
    for one in element:
        if local(one) == "r":
            found.append((rich_text(one), look_of(child(one, "rPr"))))
        elif local(one) == "t":
            found.append((one.text or "", PLAIN))
    return tuple(found) if any(look != PLAIN for _, look in found) else ()


def _sheets(package: Package, main: str, root: etree._Element) -> Iterator[Sheet]:
    relations = {one.id: one for one in package.relations(main)}
    listed = [sheet for group in children(root, "sheets") for sheet in children(group, "sheet")]
    for number, sheet in enumerate(listed, 1):
        key = attribute(sheet, "id") or ""
        name = str(sheet.get("name") or f"Sheet{number}")
        relation = relations.get(key)
        hidden = sheet.get("state") in ("hidden", "veryHidden")
        yield Sheet(name, relation.target if relation else "", relation.kind if relation else "", hidden)


def _shared_texts(package: Package, main: str) -> tuple[tuple[str, ...], dict[int, Runs]]:
    part = package.related(main, "sharedStrings")
    texts: list[str] = []
    runs: dict[int, Runs] = {}
    for one in package.elements(part, "si") if part else ():
        if found := runs_of(one):
            runs[len(texts)] = found
        texts.append(rich_text(one))
    return tuple(texts), runs


@cache
def _known_formats() -> dict[int, str]:
    raw = read_beside(__file__, "number_formats.toml")
    return {int(number): str(code) for number, code in raw.items()}


def _styles(package: Package, main: str) -> Iterator[Style]:
    part = package.related(main, "styles")
    if part is None:
        return
    root = package.xml(part)
    codes = dict(_known_formats())
    for group in children(root, "numFmts"):
        codes |= {whole(one.get("numFmtId")): str(one.get("formatCode") or GENERAL) for one in children(group, "numFmt")}
    formats = [one for group in children(root, "cellXfs") for one in children(group, "xf")]
    for one, (unseen, ground) in zip(formats, seen_styles(root, formats), strict=True):
        alignment = child(one, "alignment")
        steps = whole(alignment.get("indent")) if alignment is not None else 0
        yield Style(codes.get(whole(one.get("numFmtId")), GENERAL), INDENT_STEP * min(steps, 20), unseen, ground)
