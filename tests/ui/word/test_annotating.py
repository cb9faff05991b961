"""Drafts given back: comments and footnotes at their sentences, and nothing else changed."""

import io
from dataclasses import replace

import docx
import pytest
from lxml import etree

from research.errors import CannotReadError
from research.nouns.answers import Verdict
from research.nouns.drafts import DraftContradiction
from tests.ingest.drafts.word_files import (
    deleted,
    footnote_mark,
    inserted,
    lean_file,
    paragraph,
    run,
    table,
    word_file,
)
from tests.ingest.office_files import repacked
from tests.ui.word.checks import check_of
from tests.ui.word.proof import W, ids, members, untouched
from ui.render.word import annotate

MISMATCH, SUPPORTED, NO_EVIDENCE = Verdict.MISMATCH, Verdict.SUPPORTED, Verdict.NO_EVIDENCE


def body(content):
    return etree.fromstring(members(content)["word/document.xml"])


def comments(content):
    """Each comment's author and lines."""
    root = etree.fromstring(members(content)["word/comments.xml"])
    return {
        one.get(f"{W}id"): (one.get(f"{W}author"), ["".join(line.itertext()) for line in one.iter(f"{W}p")])
        for one in root.iter(f"{W}comment")
    }


def commented(content):
    """The words between the marks of each comment."""
    found, open_now = {}, set()
    for one in body(content).iter():
        if one.tag == f"{W}commentRangeStart":
            open_now.add(one.get(f"{W}id"))
            found[one.get(f"{W}id")] = ""
        elif one.tag == f"{W}commentRangeEnd":
            open_now.discard(one.get(f"{W}id"))
        elif one.tag == f"{W}t":
            for identity in open_now:
                found[identity] += one.text or ""
    return found


def footnotes(content):
    root = etree.fromstring(members(content)["word/footnotes.xml"])
    return ["".join(one.itertext()).strip() for one in root.iter(f"{W}footnote") if one.get(f"{W}type") is None]


def test_a_comment_stands_at_its_sentence_and_says_what_was_found():
    content = word_file(paragraph(run("Sales rose to "), run("$1,243", "<w:b/>"), run(" million. Costs fell. Cash was flat.")))
    back = annotate(content, check_of(content, {"Sales": MISMATCH, "Cash": NO_EVIDENCE}))
    assert untouched(back, content) == ["word/comments.xml"]
    assert commented(back) == {"0": "Sales rose to $1,243 million.", "1": "Cash was flat."}
    assert comments(back)["0"] == (
        "Research Desk",
        [
            "Mismatch: the source has $1,234 million",
            "The figure is that of another year.",
            "Source: Fennimore 10-K 2024, 14 February 2025, page 41, table “Income statement”, row “Net sales”",
            "“Net sales 1,234 1,200”",
        ],
    )
    assert comments(back)["1"] == ("Research Desk", ["No evidence found", "The figure is that of another year."])
    opened = docx.Document(io.BytesIO(back))
    assert [one.author for one in opened.comments] == ["Research Desk", "Research Desk"]


def test_footnotes_are_real_ones_and_come_only_when_asked_for():
    content = word_file(paragraph(run("Sales were $1,234 million. Costs fell.")))
    check = check_of(content, {"Sales": SUPPORTED})
    assert annotate(content, check) == content
    back = annotate(content, check, footnotes=True)
    assert untouched(back, content) == ["word/footnotes.xml"]
    assert footnotes(back) == ["Fennimore 10-K 2024, 14 February 2025, page 41, table “Income statement”, row “Net sales”"]
    (link,) = etree.fromstring(members(back)["word/_rels/footnotes.xml.rels"])
    assert (link.get("Target"), link.get("TargetMode")) == ("http://127.0.0.1:8501/?d=1&p=41", "External")
    words = [one.text if one.tag == f"{W}t" else "*" for one in body(back).iter(f"{W}t", f"{W}footnoteReference")]
    assert words == ["Sales were $1,234 million.", "*", " Costs fell."]


def test_notes_and_comments_that_are_there_stay_and_no_id_is_used_twice():
    content = word_file(
        paragraph(run("Sales were $1,234 million."), footnote_mark(2), run(" Costs fell."), footnote_mark(1)),
        notes=("An older note. Sales fell.", "Another."),
        change=lambda document: document.add_comment(document.add_paragraph("Kept.").runs, "Mine", author="Ann", initials="A"),
    )
    back = annotate(content, check_of(content, {"Sales were": SUPPORTED, "Costs": NO_EVIDENCE, "Sales fell": MISMATCH}), footnotes=True)
    assert untouched(back, content) == []
    assert ids(back, "word/comments.xml", "comment") == {"0", "1", "2"}
    assert comments(back)["0"] == ("Ann", ["Mine"])
    assert ids(back, "word/footnotes.xml", "footnote") == {"-1", "0", "1", "2", "3"}
    words = [one.text if one.tag == f"{W}t" else one.get(f"{W}id") for one in body(back).iter(f"{W}t", f"{W}footnoteReference")]
    assert words[:7] == ["Sales were $1,234 million.", "2", ", ", "3", " ", "Costs fell.", "1"]
    # What is said of a sentence in a note stands where the text refers to the note.
    assert commented(back)[next(key for key, (_, lines) in comments(back).items() if "Mismatch" in lines[0])] == ""


def test_a_file_without_relations_and_with_marks_that_lead_nowhere_is_given_back():
    lost = '<w:r><w:commentReference w:id="4"/></w:r>'
    content = repacked(lean_file(paragraph(run("Sales rose. Costs fell."), lost)), {"word/_rels/document.xml.rels": None})
    back = annotate(content, check_of(content, {"Sales": MISMATCH, "Costs": SUPPORTED}), footnotes=True)
    assert ids(back, "word/comments.xml", "comment") == {"5"}
    assert commented(back) == {"5": "Sales rose."}
    related = etree.fromstring(members(back)["word/_rels/document.xml.rels"])
    assert sorted(one.get("Target") for one in related) == ["comments.xml", "footnotes.xml"]


def test_changes_links_and_fields_keep_what_they_are():
    code = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> REF a </w:instrText></w:r>'
    field = code + '<w:r><w:fldChar w:fldCharType="separate"/></w:r>' + run("B. C.") + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    changed = '<w:b/><w:rPrChange w:id="41" w:author="Ann" w:date="2026-01-01T00:00:00Z"><w:rPr/></w:rPrChange>'
    content = word_file(
        paragraph(run("One is 1"), inserted(run(".5. Two is 2. Three")), deleted(" was 4."), run(" is 3.")),
        paragraph(f'<w:hyperlink w:anchor="x">{run("Four is 4. Five is 5.")}</w:hyperlink>', run(" Six is 6.")),
        paragraph(run("A is "), field, run(" D is 4.")),
        paragraph(f'<w:fldSimple w:instr=" AUTHOR ">{run("Seven is 7. Eight is 8.")}</w:fldSimple>'),
        paragraph(run("Nine is 9. Ten is 10. Eleven is 11.", changed)),
        paragraph("<w:r><w:t>Twelve is 12.</w:t><w:tab/><w:t>Thirteen is 13. Fourteen</w:t><w:br/><w:t>is 14.</w:t></w:r>"),
    )
    back = annotate(content, check_of(content, {"": NO_EVIDENCE}))
    assert untouched(back, content) == ["word/comments.xml"]
    found = commented(back)
    assert [found[str(number)] for number in range(3)] == ["One is 1.5.", "Two is 2.", "Three is 3."]
    assert [found[str(number)] for number in range(3, 6)] == ["Four is 4.", "Five is 5.", "Six is 6."]
    assert list(found.values())[-3:] == ["Twelve is 12.", "Thirteen is 13.", "Fourteenis 14."]
    changes = [one.get(f"{W}id") for one in body(back).iter(f"{W}rPrChange")]
    assert len(changes) == len(set(changes)) == 5


def test_cells_get_comments_and_a_table_one_note_for_each_page():
    content = word_file(table(["US$ m", "2024", "2023"], ["Sales", "1,234", "1,200"], ["Costs", "900", "870"]))
    back = annotate(content, check_of(content, {"1,2": SUPPORTED, "900": SUPPORTED, "870": MISMATCH}), footnotes=True)
    assert untouched(back, content) == ["word/comments.xml", "word/footnotes.xml"]
    assert commented(back) == {"0": "870"}
    assert footnotes(back) == ["Fennimore 10-K 2024, 14 February 2025, page 41, table “Income statement” (for 3 figures of this table)"]


def test_a_contradiction_is_said_at_both_places_and_an_accepted_sentence_gets_nothing():
    content = word_file(paragraph(run("Sales were 5. Costs were 2.")), paragraph(run("Sales were 6.")))
    check = check_of(content, {"Costs": MISMATCH})
    one, costs, two = check.sentences
    check = replace(
        check,
        sentences=(one, replace(costs, accepted="rounded"), two),
        contradictions=(DraftContradiction(one.sentence, two.sentence, "Sales of one year are given as 5 and as 6."),),
    )
    back = annotate(content, check)
    assert untouched(back, content) == ["word/comments.xml"]
    assert commented(back) == {"0": "Sales were 5.", "1": "Sales were 6."}
    assert comments(back)["0"][1] == ["Contradiction", "Sales of one year are given as 5 and as 6.", "The other place: “Sales were 6.”"]


def test_words_that_xml_cannot_hold_and_addresses_that_are_none_do_no_harm():
    content = word_file(paragraph(run("Sales rose.")))
    check = check_of(content, {"Sales": MISMATCH})
    (one,) = check.sentences
    hostile = replace(check.sources[0], title='A <w:p>\x00\x0b]]>&" \ud800title', link='javascript:alert("1")')
    check = replace(check, sentences=(replace(one, reason="\x07<b>bad</b>"),), sources=(hostile,))
    back = annotate(content, check)
    assert untouched(back, content) == ["word/comments.xml"]
    place = "14 February 2025, page 41, table “Income statement”, row “Net sales”"
    assert comments(back)["0"][1][1:3] == ["<b>bad</b>", f'Source: A <w:p> ]]>&" title, {place}']
    assert "word/_rels/comments.xml.rels" not in members(back)


def test_another_draft_and_a_signed_one_are_refused_in_one_line():
    content = word_file(paragraph(run("Sales rose.")))
    check = check_of(content, {"Sales": MISMATCH})
    with pytest.raises(CannotReadError, match=r"n\.docx: is not the draft that was checked; check it again"):
        annotate(word_file(paragraph(run("Costs rose."))), check, name="n.docx")
    with pytest.raises(CannotReadError, match="digitally signed"):
        annotate(repacked(content, {"_xmlsignatures/sig1.xml": b"<x/>"}), check)
    with pytest.raises(CannotReadError, match="damaged"):
        annotate(content[:-300], check)


def test_a_file_in_the_strict_form_is_given_back_in_it():
    content = repacked(
        word_file(paragraph(run("Sales rose. Costs fell."))),
        {
            name: lambda old: old.replace(
                b"http://schemas.openxmlformats.org/wordprocessingml/2006/main", b"http://purl.oclc.org/ooxml/wordprocessingml/main"
            ).replace(
                b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
                b"http://purl.oclc.org/ooxml/officeDocument/relationships",
            )
            for name in ("word/document.xml", "word/_rels/document.xml.rels", "_rels/.rels")
        },
    )
    back = annotate(content, check_of(content, {"Sales": MISMATCH, "Costs": SUPPORTED}), footnotes=True)
    after = members(back)
    assert b"http://purl.oclc.org/ooxml/officeDocument/relationships/comments" in after["word/_rels/document.xml.rels"]
    parts = ("word/comments.xml", "word/footnotes.xml", "word/document.xml")
    assert [part for part in parts if b"schemas.openxmlformats.org/wordprocessingml" in after[part]] == []
