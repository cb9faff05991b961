"""Charts of the audit trail as bars of HTML, each with its figures as a table; all text escaped, nothing that is fetched."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from research.audit.spikes import RULE, Spike
from research.nouns.audit_tallies import AuditTally, DayTally, SentTally
from ui.render.escaping import escape_html, visible_line
from ui.render.words import counted

# More days than this are drawn as weeks, more weeks as months.
MOST_BARS = 62
MOST_SPIKES = 20
MOST_LINES = 20
_SENT_WORDS = {"model": "language model", "embedding": "passages to be embedded", "send": "digest"}


@dataclass(frozen=True, slots=True)
class Series:
    """One part of each bar: its name, its look (a class of the style sheet), and its number on a day."""

    name: str
    look: str
    of: Callable[[DayTally], int]


@dataclass(frozen=True, slots=True)
class DailyChart:
    """A chart by day: its title and parts, what it counts, and what it says of that number and of the questions asked."""

    title: str
    series: tuple[Series, ...]
    counts: Callable[[DayTally], int]
    says: Callable[[int, int], str]
    without: str


_REFUSED = Series("refused", "refused", lambda one: one.refused)
_MARKED = Series("passages", "marked", lambda one: one.marked)
_STRUCK = Series("sentences", "struck", lambda one: one.struck)
_QUESTIONS = (
    Series("answered", "answered", lambda one: one.answered),
    Series("in part", "partial", lambda one: one.partial),
    _REFUSED,
    Series("which is meant?", "unclear", lambda one: one.unclear),
)
DAILY = (
    DailyChart(
        "Questions",
        _QUESTIONS,
        lambda one: one.answered + one.partial,
        lambda number, asked: f"{counted(asked, 'question')}, {_share(number, asked)} answered or in part",
        "No question was asked.",
    ),
    DailyChart(
        "Refusals",
        (_REFUSED,),
        _REFUSED.of,
        lambda number, asked: f"{counted(number, 'question')} refused, {_share(number, asked)} of those asked",
        "No question was refused.",
    ),
    DailyChart(
        "Injection marks",
        (_MARKED,),
        _MARKED.of,
        lambda number, _: f"{counted(number, 'passage')} found for questions that speak to whoever answers",
        "No passage that was found speaks to whoever answers.",
    ),
    DailyChart(
        "Unsupported claims struck",
        (_STRUCK,),
        _STRUCK.of,
        lambda number, _: f"{counted(number, 'sentence')} of models not supported by the sources, and left out",
        "No sentence of a model was struck.",
    ),
)


@dataclass(frozen=True, slots=True)
class _Bar:
    """One bar: what it is of ("2026-11-26", "week of 2026-11-23", "2026-11"), and the number of each series."""

    label: str
    numbers: tuple[int, ...]


def daily_html(chart: DailyChart, tally: AuditTally, first: date | None, last: date) -> str:
    """Return one chart by day; where none of its parts has a number, what stands there instead."""
    if not any(part.of(day) for day in tally.days for part in chart.series):
        return _empty(chart.title, chart.without)
    asked, number = (sum(of(one) for one in tally.days) for of in (lambda day: day.questions, chart.counts))
    return _by_day(chart.title, chart.says(number, asked), chart.series, _days(tally, first, last))


def spikes_html(found: Sequence[Spike]) -> str:
    """Return the chart of hours in which a user did far more than usual, the busiest first."""
    shown = found[:MOST_SPIKES]
    lines = [(f"{one.user}, {one.hour:%Y-%m-%d %H}:00 UTC", one.acts) for one in shown]
    rows = [(one.user, f"{one.hour:%Y-%m-%d %H}:00", f"{one.acts:,}", f"{one.usual:g}") for one in shown]
    said = f"{counted(len(found), 'hour')} stand{'s' if len(found) == 1 else ''} out"
    said += f", the first {MOST_SPIKES} shown. {RULE}" if len(found) > MOST_SPIKES else f". {RULE}"
    table = _table(("User", "Hour (UTC)", "Things done", "Usual"), rows)
    return _card("Spikes", said, _lines(lines), table) if found else _empty("Spikes", f"No hour stands out. {RULE}")


def sent_html(sent: Sequence[SentTally]) -> str:
    """Return the chart of what was sent where, the most first; what left this machine says so."""
    if not sent:
        return _empty("What was sent where", "Nothing was sent to a model, an embedding endpoint or a reader of digests.")
    shown = sent[:MOST_LINES]
    lines = [(f"{_what(one)} to {one.place or 'an unnamed place'}", one.times) for one in shown]
    rows = [(_what(one), one.place, one.over, "yes" if one.remote else "no", f"{one.times:,}") for one in sent]
    away = sum(one.times for one in sent if one.remote)
    said = f"{sum(one.times for one in sent):,} times in all, {away:,} of them beyond this machine"
    heads = ("What", "Where", "Over", "Leaves this machine", "Times")
    return _card("What was sent where", said, _lines(lines), _table(heads, rows))


def _what(one: SentTally) -> str:
    return _SENT_WORDS.get(one.action, f"words of: {one.action}")


def _days(tally: AuditTally, first: date | None, last: date) -> list[DayTally]:
    """Return every day of a window, those without a row too; without a first day from the first that has one."""
    if not tally.days:
        return []
    begin, end = min(first or tally.days[0].day, tally.days[0].day), max(last, tally.days[-1].day)
    held = {one.day: one for one in tally.days}
    days = (begin + timedelta(days=at) for at in range(min((end - begin).days, 40_000) + 1))
    return [held.get(day) or DayTally(day) for day in days]


def _by_day(title: str, said: str, series: Sequence[Series], days: Sequence[DayTally]) -> str:
    unit, bars = _bars(series, days)
    most = max(sum(bar.numbers) for bar in bars) or 1
    drawn = "".join(_bar(bar, series, most) for bar in bars)
    busiest = max(bars, key=lambda bar: sum(bar.numbers))
    told = f"{title} by {unit}: {said}. The most in a {unit}: {sum(busiest.numbers):,}, {busiest.label}."
    names = "".join(f'<li><span class="rd-key rd-look-{one.look}"></span>{escape_html(one.name)}</li>' for one in series)
    legend = f'<ul class="rd-legend">{names}</ul>' if len(series) > 1 else ""
    chart = (
        f'<div class="rd-bars" role="img" aria-label="{escape_html(told)}">{drawn}</div>'
        f'<div class="rd-axis" aria-hidden="true"><span>{escape_html(bars[0].label)}</span><span>at most {most:,} a {unit}</span>'
        f"<span>{escape_html(bars[-1].label)}</span></div>{legend}"
    )
    rows = [(bar.label, *(f"{number:,}" for number in bar.numbers)) for bar in reversed(bars) if any(bar.numbers)]
    return _card(title, f"{said}; by {unit}", chart, _table((unit.capitalize(), *(one.name for one in series)), rows))


def _bars(series: Sequence[Series], days: Sequence[DayTally]) -> tuple[str, list[_Bar]]:
    """Return what a bar is of, day, week or month, and the bars."""
    for unit, label in (("day", _day_label), ("week", _week_label), ("month", _month_label)):
        sums: dict[str, list[int]] = {}
        for day in days:
            numbers = sums.setdefault(label(day.day), [0] * len(series))
            for at, one in enumerate(series):
                numbers[at] += one.of(day)
        if len(sums) <= MOST_BARS or unit == "month":
            return unit, [_Bar(name, tuple(numbers)) for name, numbers in sums.items()]
    raise AssertionError(days)


def _day_label(day: date) -> str:
    return f"{day:%Y-%m-%d}"


def _week_label(day: date) -> str:
    return f"week of {day - timedelta(days=day.weekday()):%Y-%m-%d}"


def _month_label(day: date) -> str:
    return f"{day:%Y-%m}"


def _bar(bar: _Bar, series: Sequence[Series], most: int) -> str:
    parts = "".join(
        f'<span class="rd-look-{one.look}" style="height:{number / most:.2%}"></span>'
        for one, number in zip(series, bar.numbers, strict=True)
        if number
    )
    words = ", ".join(f"{number:,} {one.name}" for one, number in zip(series, bar.numbers, strict=True) if number) or "none"
    return f'<div class="rd-bar" title="{escape_html(f"{bar.label}: {words}")}">{parts}</div>'


def _lines(lines: Sequence[tuple[str, int]]) -> str:
    """Return bars that lie, each with its name and number."""
    most = max((number for _, number in lines), default=1) or 1
    drawn = "".join(
        f'<li><span class="rd-line-name">{escape_html(visible_line(name))}</span><span class="rd-line-room" aria-hidden="true">'
        f'<span style="width:{number / most:.2%}"></span></span><span class="rd-line-number">{number:,}</span></li>'
        for name, number in lines
    )
    return f'<ul class="rd-lines">{drawn}</ul>'


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    head = "".join(f'<th scope="col">{escape_html(one)}</th>' for one in heads)
    body = "".join(f"<tr>{''.join(f'<td>{escape_html(cell)}</td>' for cell in row)}</tr>" for row in rows)
    return f'<table class="rd-table"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def _card(title: str, said: str, chart: str, table: str) -> str:
    return (
        f'<section class="rd-chart" data-testid="chart"><h3>{escape_html(title)}</h3><p class="rd-small rd-muted">{escape_html(said)}</p>'
        f"{chart}"
        f'<details class="rd-more"><summary>{escape_html(title)} as a table</summary><div class="rd-table-room" tabindex="0" role="region" '
        f'aria-label="{escape_html(title)} as a table">{table}</div></details></section>'
    )


def _empty(title: str, said: str) -> str:
    return (
        f'<section class="rd-chart rd-chart-empty" data-testid="chart"><h3>{escape_html(title)}</h3>'
        f'<p class="rd-small rd-muted">{escape_html(said)}</p></section>'
    )


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.0%}" if whole else "0%"
