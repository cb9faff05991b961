"""Problems seeded into the sample's reports are told in kind and place; the untouched reports raise no doubt that is not true."""

from datetime import timedelta
from functools import cache

from ingest.metadata import read_metadata
from ingest.statements.facts import read_facts
from research.nouns.quality import Severity
from tests.bench.filings import Reading
from tests.bench.quality_seeds import SEEDINGS, case_of, draw_seeds, findings, is_found
from tests.sample.library import DOCUMENTS, load

COMPANY = "wexcombe"


@cache
def cases():
    held = []
    for name in (one for one in DOCUMENTS if one.startswith(COMPANY)):
        metadata = read_metadata(load(name))
        facts = read_facts(load(name), metadata, document_id=name, company=metadata.company)
        held.append(case_of(Reading(name, load(name), metadata, facts), COMPANY))
    return tuple(held)


def soon():
    return max(one.document.period_end for one in cases()) + timedelta(days=30)


def test_untouched_reports_have_no_errors_and_no_warnings():
    assert [one.message for one in findings(cases(), soon()) if one.severity is not Severity.NOTE] == []


def test_seeded_problems_of_each_kind_are_told_in_kind_and_place():
    before = findings(cases(), soon())
    seeds = list(draw_seeds(cases(), len(SEEDINGS), seed=5))
    missed = [(one.kind, one.what) for one in seeds if is_found(one, before, findings(one.cases, one.on)) != "found"]
    assert (len({one.kind for one in seeds}), missed) == (len(SEEDINGS), [])
