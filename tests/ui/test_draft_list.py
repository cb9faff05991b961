"""The list of drafts, the outline of one, and its versions, as lines."""

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from research.nouns.drafts import DraftState, SectionConflict
from research.nouns.editing import DraftSummary, DraftVersion, SignOff, SignOffAction, Withheld
from tests.ui.word.notes import AT, own_draft
from ui.render.draft_list import saved_words, summary_html
from ui.render.draft_outline import file_stem, outline_label, withheld_words
from ui.render.draft_versions import sign_off_words, version_html, version_label

NOW = datetime(2026, 3, 2, 11, 0, tzinfo=ZoneInfo("Europe/London"))
SIGNED = SignOff("d1", 7, "0123456789abcdef" * 4, SignOffAction.REVIEWED, "ann", AT, "fine", is_own=True)


def test_a_draft_s_line_says_how_far_it_is_whose_company_and_when_it_was_saved():
    line = summary_html(DraftSummary("d1", "A <b>note</b>", "Fennimore plc", "results-note", DraftState.REVIEWED, 7, AT, "ann", 2), NOW)
    assert 'class="rd-draft-state rd-draft-reviewed">Reviewed<' in line
    assert "A &lt;b&gt;note&lt;/b&gt;" in line
    assert "Fennimore plc · Results note" in line
    assert "saved 09:30:00, version 7" in line
    assert "2 open items" in line


def test_the_clock_is_the_reader_s_and_another_day_is_named():
    tokyo = datetime(2026, 3, 2, 12, 0, tzinfo=UTC).astimezone(ZoneInfo("Asia/Tokyo"))
    assert saved_words(AT, 7, tokyo) == "saved 18:30:00, version 7"
    assert saved_words(AT.replace(day=1), 7, tokyo) == "saved 1 March 2026, 18:30:00, version 7"


def test_the_outline_marks_what_is_open_and_what_two_tabs_wrote():
    draft = own_draft(open_items=("rating", "Results: To be written"))
    first, second = (replace(one, id=f"s{at}") for at, one in enumerate(draft.sections))
    draft = replace(draft, sections=(first, second), conflicts=(SectionConflict("s1", "other", 3, AT),))
    assert outline_label(draft, first) == "○ Results"
    assert outline_label(draft, second) == "≠ Outlook & risks"


def test_what_is_withheld_is_named_and_nothing_else():
    assert withheld_words(()) == ()
    (line,) = withheld_words((Withheld("s1", "Results", 2), Withheld("s2", "Outlook", 1)))
    assert "Results (2 pieces), Outlook (1 piece)" in line


def test_a_file_is_called_after_its_draft_and_version():
    assert file_stem(own_draft(title="Fennimore, plc: results/2", version=7)) == "fennimore-plc-results-2-v7"


def test_a_version_says_its_hash_and_who_signed_it():
    version = DraftVersion(7, AT, SIGNED.sha256, DraftState.REVIEWED, "tab", (SIGNED,))
    line = version_html(version, NOW, is_shown=True, is_own=True)
    assert "content 0123456789ab<" in line
    assert "shown" in line
    assert "this tab" in line
    words = sign_off_words(SIGNED, NOW)
    assert words == "Reviewed by ann, the writer alone, 2 March 2026, 09:30:00, version 7, content 0123456789ab: “fine”"
    assert words in line
    assert version_label(version, NOW) == "version 7 · reviewed · saved 09:30:00"
