"""A chart's figures as a table: a row for each category, a column for each series, from the values stored in the chart itself."""

from __future__ import annotations

from lxml import etree

from ingest.grids import GridCell
from ingest.office.elements import attribute, child, children, local, whole
from ingest.sheets.display import show_number

MOST_POINTS = 10_000


def chart_rows(chart: etree._Element) -> tuple[str, list[list[GridCell]]]:
    """Return the chart's title ("" without) and its rows, the first with the series' names; no rows for a chart without values."""
    title = " ".join("".join(one.text or "" for one in _named(child(chart, "chart", "title"), "t")).split())
    series = [one for one in chart.iter() if local(one) == "ser"]
    categories: dict[int, str] = {}
    columns: list[tuple[str, dict[int, str]]] = []
    for one in series:
        for name in ("cat", "xVal"):
            categories |= {at: text for at, text in _points(child(one, name)).items() if at not in categories}
        values = _points(child(one, "val")) or _points(child(one, "yVal"))
        if values:
            columns.append((" ".join(_points(child(one, "tx")).values()), values))
    if not columns:
        return title, []
    heads = [GridCell(name, at) for at, (name, _) in enumerate(columns, 1)]
    rows = [heads]
    for point in sorted(set().union(categories, *(values for _, values in columns))):
        cells = [GridCell(categories.get(point, ""), 0)]
        rows.append(cells + [GridCell(values.get(point, ""), at) for at, (_, values) in enumerate(columns, 1)])
    return title, rows


def _points(holder: etree._Element | None) -> dict[int, str]:
    """Return the stored texts or numbers of a reference by their index, numbers in their format."""
    if holder is None:
        return {}
    found: dict[int, str] = {}
    for cache in _named(holder, "strCache", "numCache", "strLit", "numLit", "lvl"):
        code = child(cache, "formatCode")
        general = (code.text if code is not None else None) or "General"
        for point in list(children(cache, "pt"))[:MOST_POINTS]:
            value = child(point, "v")
            text = (value.text or "") if value is not None else ""
            if local(cache).startswith("num"):
                text = show_number(text, attribute(point, "formatCode") or general)
            place = whole(attribute(point, "idx"))
            found[place] = f"{text} {found[place]}" if place in found else text
    return found


def _named(element: etree._Element | None, *names: str) -> list[etree._Element]:
    return [] if element is None else [one for one in element.iter() if local(one) in names]
