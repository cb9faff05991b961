"""The links, events and other figures beside the statements: each stands where its line says."""

import re

import pytest

from ingest.feeds import read_feed
from ingest.kinds.recognise import recognise_kind
from tests.sample.library import COMPANIES, EVENTS, LIBRARY, load


def of_type(name):
    return [line for line in EVENTS if line["type"] == name]


def squeezed(text):
    return re.sub(r"\s", "", text.replace("’", "'").replace("‐", "-"))


@pytest.mark.parametrize("line", [line for line in EVENTS if line.get("evidence")], ids=lambda line: line.get("id") or line["type"])
def test_evidence_stands_on_its_page(line):
    for one in line["evidence"]:
        loaded = load(one["document"])
        page = loaded.pages[one["page"] - 1]
        assert squeezed(one["quote"]) in squeezed(loaded.text[page.start : page.end])


def test_entries_of_the_companies_events_name_what_they_are_about():
    found = {}
    for path in sorted(LIBRARY.glob("*.xml")):
        for entry in read_feed(path.read_bytes(), name=path.name).entries:
            found[entry.key] = (path.stem, entry)
    lines = {line["entry"]: line for line in of_type("feed entry")}
    events = {line["id"] for line in of_type("event")}
    assert found.keys() >= lines.keys()
    for key, line in lines.items():
        feed, entry = found[key]
        assert feed == line["feed"]
        assert "2025-02-10" <= f"{entry.published:%Y-%m-%d}" <= "2025-02-16"
        assert line.get("about") in {None, *events}
        assert set(line["companies"]) <= set(COMPANIES.values())
    copied = next(line for line in lines.values() if "duplicate_of" in line)
    assert found[copied["entry"]][1].text == found[copied["duplicate_of"]][1].text
    corrected = next(line for line in lines.values() if "corrects" in line)
    assert found[corrected["entry"]][1].title.startswith("CORRECTED")
    assert lines[corrected["corrects"]]["wrong"] in found[corrected["corrects"]][1].title


def test_other_figures_are_printed_on_their_pages():
    figures = of_type("figure")
    assert {line["table"] for line in figures} >= {"segments", "adjusted", "guidance", "estimates", "operating", "note"}
    for line in figures:
        loaded = load(line["document"])
        page = loaded.pages[line["page"] - 1]
        assert squeezed(line["printed"].rstrip(")")) in squeezed(loaded.text[page.start : page.end]), line


def test_the_brokers_disagree():
    notes = [recognise_kind(load(name)) for name in ("thornbury-note-2025-02-14", "castlereach-note-2025-02-18")]
    events = [line for line in of_type("event") if line["event"] == "rating"]
    for note, event in zip(notes, events, strict=True):
        said = dict(note.details)
        expected = event["details"]
        assert said["broker"] == expected["broker"]
        assert said["rating"].casefold() == expected["rating"].casefold()
        assert said["target_price"].removeprefix("USD ") == expected["target"]
        assert said["price"].removeprefix("USD ") == expected["price"]
        assert said["price_date"] == expected["price_date"]
        assert note.disclosure_pages == (2,)
    assert events[0]["details"]["rating"] != events[1]["details"]["rating"]
