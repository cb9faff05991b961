"""Templates are held against the rules before they are used; what breaks one is named with its file and line."""

import os

import pytest

from research.drafting.templates.evidence import FiguresSpec
from research.drafting.templates.reading import LONGEST_TEMPLATE, read_template
from research.drafting.templates.shelf import SHIPPED, TemplateShelf
from research.errors import CannotReadError, UsageError

FRONT = """+++
title = "Note"
sections = ["Figures", "Disclaimer"]
required = ["rating", "sources"]
small_print = ["Disclaimer"]

[evidence.table]
kind = "figures"
caption = "Figures"
rows = [{head = "Income"}, "revenue", "revenue: growth"]
+++
"""
BODY = "# {{ company.name }}\n\n## Figures\n\n{{ evidence.table }}\n\n## Disclaimer\n\nUnder Regulation 596/2014.\n"


def read(front=FRONT, body=BODY):
    return read_template("note", "templates/note.md", (front + body).encode(), shipped=False)


def refusal(front=FRONT, body=BODY):
    with pytest.raises(CannotReadError) as raised:
        read(front, body)
    return raised.value.message


def test_a_template_is_read_with_its_rows_written_short():
    template = read()
    table = template.front.evidence["table"]
    assert isinstance(table, FiguresSpec)
    assert [(row.head, row.figure, row.growth) for row in table.rows] == [
        ("Income", "", False),
        ("", "revenue", False),
        ("", "revenue", True),
    ]
    assert template.front.required == ["rating", "sources"]
    assert template.body == BODY


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*.md")), ids=lambda path: path.stem)
def test_every_shipped_template_keeps_the_rules(path):
    assert read_template(path.stem, path.name, path.read_bytes(), shipped=True).front.sections


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (('title = "Note"', 'heading = "Note"'), "line 2: there is no key “heading”"),
        (('kind = "figures"', 'kind = "figures"\nyear = 3'), "line 9: there is no key “evidence.table.year”"),
        (('"revenue: growth"', '"revenues"'), "line 10: evidence.table.rows"),
        (('"revenue: growth"', '"revenue: doubled"'), "line 10: evidence.table.rows"),
        (('caption = "Figures"\n', ""), "the key “evidence.table.caption” is missing"),
        (('kind = "figures"', 'kind = "shell"'), "line 7: evidence.table"),
        (('required = ["rating"', 'required = ["rating'), "line 4: "),
        (('sections = ["Figures"', 'sections = ["Outlook"'), "the section “Outlook” that its front matter names is missing from its text"),
    ],
)
def test_what_is_wrong_in_the_front_matter_is_named_with_its_line(change, reason):
    message = refusal(FRONT.replace(*change))
    assert message.startswith("template templates/note.md")
    assert reason in message


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{% for one in range(10) %}x{% endfor %}", "a call may not stand in a template"),
        ("{% for one in peers %}{% for other in peers %}x{% endfor %}{% endfor %}", "a loop inside a loop"),
        ("{% for one in peers recursive %}x{% endfor %}", "a loop inside a loop"),
        ("{% include 'other' %}", "an include may not stand"),
        ("{% import 'other' as other %}", "an import may not stand"),
        ("{% set name = 'x' %}", "a set may not stand"),
        ("{% macro m() %}x{% endmacro %}", "a macro may not stand"),
        ("{{ 'x' * 9 }}", "a product may not stand"),
        ("{{ company.__class__ }}", "“__class__” may not stand"),
        ("{{ company.name.upper }}", "only the attributes of a name"),
        ("{{ company['__init__'] }}", "“company” has no “__init__”"),
        ("{{ company.price }}", "“company” has no “price”: it has currency"),
        ("{{ secrets }}", "nothing is called “secrets”"),
        ("{{ evidence.other }}", "“evidence” has no “other”"),
        ("See {{ evidence.table }} there", "evidence stands on a line of its own"),
        ("{{ company.name | pprint }}", "there is no filter “pprint”"),
        ("{% if company.name %}", "Unexpected end of template"),
        ("Sales grew 12 % a year.", "“12 %” is a figure without a source"),
        ("<script>x</script>", "HTML is not kept in a draft"),
        ("![x](http://127.0.0.1/x.png)", "a link or an image is not kept"),
        ("| a | b |", "tables come from evidence"),
        ("Some **bold** words", "write plain words"),
        ("#### Deep", "headings go down to ###"),
        ("{{ " + "(" * 80 + "1" + ")" * 80 + " }}" + "{% if company.name %}" * 60 + "{% endif %}" * 60, "nested too deep"),
    ],
)
def test_what_may_not_stand_in_a_text_is_named_with_its_line(line, reason):
    body = BODY.replace("## Disclaimer", f"{line}\n\n## Disclaimer")
    message = refusal(body=body)
    assert reason in message
    assert message.startswith("template templates/note.md")
    assert ", line 1" in message or ", line 2" in message or "nested" in message


def test_evidence_without_a_place_is_named():
    assert "the evidence “table” has no place in its text" in refusal(body=BODY.replace("{{ evidence.table }}", "Words."))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"# No front matter", "line 1: it begins with no front matter"),
        (b"+++\ntitle = 'x'\n", "line 1: it has front matter that does not end"),
        (b"\xff\xfe", "it is no UTF-8 text"),
        (b"+" * (LONGEST_TEMPLATE + 1), f"more than {LONGEST_TEMPLATE:,}"),
    ],
)
def test_a_file_that_is_no_template_is_one_line(content, reason):
    with pytest.raises(CannotReadError, match=r"^template x\.md") as raised:
        read_template("x", "x.md", content, shipped=False)
    assert reason in raised.value.message
    assert "\n" not in str(raised.value)


def test_a_shelf_finds_templates_by_any_way_to_write_their_names(tmp_path):
    shelf = TemplateShelf(tmp_path / "templates")
    assert shelf.the("tear-sheet").name == "tear-sheet"
    assert shelf.the("Company tear sheet").name == "tear-sheet"
    assert shelf.the("TEARSHEET").name == "tear-sheet"
    assert shelf.the("peer").name == "peer-comparison"
    with pytest.raises(UsageError, match="'nothing' is not known; name one of: initiation-outline, peer-comparison"):
        shelf.the("nothing")


def test_a_workspaces_own_template_goes_before_the_shipped_one_and_a_broken_one_is_listed_with_why(tmp_path):
    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / "tear-sheet.md").write_text(FRONT + BODY, encoding="utf-8")
    (folder / "broken.md").write_text("nothing", encoding="utf-8")
    shelf = TemplateShelf(folder)
    assert shelf.the("tear-sheet").front.title == "Note"
    shelved = {one.name: one for one in shelf.all()}
    assert shelved["broken"].template is None
    assert "line 1: it begins with no front matter" in shelved["broken"].problem
    assert not shelved["tear-sheet"].shipped
    assert shelved["results-note"].shipped


def test_what_is_no_file_is_told_and_never_waited_for(tmp_path):
    (tmp_path / "folder.md").mkdir()
    os.mkfifo(tmp_path / "pipe.md")
    (tmp_path / "zero.md").symlink_to("/dev/zero")
    own = [one for one in TemplateShelf(tmp_path).all() if not one.shipped]
    assert [(one.name, "it is no file" in one.problem) for one in own] == [("folder", True), ("pipe", True), ("zero", True)]
