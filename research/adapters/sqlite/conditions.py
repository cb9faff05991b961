"""What every read asks of a document, in SQL: may this reader see it, may it be found, is it wanted.

The conditions are over `documents AS d`. Lists travel as JSON arrays, so no number of ids is too large for a statement.
"""

from __future__ import annotations

from research.adapters.sqlite.packing import pack_instant_or_none, pack_json
from research.nouns.access import Access
from research.nouns.queries import DocumentFilter

Parameters = dict[str, str | int | None]

# Of a closed company the public documents alone are left, and news that is about it is its own, whatever else it is about.
_LABELLED = """(:labels IS NULL OR d.label IN (SELECT value FROM json_each(:labels)))
    AND (:closed IS NULL OR d.label = 'public' OR ((d.company IS NULL OR d.company NOT IN (SELECT value FROM json_each(:closed)))
        AND NOT EXISTS (SELECT 1 FROM news_companies AS about
            WHERE about.document = d.seq AND about.company IN (SELECT value FROM json_each(:closed)))))"""

# A publication date that is not known compares as NULL, and so leaves the document out.
VISIBLE = f"{_LABELLED} AND (:as_of IS NULL OR (d.published_at <= :as_of AND d.known_at <= :as_of))"

UNDATED = f"{_LABELLED} AND :as_of IS NOT NULL AND d.published_at IS NULL AND d.known_at <= :as_of"

# Older versions of what `d` is a version of.
OLDER = "(p.id = d.supersedes OR p.source_key = d.source_key) AND p.seq < d.seq"

# A new version that is not complete yet waits while an older one answers, so that no source answers twice.
FINDABLE = f"""(d.state = 'complete' OR (d.state IN ('parsed', 'lexical') AND NOT EXISTS (
    SELECT 1 FROM documents AS p WHERE {OLDER} AND p.state IN ('parsed', 'lexical', 'complete'))))"""  # noqa: S608 - constants only

# What a document is called and is, one on a line, so that no word runs over the end of one.
_CALLED = " || char(10) || ".join(
    (
        *("d.name", "d.title", "COALESCE(d.company, '')", "COALESCE(d.ticker, '')", "COALESCE(d.form_type, '')"),
        *("COALESCE(substr(d.published_at, 1, 10), '')", "d.kind", "d.tier", "d.label"),
    )
)

# Each enters a statement only where it restricts, so that SQLite finds the documents by an index: there may be 100,000 of them.
_WANTED = {
    "companies": "d.company IN (SELECT value FROM json_each(:companies))",
    "form_types": "d.form_type IN (SELECT value FROM json_each(:form_types))",
    "fiscal_years": "d.fiscal_year IN (SELECT value FROM json_each(:fiscal_years))",
    "names": "d.name IN (SELECT value FROM json_each(:names))",
    "ids": "d.id IN (SELECT value FROM json_each(:ids))",
    "kinds": "d.kind IN (SELECT value FROM json_each(:kinds))",
    "known_from": "d.known_at >= :known_from",
    "known_before": "d.known_at < :known_before",
    "source_start": "d.source_key >= :source_start AND d.source_key < :source_end",
    "named_in": "instr(:named_in, d.name) > 0",
    "said": f"NOT EXISTS (SELECT 1 FROM json_each(:said) AS w WHERE instr(casefold({_CALLED}), w.value) = 0)",  # noqa: S608 - constants
}


def access_parameters(access: Access) -> Parameters:
    """Return what VISIBLE and UNDATED need."""
    return {
        "labels": None if access.labels is None else pack_json(sorted(access.labels)),
        "as_of": pack_instant_or_none(access.as_of),
        "closed": pack_json(sorted(access.closed)) if access.closed else None,
    }


def filter_parameters(wanted: DocumentFilter) -> Parameters:
    """Return what the conditions of `wanted` need; an empty field does not restrict."""
    lists = {
        "companies": wanted.companies,
        "form_types": wanted.form_types,
        "fiscal_years": wanted.fiscal_years,
        "names": wanted.names,
        "ids": wanted.ids,
        "kinds": wanted.kinds,
        "said": tuple(one.casefold() for one in wanted.said),
    }
    packed: Parameters = {name: pack_json(values) if values else None for name, values in lists.items()}
    came = {"known_from": pack_instant_or_none(wanted.known_from), "known_before": pack_instant_or_none(wanted.known_before)}
    start = wanted.source_start
    source = {"source_start": start or None, "source_end": after_all(start) if start else None}
    return packed | came | source | {"named_in": wanted.named_in or None}


def after_all(start: str) -> str:
    """Return the text that stands next behind all texts that begin so."""
    return start[:-1] + chr(ord(start[-1]) + 1)


def wanted_by(parameters: Parameters) -> str:
    """Return the conditions that the parameters of a filter bring, each with AND before it, "" for none."""
    return "".join(f" AND {condition}" for name, condition in _WANTED.items() if parameters[name] is not None)
