"""The page of drafts run without a browser: a new draft, its list, a section edited, two tabs, versions."""

import re
from dataclasses import replace
from functools import partial

import pytest
from streamlit.testing.v1 import AppTest

from research.drafting.editing.texts import text_of
from research.nouns.access import Access
from research.nouns.drafts import Draft
from research.settings import load_settings
from research.workspace import Workspace
from tests.ui.word.notes import own_draft
from tests.waiting import LONG_SECONDS
from ui.pages.desk import Desk
from ui.pages.drafts_desk import DraftsDesk, NewDraft
from ui.pages.drafts_state import DraftsState

COMPANY = "Quillmere Pumps & Instruments, Inc."


def page(desk) -> None:
    from ui.pages import drafts
    from ui.pages.boundary import page_boundary

    with page_boundary():
        drafts.show(desk)


def as_it_is(access: Access, draft: Draft) -> Draft:
    return draft


@pytest.fixture(scope="module")
def workspace(sample_home):
    with Workspace.open(load_settings(sample_home), create=False) as opened:
        yield opened


@pytest.fixture
def desk(workspace, request):
    """Return the page's desk for a reader of the test's own."""
    settings = workspace.settings.model_copy(update={"user": request.node.name[:60]})
    return DraftsDesk(workspace, Desk(workspace, settings, partial(bytes, 0)), as_it_is, soon=LONG_SECONDS)


@pytest.fixture
def written(desk):
    """Return a results note that was written for the reader."""
    return desk.write(NewDraft("results-note", COMPANY, elements={"rating": "Hold"}))


def opened(desk, **address):
    app = AppTest.from_function(page, args=(desk,), default_timeout=LONG_SECONDS)
    for name, value in address.items():
        app.query_params[name] = str(value)
    app.run()
    assert not app.exception
    return app


def html(app):
    return "\n".join(element.proto.body for element in app.get("html"))


def field(app):
    """Return the field of the section's text."""
    (found,) = [one for one in app.text_area if one.key.startswith("draft-text-")]
    return found


def section_of(desk, draft, heading):
    return next(one for one in desk.open(draft.id, None, "look").draft.sections if one.heading == heading)


def in_section(desk, draft, heading):
    """Return the page with a section of a draft open."""
    return opened(desk, draft=draft.id, section=section_of(desk, draft, heading).id)


def test_a_reader_without_drafts_is_told_what_one_is(desk):
    app = opened(desk)
    assert "None yet. A new draft is written from a template" in html(app)
    app.button(key="drafts-new").click().run()
    assert app.radio(key="new-template").value == "tear-sheet"
    assert app.button(key="new-write").disabled
    assert COMPANY in app.selectbox(key="new-company").options


def test_a_new_draft_is_written_with_what_was_given_and_opened(desk):
    app = opened(desk)
    app.button(key="drafts-new").click().run()
    app.radio(key="new-template").set_value("results-note")
    app.selectbox(key="new-company").set_value(COMPANY).run()
    app.text_input(key="new-results-note-rating").set_value("Hold")
    app.button(key="new-write").click().run()
    assert not app.exception
    (summary,) = desk.drafts()
    assert (summary.template, summary.company, summary.version) == ("results-note", COMPANY, 1)
    assert app.query_params["draft"] == summary.id
    assert f"{COMPANY.replace('&', '&amp;')}: results" in html(app)
    elements = {one.name: one.value for one in desk.open(summary.id, None, "look").draft.elements}
    assert elements["rating"] == "Hold"
    app.button(key="draft-back").click().run()
    assert "version 1" in html(app)
    assert "open items" in html(app)


def test_the_same_draft_again_is_its_next_version(desk, written):
    app = opened(desk)
    app.button(key="drafts-new").click().run()
    app.radio(key="new-template").set_value("results-note")
    app.selectbox(key="new-company").set_value(COMPANY).run()
    assert "You have this draft: version 1" in html(app)
    assert "Writing it anew makes version 2" in html(app)
    app.button(key="new-open").click().run()
    assert app.query_params["draft"] == written.id
    desk.edit(written.id, section_of(desk, written, "Opinion").id, "We like it.", base=1, tab="other")
    app.button(key="draft-back").click().run()
    app.button(key="drafts-new").click().run()
    app.radio(key="new-template").set_value("results-note")
    app.selectbox(key="new-company").set_value(COMPANY).run()
    assert "You have worked on it: a new one is written beside it." in html(app)
    app.button(key="new-write").click().run()
    assert len(desk.drafts()) == 2


def test_a_topic_is_asked_for_where_the_template_is_about_one(desk):
    app = opened(desk)
    app.button(key="drafts-new").click().run()
    app.radio(key="new-template").set_value("topic-brief")
    app.selectbox(key="new-company").set_value(COMPANY).run()
    app.button(key="new-write").click().run()
    assert "The topic is empty" in html(app)
    app.radio(key="new-template").set_value("peer-comparison").run()
    assert COMPANY not in app.multiselect(key="new-peers").options


def test_a_section_stands_in_a_field_beside_its_evidence(desk, written):
    app = in_section(desk, written, "What management says")
    assert field(app).value == text_of(section_of(desk, written, "What management says"))
    assert "[" in field(app).value
    shown = html(app)
    assert 'data-testid="draft-source"' in shown
    assert "10-K FY2024" in shown
    app = in_section(desk, written, "Results")
    assert 'data-testid="draft-table"' in html(app)
    assert "{{table: The newest period beside the same of the year before}}" in field(app).value


def test_what_is_typed_is_saved_and_said_to_be(desk, written):
    app = in_section(desk, written, "Opinion")
    field(app).set_value("We think margins recover.").run()
    assert not app.exception
    assert text_of(section_of(desk, written, "Opinion")) == "We think margins recover."
    assert "version 2" in html(app)
    assert field(app).value == "We think margins recover."
    field(app).set_value("We think margins recover. Costs fall.").run()
    assert text_of(section_of(desk, written, "Opinion")) == "We think margins recover. Costs fall."


def test_a_text_that_cannot_be_saved_stays_and_is_said_not_to_be_saved(desk, written):
    app = in_section(desk, written, "Opinion")
    long = "word " * 9_000
    field(app).set_value(long).run()
    shown = html(app)
    assert "Not saved: what stands in the field." in shown
    assert "nothing was saved" in shown
    other = section_of(desk, written, "Outlook")
    app.button(key=f"draft-section-{other.id}").click().run()
    assert "Not saved: Opinion. This tab keeps the text" in html(app)
    app.button(key=f"draft-section-{section_of(desk, written, 'Opinion').id}").click().run()
    assert field(app).value == long
    assert "Not saved" in html(app)


def test_another_tab_s_text_of_the_same_section_is_kept_and_a_choice_asked_for(desk, written):
    first = in_section(desk, written, "Opinion")
    second = in_section(desk, written, "Opinion")
    field(second).set_value("The other tab wrote this.").run()
    first.run()
    assert "Another tab has saved this section." in html(first)
    assert "It changed: Opinion." in html(first)
    field(first).set_value("This tab wrote that.").run()
    shown = html(first)
    assert "This section has 2 texts" in shown
    (both,) = [one for one in first.button if one.key.startswith("draft-both-")]
    both.click().run()
    assert not first.exception
    assert field(first).value == "This tab wrote that. The other tab wrote this."
    assert "This section has 2 texts" not in html(first)


@pytest.mark.parametrize(("button", "text"), [("draft-own-", "This tab wrote that."), ("draft-other-", "The other tab wrote this.")])
def test_one_of_two_texts_may_stand(desk, written, button, text):
    first = in_section(desk, written, "Opinion")
    desk.edit(written.id, section_of(desk, written, "Opinion").id, "The other tab wrote this.", base=1, tab="other")
    field(first).set_value("This tab wrote that.").run()
    (chosen,) = [one for one in first.button if one.key.startswith(button)]
    chosen.click().run()
    assert not first.exception
    assert field(first).value == text
    assert text_of(section_of(desk, written, "Opinion")) == text
    assert "This section has 2 texts" not in html(first)


def test_three_texts_of_a_section_are_asked_about_once(desk, written):
    first = in_section(desk, written, "Opinion")
    section = section_of(desk, written, "Opinion").id
    desk.edit(written.id, section, "The second tab wrote this.", base=1, tab="b")
    desk.edit(written.id, section, "The third tab wrote so.", base=1, tab="c")
    field(first).set_value("This tab wrote that.").run()
    assert html(first).count("This section has 3 texts") == 1
    keys = [one.key.removesuffix(f"-{section}") for one in first.button if section in one.key]
    assert [one for one in keys if one in {"draft-own", "draft-both"}] == ["draft-own", "draft-both"]
    assert [one.label for one in first.button if one.key.startswith("draft-other-")] == ["Take that of version 2", "Take that of version 3"]
    first.button(key=f"draft-both-{section}").click().run()
    assert not first.exception
    assert sorted(field(first).value.split(". ")) == ["The second tab wrote this", "The third tab wrote so.", "This tab wrote that"]
    assert "This section has" not in html(first)


def test_an_edit_of_another_section_elsewhere_is_told_and_kept(desk, written):
    app = in_section(desk, written, "Opinion")
    desk.edit(written.id, section_of(desk, written, "Outlook").id, "All is well.", base=1, tab="other")
    app.run()
    assert "It changed: Outlook." in html(app)
    app.button(key="draft-understood").click().run()
    assert "It changed" not in html(app)
    field(app).set_value("We agree.").run()
    assert text_of(section_of(desk, written, "Outlook")) == "All is well."
    assert text_of(section_of(desk, written, "Opinion")) == "We agree."


def test_what_another_tab_saved_just_before_is_told_too(desk, written):
    app = in_section(desk, written, "Opinion")
    desk.edit(written.id, section_of(desk, written, "Outlook").id, "All is well.", base=1, tab="other")
    field(app).set_value("We agree.").run()
    shown = html(app)
    assert "version 2. It changed: Outlook." in shown
    app.button(key="draft-understood").click().run()
    assert "It changed" not in html(app)


def test_an_older_version_is_read_with_what_changed_since(desk, written):
    app = in_section(desk, written, "Opinion")
    field(app).set_value("We think so.").run()
    app.segmented_control(key="draft-beside-choice").set_value("Versions").run()
    assert "<ins>We think so.</ins>" in html(app)
    app.button(key="draft-version-open-1").click().run()
    assert "You read version 1 of 2." in html(app)
    assert app.query_params["version"] == "1"
    (read,) = app.text_area
    assert read.disabled
    assert "To be written" in read.value
    app.button(key="draft-newest").click().run()
    assert field(app).value == "We think so."


def test_a_draft_of_somebody_else_is_not_there(desk, written, workspace):
    settings = workspace.settings.model_copy(update={"user": "somebody else"})
    other = DraftsDesk(workspace, Desk(workspace, settings, partial(bytes, 0)), as_it_is, soon=LONG_SECONDS)
    app = opened(other, draft=written.id)
    assert f"no draft {written.id}" in html(app).casefold()
    app.button(key="draft-back").click().run()
    assert "None yet." in html(app)


@pytest.mark.parametrize(("ending", "begins"), [(".md", b"# Quillmere"), (".html", b"<!doctype html>"), (".docx", b"PK")])
def test_the_shown_version_is_taken_along_as_a_file(desk, written, ending, begins):
    assert desk.file(written, ending).startswith(begins)
    app = opened(desk, draft=written.id)
    assert len(app.get("download_button")) == 3


WRONG = "Net sales rose 6.4% to $1,284.6 million in 2024. Diluted EPS was $2.12 in FY2024. We like the shares."


def test_each_sentence_stands_with_what_it_rests_on_and_may_be_let_stand(desk, written):
    app = in_section(desk, written, "Opinion")
    field(app).set_value(WRONG).run()
    shown = html(app)
    assert "2 mismatches, 1 not checkable" in shown
    assert "$2.09 per share" in shown
    app.button(key="draft-accept-1").click().run()
    assert "A reason has 1 to 500 characters" in html(app)
    (reason,) = [one for one in app.text_input if one.key.startswith("draft-reason-1-")]
    reason.set_value("basic, as agreed")
    app.button(key="draft-accept-1").click().run()
    assert "Let stand: basic, as agreed" in html(app)
    app.button(key="draft-withdraw-1").click().run()
    assert "Let stand: basic" not in html(app)
    app.button(key="draft-found-1").click().run()
    assert "Found, not cited yet" in html(app)


def test_a_source_that_was_found_is_cited_at_a_press(desk, written):
    app = in_section(desk, written, "Opinion")
    field(app).set_value("Quillmere's net sales were $1,284.6 million in 2024.").run()
    assert "found in the library, not cited" in html(app)
    app.button(key="draft-cite-0").click().run()
    assert not app.exception
    assert "by its footnote" in html(app)
    assert re.fullmatch(r"Quillmere's net sales were \$1,284.6 million in 2024. \[\d+\]", field(app).value)


def test_what_keeps_a_draft_from_release_is_listed_and_elements_are_given(desk, written):
    app = in_section(desk, written, "Opinion")
    field(app).set_value(WRONG).run()
    app.segmented_control(key="draft-beside-choice").set_value("Sign-off").run()
    shown = html(app)
    assert "4 things to settle before release" in shown
    assert "Element “price date” is open" in shown
    assert "is $2.09 per share, not $2.12" in shown
    element(app, "price date").set_value("14 February 2025").run()
    assert "Price date is saved." in html(app)
    assert "Element “price date” is open" not in html(app)
    assert {one.name: one.value for one in desk.open(written.id, None, "look").draft.elements}["price date"] == "14 February 2025"


def element(app, name):
    (found,) = [one for one in app.text_input if one.key.startswith("draft-element-") and one.key.endswith(f"-{name}")]
    return found


def signed(desk, written):
    """Return the page with a draft that was reviewed and released on it."""
    app = in_section(desk, written, "Opinion")
    field(app).set_value("We like the shares.").run()
    app.segmented_control(key="draft-beside-choice").set_value("Sign-off").run()
    element(app, "price date").set_value("14 February 2025").run()
    element(app, "disclaimer").set_value("This is no offer.").run()
    assert "Nothing keeps it from release." in html(app)
    (comment,) = [one for one in app.text_input if one.key.startswith("draft-comment-")]
    comment.set_value("read with the 10-K")
    app.button(key="draft-sign-reviewed").click().run()
    app.button(key="draft-sign-released").click().run()
    assert not app.exception
    return app


def test_a_draft_is_reviewed_and_released_and_says_by_whom(desk, written):
    app = signed(desk, written)
    opened_now = desk.open(written.id, None, "look")
    assert opened_now.draft.state.value == "released"
    shown = html(app)
    assert f"version {opened_now.draft.version}, content {opened_now.sha256[:12]}: “read with the 10-K”" in shown
    assert "Released by test_a_draft_is_reviewed" in shown
    (read,) = app.text_area
    assert read.disabled


def test_an_edit_of_a_released_draft_asks_once_and_makes_it_a_draft(desk, written):
    app = signed(desk, written)
    released = desk.open(written.id, None, "look").draft.version
    app.button(key="draft-edit-anyway").click().run()
    assert "Your first change makes it a draft again." in html(app)
    field(app).set_value("We like the shares less.").run()
    shown = html(app)
    assert "the draft is one again" in shown
    assert desk.open(written.id, None, "look").draft.state.value == "draft"
    assert desk.open(written.id, released, "look").draft.state.value == "released"
    field(app).set_value("We do not like the shares.").run()
    assert not app.exception
    assert text_of(section_of(desk, written, "Opinion")) == "We do not like the shares."


def test_a_passage_is_found_and_put_in_word_for_word(desk, written):
    app = in_section(desk, written, "Opinion")
    app.segmented_control(key="draft-beside-choice").set_value("Find more").run()
    app.text_input(key="draft-query").set_value("start-up of the Hedley plant").run()
    assert "passages found" in html(app)
    insert = next(one for one in app.button if one.key.startswith("draft-insert-"))
    insert.click().run()
    assert not app.exception
    assert "The passage stands at the end of the section." in html(app)
    (claim,) = section_of(desk, written, "Opinion").claims[-1:]
    assert claim.citations
    assert " ".join(claim.citations[0].quote.split()) == claim.text
    assert claim.text in field(app).value


def test_a_source_is_pinned_left_out_and_replaced(desk, written):
    app = in_section(desk, written, "What management says")
    pin = next(one for one in app.button if one.key.startswith("draft-pin-"))
    pin.click().run()
    assert "pinned: used first" in html(app)
    (choice,) = desk.open(written.id, None, "look").draft.choices
    assert choice.use.value == "pinned"
    next(one for one in app.button if one.key.startswith("draft-back-")).click().run()
    assert desk.open(written.id, None, "look").draft.choices == ()
    replacing = next(one for one in app.button if one.key.startswith("draft-replace-"))
    marker = replacing.key.removeprefix("draft-replace-")
    replacing.click().run()
    assert f"Choose what takes the place of source [{marker}]." in html(app)
    use = [one for one in app.button if one.key.startswith("draft-use-")]
    use[-1].click().run()
    assert not app.exception
    assert f"Source [{marker}] is replaced." in html(app)
    assert f"[{marker}]" not in text_of(section_of(desk, written, "What management says"))


def test_a_section_is_written_anew_and_what_stood_there_is_kept(desk, written):
    app = in_section(desk, written, "What management says")
    before = field(app).value
    field(app).set_value("Nothing much.").run()
    app.button(key="draft-anew-now").click().run()
    assert not app.exception
    assert field(app).value == before
    assert "Written anew." in html(app)
    texts = [text_of(one) for one in desk.open(written.id, 2, "look").draft.sections if one.heading == "What management says"]
    assert texts == ["Nothing much."]


def test_words_of_a_draft_are_text_alone(desk, workspace):
    bad = "<script>alert(1)</script> [x](javascript:1) \u202e"
    draft = own_draft(title=bad, company=bad)
    sections = tuple(replace(one, heading=f"{bad}{at}") for at, one in enumerate(draft.sections))
    workspace.drafts.save(desk.access, replace(draft, id="bad", sections=sections), expected=0)
    for app in (opened(desk), opened(desk, draft="bad")):
        shown = html(app)
        assert "<script>" not in shown
        assert "&lt;script&gt;" in shown
        assert "\u202e" not in shown + "".join(one.label for one in app.button)
        assert not any("](" in one.label for one in app.button)


def test_a_mark_opens_its_source(desk, written):
    app = in_section(desk, written, "What management says")
    state = app.session_state["drafts"]
    assert isinstance(state, DraftsState)
    app.session_state["drafts"] = replace(state, marker="1")
    app.run()
    assert not app.exception
    assert "Source [1]" in html(app)
    app.button(key="draft-source-close").click().run()
    assert "Source [1]" not in html(app)
