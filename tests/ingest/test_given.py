"""The caller's words: metadata files, which file a line is for, and values that do not fit."""

import json
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from ingest.given import apply_given, as_text, check_fields, fields_for, read_metadata_file
from ingest.loaded import Metadata
from research.errors import UsageError
from research.nouns.documents import Kind, Tier


def lines_of(tmp_path, *records):
    file = tmp_path / "metadata.jsonl"
    file.write_text("\n".join(record if isinstance(record, str) else json.dumps(record) for record in records), encoding="utf-8")
    return read_metadata_file(file)


def test_a_line_is_for_a_path_a_name_or_a_stem(tmp_path):
    file = tmp_path / "reports" / "a.pdf"
    file.parent.mkdir()
    file.touch()
    records = [
        {"path": "reports/a.pdf", "company": "Quillmere"},
        {"name": "a.pdf", "form_type": "10-K"},
        "",
        {"name": "a", "fiscal_year": 2024},
        {"name": "b.pdf", "company": "Tarrowby"},
        {"path": str(tmp_path / "a.pdf"), "ticker": "NOT"},
    ]
    assert fields_for(file, lines_of(tmp_path, *records)) == (("company", "Quillmere"), ("form_type", "10-K"), ("fiscal_year", "2024"))


def test_a_later_line_goes_before_an_earlier_one_and_null_says_nothing(tmp_path):
    lines = lines_of(tmp_path, {"name": "a", "company": "One", "ticker": None}, {"name": "a", "company": "Two"})
    assert fields_for(tmp_path / "a.pdf", lines) == (("company", "Two"),)


def test_keys_that_are_no_field_are_named(tmp_path):
    (line,) = lines_of(tmp_path, {"name": "a", "sector": "Industrials", "company": "One"})
    assert (line.unknown, line.fields) == (("sector",), (("company", "One"),))


@pytest.mark.parametrize(
    ("record", "words"),
    [
        ("{not json", "line 1 is not JSON"),
        ("[1]", "line 1 is not an object"),
        ({"company": "One"}, "line 1 names no file"),
        ({"name": "a", "fiscal_year": "FY24"}, "line 1: fiscal_year 'FY24' does not fit"),
        ({"name": "a", "kind": "novel"}, "line 1: kind 'novel' does not fit"),
        ({"name": "a", "period_end": "31.12.2024"}, "line 1: period_end '31.12.2024' does not fit"),
        ({"name": "a", "company": " "}, "line 1: company ' ' does not fit"),
    ],
)
def test_a_line_that_does_not_fit_is_named_before_any_file_is_read(tmp_path, record, words):
    with pytest.raises(UsageError, match=words.replace("(", r"\(")):
        lines_of(tmp_path, record)


def test_a_metadata_file_that_is_not_there_is_a_usage_error(tmp_path):
    with pytest.raises(UsageError, match="No such file"):
        read_metadata_file(tmp_path / "gone.jsonl")


def test_values_are_read_as_what_they_are_and_marked_as_the_callers():
    before = Metadata(title="Printed", company="Printed Inc", sources=(("title", "page 1"), ("company", "page 1")))
    given = {
        "company": "Quillmere",
        "kind": "results",
        "tier": "third party",
        "fiscal_year": "2024",
        "period_end": "2024-06-30",
        "published_at": "2024-08-01T09:00:00+02:00",
        "label": "internal",
    }
    after = apply_given(before, given)
    assert (after.title, after.company, after.kind, after.tier) == ("Printed", "Quillmere", Kind.RESULTS, Tier.THIRD_PARTY)
    assert (after.fiscal_year, after.period_end) == (2024, date(2024, 6, 30))
    assert after.published_at == datetime(2024, 8, 1, 7, tzinfo=UTC)
    assert after.sources[0] == ("title", "page 1")
    assert dict(after.sources[1:]) == dict.fromkeys(given, "caller")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Kind.RESULTS, "results"),
        (Tier.THIRD_PARTY, "third party"),
        (2024, "2024"),
        (date(2024, 6, 30), "2024-06-30"),
        (datetime(2024, 8, 1, 9, tzinfo=timezone(timedelta(hours=2))), "2024-08-01T09:00:00+02:00"),
    ],
)
def test_values_travel_as_text(value, text):
    assert as_text(value) == text


def test_an_unknown_field_is_a_usage_error_that_lists_the_known():
    with pytest.raises(UsageError, match="'sector' is no field of a document; fields: title, company"):
        check_fields([("sector", "x")], where="--set")


@pytest.mark.parametrize(
    ("record", "words"),
    [
        ({"name": "a", "company": ["One", "Two"]}, "company is neither text nor a number"),
        ({"name": "a", "fiscal_year": True}, "fiscal_year is neither text nor a number"),
        ({"path": "a\0b.pdf"}, "is no path of a file"),
        ({"path": "~nobody-of-this-name/a.pdf"}, "is no path of a file"),
        ({"path": "a" * 5000}, "is no path of a file"),
        ("[" * 100_000, "is not JSON"),
        ('{"name": "a", "fiscal_year": ' + "9" * 5000 + "}", "is not JSON"),
    ],
)
def test_a_hostile_line_is_a_usage_error(tmp_path, record, words):
    with pytest.raises(UsageError, match=words):
        lines_of(tmp_path, record)
