"""Inline XBRL: contexts, units and tags into `TaggedFact`s, and the cover page's `dei` facts into stated metadata."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import islice

from ingest.html.markup import Element, attribute, name_of, text_of
from ingest.html.transforms import date_of, number_of
from ingest.html.walk import Places
from ingest.loaded import Stated, TaggedFact

SOURCE = "inline XBRL (dei)"
_NIL = ("{http://www.w3.org/2001/XMLSchema-instance}nil", "xsi:nil")
_FIELDS = {
    "entityregistrantname": "company",
    "tradingsymbol": "ticker",
    "documenttype": "form_type",
    "documentperiodenddate": "period_end",
    "documentfiscalyearfocus": "fiscal_year",
    "documentfiscalperiodfocus": "fiscal_period",
}
LONGEST_FIGURE = 200
LONGEST_STATED = 300
# Elements inside a context or a unit: a period, and a member for each of a few axes.
MOST_INSIDE = 500


@dataclass(frozen=True, slots=True)
class Context:
    """When a figure holds and for what: `begins` None for an instant; `dimensions` pairs axis and member."""

    begins: date | None
    ends: date | None
    dimensions: tuple[tuple[str, str], ...]


@dataclass(slots=True)
class Tagging:
    """What a page declares and tags: contexts and units by id, figures and `dei` texts in document order."""

    contexts: dict[str, Context] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)
    figures: list[Element] = field(default_factory=list)
    cover: list[Element] = field(default_factory=list)


def read_tagging(root: Element) -> Tagging:
    """Return everything that a page declares and tags, hidden parts included."""
    found = Tagging()
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        name = name_of(element.tag)
        if name == "ix:nonfraction":
            found.figures.append(element)
        elif name == "ix:nonnumeric" and attribute(element, "name").lower().startswith("dei:"):
            found.cover.append(element)
        elif name == "context":
            found.contexts[element.get("id") or ""] = _context(element)
        elif name == "unit":
            found.units[element.get("id") or ""] = _unit(element)
    return found


def tagged_facts(tagging: Tagging, places: Places) -> Iterable[TaggedFact]:
    """Return every tagged figure in document order, with its place in the text where it is printed."""
    nothing = Context(None, None, ())
    for element in tagging.figures:
        context = tagging.contexts.get(attribute(element, "contextRef"), nothing)
        start, end = places.get(element, (-1, -1))
        printed = text_of(element, LONGEST_FIGURE)
        nil = any(element.get(name) in {"true", "1"} for name in _NIL)
        form, scale, sign = (attribute(element, name) for name in ("format", "scale", "sign"))
        yield TaggedFact(
            name=attribute(element, "name"),
            value=None if nil else number_of(printed, form, scale=scale, sign=sign),
            text=printed,
            unit=tagging.units.get(attribute(element, "unitRef")),
            begins=context.begins,
            ends=context.ends,
            dimensions=context.dimensions,
            start=start,
            end=end,
        )


def stated_on_cover(tagging: Tagging) -> Iterable[Stated]:
    """Return the fields that the cover page's `dei` facts state, those of the registrant as a whole before those of a part."""
    whole: list[Stated] = []
    part: list[Stated] = []
    for element in tagging.cover:
        field_name = _FIELDS.get(attribute(element, "name").lower().removeprefix("dei:"))
        value = _stated_value(field_name, element) if field_name else ""
        if field_name and value:
            context = tagging.contexts.get(attribute(element, "contextRef"))
            (part if context and context.dimensions else whole).append(Stated(field_name, value, SOURCE))
    return (*whole, *part)


def _stated_value(field_name: str, element: Element) -> str:
    text = text_of(element, LONGEST_STATED)
    if field_name == "period_end":
        on = date_of(text, attribute(element, "format"))
        return on.isoformat() if on else ""
    if field_name == "ticker":
        return text if text.isascii() and text.upper() not in {"NONE", "N/A", "NA", "TRUE"} and len(text) <= 12 else ""
    return text


def _context(element: Element) -> Context:
    begins = ends = None
    dimensions: list[tuple[str, str]] = []
    for inner in islice(element.iter(), MOST_INSIDE):
        name = name_of(inner.tag) if isinstance(inner.tag, str) else ""
        if name == "startdate":
            begins = _date(inner)
        elif name in {"enddate", "instant"}:
            ends = _date(inner)
        elif name in {"explicitmember", "typedmember"}:
            dimensions.append((inner.get("dimension") or "", text_of(inner, LONGEST_STATED)))
    return Context(begins, ends, tuple(dimensions))


def _unit(element: Element) -> str:
    """Return a unit as declared, without prefixes: "USD", "shares", "pure", "USD/shares"."""
    above: list[str] = []
    below: list[str] = []
    for inner in islice(element.iter(), MOST_INSIDE):
        if isinstance(inner.tag, str) and name_of(inner.tag) == "measure":
            parent = inner.getparent()
            under = parent is not None and isinstance(parent.tag, str) and name_of(parent.tag) == "unitdenominator"
            (below if under else above).append(text_of(inner, 60).rpartition(":")[2])
    return "/".join(filter(None, ("*".join(above), "*".join(below))))


def _date(element: Element) -> date | None:
    try:
        return date.fromisoformat(text_of(element, 40)[:10])
    except ValueError:
        return None
