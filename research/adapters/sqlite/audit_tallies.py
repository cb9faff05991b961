"""What rows of the audit trail come to, counted by the database: a page over 100,000 rows is there within two seconds.

Details are looked up by their text: a name and its value stand as `["name", "value"]`, and within values quotation marks are escaped.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from datetime import UTC, date, datetime

from research.adapters.sqlite.packing import pack_instant
from research.nouns.audit import AuditFilter
from research.nouns.audit_tallies import AuditTally, DayTally, HourTally, SentTally

# What asks, and what may tell of sentences that were struck.
_ASKING = "('ask', 'grid')"
_STRIKING = "('ask', 'grid', 'draft', 'struck')"
MOST_PLACES = 100
# Values that a row of the trail may have; one that was changed past this program may have others, which count as nothing.
_STATUSES = {"answered": "answered", "partial": "partial", "insufficient_evidence": "refused", "needs_clarification": "unclear"}

_Values = Mapping[str, str | int | None]


def conditions(wanted: AuditFilter) -> tuple[str, dict[str, str | int | None]]:
    """Return a filter as what stands behind WHERE, for the table `audit` called a, and the values in it."""
    found = {"user": wanted.user, "action": wanted.action}
    parts = [f"a.{name} = :{name}" for name, value in found.items() if value]
    values: dict[str, str | int | None] = {name: value for name, value in found.items() if value}
    for name, sign, at in (("since", ">=", wanted.since), ("until", "<", wanted.until)):
        if at is not None:
            parts.append(f"a.at {sign} :{name}")
            values[name] = pack_instant(at)
    for number, word in enumerate(wanted.words):
        parts.append(f"instr(lower(a.subject), lower(:word{number})) > 0")
        values[f"word{number}"] = word
    if wanted.before is not None:
        parts.append("a.id < :before")
        values["before"] = wanted.before
    return " AND ".join(parts) or "1", values


def tally(connection: sqlite3.Connection, wanted: AuditFilter) -> AuditTally:
    """Return what the rows wanted come to."""
    where, values = conditions(wanted)
    actions = connection.execute(f"SELECT a.action, count(*) FROM audit AS a WHERE {where} GROUP BY 1 ORDER BY 2 DESC, 1", values)  # noqa: S608
    counts = tuple((str(name), int(count)) for name, count in actions)
    return AuditTally(
        sum(count for _, count in counts),
        counts,
        _days(connection, where, values),
        _hours(connection, where, values),
        _sent(connection, where, values),
    )


def _days(connection: sqlite3.Connection, where: str, values: _Values) -> tuple[DayTally, ...]:
    days: dict[str, dict[str, int]] = {}
    # Read out first: a grouping would carry the whole details of each row along.
    found = connection.execute(
        f"WITH said AS MATERIALIZED (SELECT substr(a.at, 1, 10) AS day, "  # noqa: S608
        f"CASE WHEN a.action IN {_ASKING} THEN {_value('status')} ELSE '' END AS status, "
        f"CAST({_value('marked')} AS INTEGER) AS marked, CAST({_value('struck')} AS INTEGER) AS struck "
        f"FROM audit AS a WHERE a.action IN {_STRIKING} AND {where}) "
        f"SELECT day, status, count(*), sum(marked), sum(struck) FROM said GROUP BY 1, 2",
        values,
    )
    for day, status, count, marked, struck in found:
        of_day = days.setdefault(str(day), {})
        for name, number in ((_STATUSES.get(status, ""), count), ("marked", marked), ("struck", struck)):
            of_day[name] = of_day.get(name, 0) + int(number or 0)
    read = ((_day(day), {name: count for name, count in of_day.items() if name}) for day, of_day in sorted(days.items()))
    return tuple(DayTally(day, **of_day) for day, of_day in read if day is not None)


def _hours(connection: sqlite3.Connection, where: str, values: _Values) -> tuple[HourTally, ...]:
    found = connection.execute(
        f"SELECT a.user, substr(a.at, 1, 13), count(*) FROM audit AS a WHERE {where} GROUP BY 1, 2 ORDER BY 1, 2",  # noqa: S608
        values,
    )
    read = ((str(user), _hour(str(hour)), int(count)) for user, hour, count in found)
    return tuple(HourTally(user, hour, count) for user, hour, count in read if hour is not None)


def _sent(connection: sqlite3.Connection, where: str, values: _Values) -> tuple[SentTally, ...]:
    found = connection.execute(
        f"SELECT action, place, over, remote, count(*) FROM ("  # noqa: S608
        f"SELECT a.action, {_value('endpoint')} AS place, {_value('model')} AS over, {_value('remote')} = 'yes' AS remote "
        f"FROM audit AS a WHERE a.action IN ('model', 'embedding') AND {where} "
        f"UNION ALL SELECT a.action, {_value('to')}, {_value('channel')}, {_value('channel')} = 'mail' "
        f"FROM audit AS a WHERE a.action = 'send' AND {_value('state')} <> 'failed' AND {where} "
        f"UNION ALL SELECT a.action, {_value('embedded_at')}, 'embedding', 1 "
        f'FROM audit AS a WHERE instr(a.details, \'["embedded_at", "\') > 0 AND {where}) '
        f"GROUP BY 1, 2, 3, 4 ORDER BY 5 DESC, 1, 2, 3 LIMIT {MOST_PLACES}",
        values,
    )
    return tuple(SentTally(str(action), str(place), str(over), bool(remote), int(count)) for action, place, over, remote, count in found)


def _value(name: str) -> str:
    """Return the value of a detail in SQL, "" where a row has none of the name."""
    begin = f'["{name}", "'
    rest = f"substr(a.details, instr(a.details, '{begin}') + {len(begin)}, 400)"
    return f"CASE WHEN instr(a.details, '{begin}') > 0 THEN substr({rest}, 1, max(instr({rest}, '\"]') - 1, 0)) ELSE '' END"


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _hour(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(f"{text}:00").replace(tzinfo=UTC)
    except ValueError:
        return None
