"""The page of an evaluation run: whole in itself, everything escaped, each question with its ranks, answer and pictures."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace

from lxml import html

from research.evaluation.scoring import Judged
from research.nouns.answers import Answer, AnswerStatus, Citation, PeriodTerm, PlanTerm, QuestionPlan
from ui.render.evaluation_page import Entry, Picture, evaluation_page

HOSTILE = "<img src=x onerror=alert(1)>\"'&\u202e"
PLAN = QuestionPlan("q", companies=(PlanTerm("Tarrow Foods", "Tarrow"),), periods=(PeriodTerm(2024, "FY", "FY2024"),))
CITATION = Citation("1", "id-t", "tarrow-2024", 12, 0, 5, "Purchases of plant 41")


def judged(name="a", verdict="right", **changes):
    answer = Answer("q", AnswerStatus.ANSWERED, "Capital expenditure was USD 41 million [1].", PLAN, citations=(CITATION,))
    ranked = tuple(("tarrow-2024", page) for page in (12, 3, 9))
    one = Judged(name, "figures", "What was spent?", "41", verdict, answer, ranked, frozenset({("tarrow-2024", 12)}), frozenset())
    return replace(one, **changes)


def page(*entries):
    return evaluation_page("Evaluation of a set", "made today", entries)


def texts(tree, path):
    return [" ".join(node.text_content().split()) for node in tree.xpath(path)]


def test_counts_of_verdicts_pages_and_kinds_come_first():
    rows = [judged("a"), judged("b", "wrong", pages=frozenset({("tarrow-2024", 9)})), judged("c", "refused", pages=frozenset())]
    tree = html.fromstring(page(*map(Entry, rows)))
    cards = dict(zip(texts(tree, "//dl//dt"), texts(tree, "//dl//dd"), strict=True))
    assert cards == {
        "right": "1",
        "wrong": "1",
        "refused": "1",
        "page first": "1 of 2",
        "page among first 5": "2 of 2",
        "page among first 10": "2 of 2",
        "document first": "2 of 2",
    }
    assert texts(tree, "//tbody/tr") == ["figures3111"]
    assert tree.xpath("//select[@name='verdict']/option/@value") == ["", "right", "wrong", "refused"]
    assert tree.xpath("//article/@data-page") == ["first", "among", "none"]


def test_a_question_shows_its_plan_ranks_answer_and_what_it_cites():
    tree = html.fromstring(page(Entry(judged(also=frozenset({("tarrow-2024", 9)})))))
    said = texts(tree, "//article")[0]
    for part in ("Tarrow Foods", "FY2024", "rank 1", "(shows the same): rank 3", "USD 41 million", "[1] tarrow-2024, page 12"):
        assert part in said


def test_a_picture_stands_in_for_the_quote_and_is_inside_the_page():
    tree = html.fromstring(page(Entry(judged(), (Picture("1", "[1] tarrow-2024, page 12", b"png"),))))
    assert tree.xpath("//img/@src") == ["data:image/png;base64," + base64.b64encode(b"png").decode()]
    assert tree.xpath("//blockquote") == []


def test_nothing_of_a_document_or_question_is_read_as_markup():
    answer = Answer(
        "q", AnswerStatus.PARTIAL, HOSTILE, PLAN, citations=(replace(CITATION, quote=HOSTILE, document=HOSTILE),), missing=(HOSTILE,)
    )
    bad = judged(HOSTILE, HOSTILE, answer=answer, question=HOSTILE, kind=HOSTILE, expected=HOSTILE, ranked=((HOSTILE, 1),))
    text = evaluation_page(HOSTILE, HOSTILE, [Entry(replace(bad, pages=frozenset({(HOSTILE, 1)})), (Picture("9", HOSTILE, b""),))])
    tree = html.fromstring(text)
    assert [node.get("onerror") for node in tree.iter() if node.get("onerror")] == []
    assert len(tree.xpath("//img")) == 1
    assert "\u202e" not in text


def test_the_page_needs_nothing_else_and_runs_its_own_script_alone():
    text = page(Entry(judged()))
    assert not re.search(r"(?:src|href)=\"(?!data:)|url\(|@import", text)
    script = re.search(r"<script>(.*)</script>", text, re.DOTALL)[1]
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'sha256-{digest}'" in text


def test_what_is_cited_of_the_marked_row_is_counted_and_filtered():
    tree = html.fromstring(
        page(*(Entry(judged(name, boxed=kind)) for name, kind in zip("abcd", ("row", "same", "other", ""), strict=True)))
    )
    cards = dict(zip(texts(tree, "//dl//dt"), texts(tree, "//dl//dd"), strict=True))
    assert cards["marked row cited, or one that shows the same"] == "1 + 1 of 3"
    assert tree.xpath("//select[@name='row']/option/@value") == ["", "row", "same", "other", "none"]
    assert tree.xpath("//article/@data-row") == ["row", "same", "other", ""]
    assert "cites another row" in texts(tree, "//article")[2]
    assert "cites" not in texts(tree, "//article//p[@class='top']")[3]
    assert not html.fromstring(page(Entry(judged()))).xpath("//select[@name='row']")
