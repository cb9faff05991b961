"""The editor over the sample's filings: what sentences rest on, passages put in, sources chosen, a section written anew."""

from datetime import UTC, datetime

import pytest

from research.citations import Quote
from research.drafting.editing.sources import cited_only
from research.drafting.writing.writer import Subject
from research.errors import NotFoundError, QuoteNotFoundError, UsageError
from research.nouns.access import Access
from research.nouns.answers import Verdict
from research.nouns.documents import ANNUAL_FORMS
from research.nouns.drafts import DraftState, SourceChoice, SourceUse, TableBlock
from research.nouns.editing import SupportedBy
from research.nouns.queries import DocumentFilter
from research.settings import load_settings
from research.workspace import Workspace

NOW = datetime(2025, 3, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def workspace(sample_home):
    with Workspace.open(load_settings(sample_home), create=False) as opened:
        yield opened


@pytest.fixture(scope="module")
def written(workspace):
    """Return a tear sheet on Quillmere as it is written for anyone."""
    access = Access("anyone")
    company = next(one for one in workspace.directory.companies(access) if "Quillmere" in one.name)
    return workspace.drafting.write(workspace.drafting.shelf.the("tear-sheet"), Subject(company), access, NOW), company


@pytest.fixture
def bench(workspace, written, request):
    return Bench(workspace, *written, request.node.name)


class Bench:
    """A tear sheet on a company of a reader of its own, being edited."""

    def __init__(self, workspace, written, company, user):
        self.workspace, self.editor, self.access, self.written = workspace, workspace.draft_editor, Access(user), (written, company)
        self.id = workspace.drafting.keep(written, self.access).id
        self.filing = next(
            one
            for one in workspace.documents.find(self.access, DocumentFilter(companies=company.spellings, form_types=tuple(ANNUAL_FORMS)))
            if one.fiscal_year == 2024
        )

    @property
    def draft(self):
        """Return the newest version."""
        return self.editor.open(self.id, self.access, tab="t").draft

    def section(self, heading):
        """Return a section of the newest version."""
        return next(one for one in self.draft.sections if one.heading == heading)

    def write(self, heading, text):
        """Save a section's text and return what it rests on."""
        saved = self.editor.edit(self.id, self.section(heading).id, text, self.access, base=self.draft.version, tab="t")
        return self.editor.support(saved.draft, saved.section, self.access)


def test_sentences_as_written_from_their_sources_are_supported_by_their_footnotes(bench):
    found = bench.editor.support(bench.draft, bench.section("Business"), bench.access)
    assert {(one.verdict, one.by) for one in found} == {(Verdict.SUPPORTED, SupportedBy.FOOTNOTE)}
    assert all(one.markers and one.citation for one in found)


@pytest.mark.parametrize(
    ("text", "verdict", "expected"),
    [
        ("Quillmere's net sales rose 5.4% to $1,284.6 million in 2024.", Verdict.SUPPORTED, None),
        ("Quillmere's net sales were $1,284.6 billion in 2024.", Verdict.MISMATCH, "$1,284.6 million"),
        ("We like the shares.", Verdict.NOT_CHECKABLE, None),
        ("Brackwater's net sales were $12 million in 2024.", Verdict.NO_EVIDENCE, None),
        ("Opinion: the worst of the new plant is over.", Verdict.NOT_CHECKABLE, None),
        ("Opinion: Quillmere's net sales were $1,284.6 billion in 2024.", Verdict.MISMATCH, "$1,284.6 million"),
    ],
)
def test_a_typed_sentence_without_a_mark_is_looked_for_in_the_library(bench, text, verdict, expected):
    (found,) = bench.write("Business", text)
    assert (found.verdict, found.expected, found.markers) == (verdict, expected, ())
    assert (found.by is SupportedBy.LIBRARY) == (found.citation is not None)


def test_a_sentence_takes_what_it_leaves_unsaid_from_the_one_before(bench):
    _, found = bench.write("Business", "Quillmere's net sales rose in 2024. Its operating income was $133.9 million.")
    assert found.verdict is Verdict.SUPPORTED
    _, found = bench.write("Business", "Quillmere's net sales rose in 2023. Its operating income was $133.9 million.")
    assert (found.verdict, found.reason.endswith("that is the figure of FY2024")) == (Verdict.NOT_CHECKABLE, True)


def test_a_passage_is_put_in_word_for_word_and_a_wrong_figure_is_held_against_it(bench):
    section = bench.section("Business")
    said = "Operating income fell 12.9% to $133.9 million"
    page = next(
        number
        for number in range(1, bench.filing.page_count + 1)
        for _, text in bench.workspace.documents.pages(bench.access, bench.filing.id, [number])
        if said in " ".join(text.split())
    )
    saved = bench.editor.insert(bench.id, section.id, Quote(bench.filing.id, page, said), bench.access, tab="t")
    claim = saved.section.claims[-1]
    assert (claim.text, claim.citations[0].page) == (said, page)
    marker = claim.citations[0].marker
    assert any(one.citation.marker == marker and one.title for one in saved.draft.sources)
    (found,) = bench.write("Business", f"Operating income fell 12.9% to $143.9 million in 2024. [{marker}]")
    assert (found.verdict, found.markers) == (Verdict.MISMATCH, (marker,))
    assert "133.9" in found.expected


def test_a_source_is_swapped_for_another(bench):
    section = bench.section("Risks")
    marker = section.claims[0].citations[0].marker
    other = bench.section("Business").claims[0].citations[0]
    place = Quote(other.document_id, other.page, other.quote, (other.start, other.end))
    saved = bench.editor.swap(bench.id, section.id, place, bench.access, marker=marker, tab="t")
    assert saved.section.claims[0].text == section.claims[0].text
    assert [(one.document_id, one.start) for one in saved.section.claims[0].citations] == [(other.document_id, other.start)]
    assert bench.editor.support(saved.draft, saved.section, bench.access)[0].verdict is not Verdict.SUPPORTED
    with pytest.raises(UsageError, match=r"no sentence of section “Risks” has the mark \[999\]"):
        bench.editor.swap(bench.id, section.id, place, bench.access, marker="999")


def test_a_sentence_cites_the_source_that_was_found_for_it(bench):
    (found,) = bench.write("Business", "Quillmere's net sales rose 5.4% to $1,284.6 million in 2024.")
    place = Quote(found.citation.document_id, found.citation.page, found.citation.quote, (found.citation.start, found.citation.end))
    section = bench.section("Business").id
    saved = bench.editor.cite(bench.id, section, place, bench.access, text=found.text, tab="t")
    (cited,) = bench.editor.support(saved.draft, saved.section, bench.access)
    assert (cited.verdict, cited.by, len(cited.markers)) == (Verdict.SUPPORTED, SupportedBy.FOOTNOTE, 1)
    with pytest.raises(UsageError, match="no sentence of section “Business” says"):
        bench.editor.cite(bench.id, section, place, bench.access, text=found.text, tab="t")


def test_words_that_do_not_stand_there_are_not_put_in(bench):
    section = bench.section("Risks")
    with pytest.raises(QuoteNotFoundError, match="does not carry the passage"):
        bench.editor.insert(bench.id, section.id, Quote(bench.filing.id, 1, "Sales tripled to $9 million."), bench.access)
    with pytest.raises(NotFoundError):
        bench.editor.insert(bench.id, section.id, Quote("nothing", 1, "Sales."), bench.access)
    assert bench.draft.version == 1


def test_a_section_is_written_anew_and_the_others_stay(bench):
    before = bench.section("Business")
    bench.write("Business", "My own words.")
    bench.write("Risks", "My risks.")
    saved = bench.editor.regenerate(bench.id, before.id, bench.access, tab="t")
    assert [one.text for one in saved.section.claims] == [one.text for one in before.claims]
    assert bench.editor.text_of(saved.section) == bench.editor.text_of(before)
    assert bench.editor.text_of(bench.section("Risks")) == "My risks."
    assert bench.workspace.ledger.events(bench.access)[0].action == "draft regenerate"


def test_a_section_of_figures_is_written_anew_as_it_was(bench):
    before = bench.section("Key figures")
    bench.write("Key figures", "Nothing.")
    after = bench.editor.regenerate(bench.id, before.id, bench.access, tab="t").section
    assert [block for block in after.blocks if isinstance(block, TableBlock)] == [
        block for block in before.blocks if isinstance(block, TableBlock)
    ]


def test_excluded_sources_are_not_used_and_pinned_ones_are_used_first(bench):
    section = bench.section("Business")
    pages = {one.page for claim in section.claims for one in claim.citations}
    source, page = bench.filing.id, max(pages)
    bench.editor.choose(bench.id, SourceChoice(section.id, source, page, SourceUse.EXCLUDED), bench.access)
    after = bench.editor.regenerate(bench.id, section.id, bench.access).section
    assert after.claims
    assert page not in {one.page for claim in after.claims for one in claim.citations}
    bench.editor.choose(bench.id, SourceChoice(section.id, source, page, SourceUse.EXCLUDED), bench.access, back=True)
    bench.editor.choose(bench.id, SourceChoice(section.id, source, page, SourceUse.PINNED), bench.access)
    pinned = bench.editor.regenerate(bench.id, section.id, bench.access)
    assert {one.page for claim in pinned.section.claims for one in claim.citations} == {page}
    assert [(one.page, one.use) for one in pinned.draft.choices] == [(page, SourceUse.PINNED)]


def test_a_document_that_is_excluded_gives_a_section_nothing(bench):
    section = bench.section("Business")
    bench.editor.choose(bench.id, SourceChoice(section.id, bench.filing.id, None, SourceUse.EXCLUDED), bench.access)
    with pytest.raises(NotFoundError, match="no paper of Quillmere"):
        bench.editor.regenerate(bench.id, section.id, bench.access)
    assert bench.editor.text_of(bench.section("Business")) == bench.editor.text_of(section)


def test_what_is_written_from_a_template_can_be_released_once_nothing_is_open(bench):
    names = [one.name for one in bench.draft.elements if one.required and not one.value]
    bench.editor.fill(bench.id, dict.fromkeys(names, "As agreed"), bench.access)
    assert bench.editor.blocking(bench.id, bench.access) == ()
    opened = bench.editor.open(bench.id, bench.access)
    signed = {"version": opened.draft.version, "sha256": opened.sha256}
    bench.editor.review(bench.id, bench.access, **signed)
    assert bench.editor.release(bench.id, bench.access, **signed).draft.state is DraftState.RELEASED
    rows = {row[0].text: row[1].text for row in bench.section("At a glance").blocks[0].rows}
    assert rows["Rating"] == "As agreed"
    assert "As agreed" in bench.editor.text_of(bench.section("Disclaimer"))


def test_a_draft_that_was_edited_is_not_written_over(bench):
    bench.write("Risks", "My risks.")
    again = Bench(bench.workspace, *bench.written, bench.access.user)
    assert again.id == f"{bench.id}-2"
    assert bench.editor.text_of(bench.section("Risks")) == "My risks."
    assert Bench(bench.workspace, *bench.written, bench.access.user).id == again.id


def test_what_goes_out_lists_the_cited_sources_alone_by_their_order(bench):
    section = bench.section("Business")
    bench.write("Business", "Nothing is cited here.")
    out = cited_only(bench.draft)
    gone = {(one.document_id, one.start) for claim in section.claims for one in claim.citations}
    assert gone.isdisjoint({(one.citation.document_id, one.citation.start) for one in out.sources})
    assert [one.citation.marker for one in out.sources] == [str(number) for number in range(1, len(out.sources) + 1)]


def test_a_disclaimer_that_is_typed_is_given_and_stays_when_its_section_is_written_anew(bench):
    def given():
        return next(one.value for one in bench.draft.elements if one.name == "disclaimer")

    assert "element “disclaimer” is open" in bench.editor.blocking(bench.id, bench.access)
    bench.write("Disclaimer", "~ No offer. Ask a lawyer.")
    assert given() == "No offer. Ask a lawyer."
    assert not any("isclaimer" in one for one in bench.editor.blocking(bench.id, bench.access))
    bench.editor.regenerate(bench.id, bench.section("Disclaimer").id, bench.access, tab="t")
    assert bench.editor.text_of(bench.section("Disclaimer")) == "~ No offer. Ask a lawyer."
    bench.write("Disclaimer", "")
    assert given() == ""
    assert "element “disclaimer” is open" in bench.editor.blocking(bench.id, bench.access)
