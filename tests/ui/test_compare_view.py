"""A comparison as HTML, Markdown and JSON: what is marked, and that text of documents stays text."""

import json
import re
from dataclasses import replace

from research.nouns.comparisons import ChangeKind, Passage
from tests.research.drafting.comparing.pair import HOSTILE, comparison
from ui.cli.compare_json import comparison_json
from ui.render.compare_html import comparison_html
from ui.render.compare_markdown import comparison_markdown
from ui.render.compare_view import change_words, counts_line, figure_words, moved_words, pieces, place_words, size_words


def test_the_page_marks_words_by_element_and_shows_both_sides():
    page = comparison_html(comparison())
    assert "carries <del>all</del> finished goods" in page
    assert "carries <ins>most</ins> finished goods" in page
    assert page.count("<article") == 6
    assert '<p class="rc-where">q-2024</p><p>Not there.</p>' in page
    assert "<td>2,400 USD in millions</td><td>2,640 USD in millions</td><td>+10.0 %</td><td>3, 3</td>" in page


def test_text_of_a_document_is_text_on_the_page_and_in_markdown():
    page, markdown = comparison_html(comparison()), comparison_markdown(comparison())
    assert HOSTILE.split()[0] not in page
    assert "&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt; **bold**" in page
    assert "default-src 'none'" in page
    assert r"\<script\>alert('x')\</script\> \*\*bold\*\* \[link\](http://127.0.0.1)" in markdown
    assert re.search(r"(?<!\\)<script", page + markdown) is None


def test_markdown_strikes_out_and_sets_bold():
    markdown = comparison_markdown(comparison())
    assert "> Our ferry to Skerrow carries ~~all~~ finished goods" in markdown
    assert "> Our ferry to Skerrow carries **most** finished goods" in markdown
    assert "## 2. New risk factor: A lighthouse may go dark" in markdown
    assert "| Revenue | 2,400 USD in millions | 2,640 USD in millions | +10.0 % | 3, 3 |  |" in markdown


def test_json_has_every_change_with_its_marks_and_citations():
    found = json.loads(json.dumps(comparison_json(comparison())))
    assert found["counts"] == {"added": 1, "removed": 1, "reworded": 2, "moved": 0, "figures updated": 1, "restated": 1}
    restated = found["changes"][2]
    assert restated["figure"]["change"]["display"] == "−0.4 USD in millions"
    assert [restated[side]["text"][slice(*restated[side]["marks"][0])] for side in ("older", "newer")] == ["(11.5)", "(11.9)"]
    assert {one["document"] for change in found["changes"] for one in (change["newer"] or change["older"])["citations"]} == {
        "q-2023",
        "q-2024",
    }


def test_words_for_what_changed_and_where():
    found = comparison()
    assert [change_words(one) for one in found.changes[:3]] == ["Risk factor removed", "New risk factor", "Restated"]
    assert counts_line(found) == "1 added, 1 removed, 2 reworded, 1 figures updated, 1 restated, 4 paragraphs unchanged"
    assert counts_line(replace(found, changes=(), counts=())) == "no change was found"
    assert ", of which the 2 most material are listed, " in counts_line(replace(found, changes=found.changes[:2]))
    assert place_words(found.changes[0].older) == "page 1 · Item 1A. Risk Factors"
    assert change_words(replace(found.changes[4], moved=True)) == "Reworded and moved"
    assert change_words(replace(found.changes[1], whole_section=True)) == "New section"


def test_figures_are_shown_as_printed_and_a_change_that_means_nothing_is_said():
    figure = comparison().figures[0]
    assert figure_words(figure) == ("2,400 USD in millions", "2,640 USD in millions", "+10.0 %")
    assert moved_words(None, figure) == "n.m."


def test_a_long_passage_scrolls_and_can_be_reached_by_the_keyboard():
    found = comparison()
    side = replace(found.changes[1].newer, text="lamp " * 300, marks=())
    page = comparison_html(replace(found, changes=(replace(found.changes[1], newer=side),)))
    assert '<div class="rc-long" tabindex="0" role="group" aria-label="q-2024, page 1 · Item 1A. Risk Factors">' in page


def test_marks_cut_a_passage_into_pieces():
    passage = Passage("", "one two three", (), ((4, 7),))
    assert list(pieces(passage)) == [("one ", False), ("two", True), (" three", False)]
    assert list(pieces(replace(passage, marks=((0, 13),)))) == [("one two three", True)]


def test_every_kind_has_a_word():
    change = comparison().changes[4]
    assert all(change_words(replace(change, kind=kind)) for kind in ChangeKind)


def test_the_size_of_a_text_without_spaces_is_in_characters():
    first = next(one for one in comparison().changes if one.kind is ChangeKind.ADDED)
    assert size_words(first).endswith("words")
    assert size_words(replace(first, newer=replace(first.newer, text="汇率和贸易政策风险"), words=9)) == "9 characters"
