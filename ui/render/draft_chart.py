"""A chart of a draft as SVG: columns or lines in one style, each point with its figure, all text escaped, nothing that is fetched."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from research.nouns.drafts import ChartBlock, ChartForm, ChartSeries
from ui.render.escaping import escape_html, visible_line

WIDTH, HEIGHT = 420, 212
_LEFT, _RIGHT, _TOP, _BOTTOM = 6, 6, 30, 22
_COLOURS = 4
_LEAST_GAP = Decimal("0.001")
_LABEL_ROOM = 12
_WIDEST_BAR = 38
_ABOVE, _BELOW, _LABEL_HEIGHT = 7, 13, 10


def chart_svg(block: ChartBlock) -> str:
    """Return the chart as an SVG element, said in words to those who do not see it; the same block gives the same text."""
    scale = _Scale(block)
    drawn = _columns(block, scale) if block.form is ChartForm.COLUMNS else _lines(block, scale)
    words = escape_html(visible_line(f"{block.caption}. {block.alt_text}"))
    inside = "".join([*_frame(block, scale), *drawn, *_legend(block)])
    return f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{words}" preserveAspectRatio="xMidYMid meet">{inside}</svg>'


class _Scale:
    """Where values and labels of a chart stand."""

    def __init__(self, block: ChartBlock) -> None:
        values = [value for series in block.series for value in series.values if value is not None]
        low, high = min(values, default=Decimal(0)), max(values, default=Decimal(0))
        if block.form is ChartForm.COLUMNS or low < 0:
            low, high = min(low, Decimal(0)), max(high, Decimal(0))
        room = (high - low) / 10 or abs(high) / 10 or Decimal(1)
        self.low = low - (room if low < 0 or block.form is ChartForm.LINES else 0)
        self.high = high + room
        self.step = Decimal(WIDTH - _LEFT - _RIGHT) / max(len(block.labels), 1)

    def y(self, value: Decimal) -> Decimal:
        """Return how far down a value stands."""
        share = (value - self.low) / max(self.high - self.low, _LEAST_GAP)
        return _TOP + (HEIGHT - _TOP - _BOTTOM) * (1 - share)

    def x(self, at: int) -> Decimal:
        """Return where the middle of a label stands."""
        return _LEFT + self.step * at + self.step / 2


def _frame(block: ChartBlock, scale: _Scale) -> Iterator[str]:
    base = scale.y(max(scale.low, Decimal(0)) if scale.low <= 0 <= scale.high else scale.low)
    yield f'<line class="zero" x1="{_LEFT}" x2="{WIDTH - _RIGHT}" y1="{_at(base)}" y2="{_at(base)}"/>'
    for at, label in enumerate(block.labels):
        yield f'<text class="axis" x="{_at(scale.x(at))}" y="{HEIGHT - 6}" text-anchor="middle">{escape_html(visible_line(label))}</text>'


def _columns(block: ChartBlock, scale: _Scale) -> Iterator[str]:
    count = len(block.series)
    width = min(scale.step * Decimal("0.76") / count, Decimal(_WIDEST_BAR))
    zero = scale.y(Decimal(0))
    for number, series in enumerate(block.series):
        for at, value in enumerate(series.values):
            if value is None:
                continue
            left = scale.x(at) - width * count / 2 + width * number
            top, bottom = min(scale.y(value), zero), max(scale.y(value), zero)
            expected = " expected" if block.estimates_from is not None and at >= block.estimates_from else ""
            yield (
                f'<rect class="bar c{number % _COLOURS + 1}{expected}" x="{_at(left + 1)}" y="{_at(top)}" width="{_at(width - 2)}" '
                f'height="{_at(bottom - top)}"/>'
            )
            below = bottom + _LABEL_ROOM if value < 0 else top - 4
            yield f'<text x="{_at(left + width / 2)}" y="{_at(below)}" text-anchor="middle">{_shown(value, block.unit)}</text>'


def _lines(block: ChartBlock, scale: _Scale) -> Iterator[str]:
    labels = _label_places(block, scale)
    for number, series in enumerate(block.series):
        colour = f"c{number % _COLOURS + 1}"
        for run in _runs(series):
            points = " ".join(f"{_at(scale.x(at))},{_at(scale.y(value))}" for at, value in run)
            yield f'<polyline class="line {colour}" points="{points}"/>'
            for at, value in run:
                yield f'<circle class="{colour}" cx="{_at(scale.x(at))}" cy="{_at(scale.y(value))}" r="2.6"/>'
                yield (
                    f'<text x="{_at(scale.x(at))}" y="{_at(labels[number, at])}" text-anchor="middle">{_shown(value, block.unit)}</text>'
                )


def _label_places(block: ChartBlock, scale: _Scale) -> dict[tuple[int, int], Decimal]:
    """Return how far down the figure of each point stands: above it, below it where another's stands there, never over each other."""
    found: dict[tuple[int, int], Decimal] = {}
    for at in range(len(block.labels)):
        points = [(scale.y(value), number) for number, one in enumerate(block.series) if (value := one.values[at]) is not None]
        last = Decimal(0)
        for y, number in sorted(points):
            above = y - _ABOVE
            last = found[number, at] = above if above - last >= _LABEL_HEIGHT else max(y + _BELOW, last + _LABEL_HEIGHT)
    return found


def _runs(series: ChartSeries) -> Iterator[list[tuple[int, Decimal]]]:
    """Yield the stretches of a line between which figures are lacking."""
    run: list[tuple[int, Decimal]] = []
    for at, value in enumerate(series.values):
        if value is not None:
            run.append((at, value))
        elif run:
            yield run
            run = []
    if run:
        yield run


def _legend(block: ChartBlock) -> Iterator[str]:
    left = _LEFT
    for number, series in enumerate(block.series):
        name = visible_line(series.name)
        yield f'<rect class="bar c{number % _COLOURS + 1}" x="{left}" y="5" width="10" height="10"/>'
        yield f'<text x="{left + 14}" y="14">{escape_html(name)}</text>'
        left += 30 + 6 * len(name)


def _shown(value: Decimal, unit: str) -> str:
    """Return a figure over its point: brackets for a loss, decimals where it is small."""
    places = 2 if "share" in unit else 0 if abs(value) >= 1000 else 1
    digits = f"{abs(value):,.{places}f}"
    sign = "%" if unit == "%" else ""
    return escape_html(f"({digits}{sign})" if value < 0 else f"{digits}{sign}")


def _at(value: Decimal | int) -> str:
    return f"{Decimal(value):.1f}"
