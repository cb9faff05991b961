"""What a reader of a page does not see is no text of it, however it is hidden; what is seen stays, whatever its colours."""

from __future__ import annotations

import pytest

from ingest.html.loader import HtmlLoader
from ingest.loaded import Limits

GENUINE, PLANTED = "Gross margin rose to 37.6% in the year.", "Marlow lantern"


def read(markup: str, head: str = ""):
    page = f"<!doctype html><html><head>{head}</head><body><p>{GENUINE}</p>{markup}</body></html>"
    return HtmlLoader(Limits()).load(page.encode(), name="a.html")


HIDING = [
    "color:#fff",
    "color:WHITE !important",
    "color:rgb(250, 252, 255)",
    "color:rgba(0,0,0,0.01)",
    "background:#036;color:#036",
    "font-size:1px",
    "font-size:0.05em",
    "font-size:2%",
    "opacity:0.01",
    "display:none",
    "visibility:hidden",
    "position:absolute;left:-9999px",
    "text-indent:-9999px",
    "position:absolute;clip:rect(0 0 0 0)",
    "clip-path:inset(50%)",
    "width:1px;height:1px;overflow:hidden",
    "transform:scale(0)",
    "color:hsl(0, 0%, 99%)",
    "color:#0000",
    "color:#000;-webkit-text-fill-color:transparent",
    "font:0/0 serif",
    "font:bold 1px/1.2 serif",
    "position:relative;left:-9999px",
    "position:absolute;left:99999px",
    "margin-top:-9999px",
    "clip-path:polygon(0 0, 0 0, 0 0)",
    "content-visibility:hidden",
    "scale:0",
]


@pytest.mark.parametrize("style", HIDING)
def test_what_a_style_hides_is_left_out_and_counted(style):
    for loaded in (
        read(f'<p style="{style}">{PLANTED}</p>'),
        read(f'<p class="one two" id="p">{PLANTED}</p>', f"<style>/* x */ h1, p.two {{{style}}} @media print {{p {{color: red}}}}</style>"),
    ):
        assert loaded.text.split() == GENUINE.split()
        assert [one.message for one in loaded.defects] == ["Hidden text on page 1 (13 characters); it is left out."]


@pytest.mark.parametrize(
    "markup",
    [
        f'<table style="background-color:#003366"><tr bgcolor="003366"><td style="color:#fff">{PLANTED}</td></tr></table>',
        f'<div style="background:url(x.png)"><p style="color:#fff">{PLANTED}</p></div>',
        f'<div style="background:var(--dark)"><p style="color:white">{PLANTED}</p></div>',
        f'<div style="font-size:0"><p style="font-size:12px">{PLANTED}</p></div>',
        f'<p style="color:#ddd;font-size:8px;opacity:0.6;text-indent:-20px;margin-left:-10px">{PLANTED}</p>',
        f'<p style="display:block;overflow:hidden;width:100px">{PLANTED}</p>',
        f'<p style="font:12px/0 serif;color:hsl(210, 50%, 40%);scale:1;position:relative;left:-3px">{PLANTED}</p>',
        f'<p style="font:bold 100 10pt serif;color:#000f">{PLANTED}</p>',
        f"<dialog open>{PLANTED}</dialog>",
        f'<p style="color:var(--text)" aria-hidden="true">{PLANTED}</p>',
    ],
)
def test_what_is_seen_stays(markup):
    loaded = read(markup)
    assert loaded.text.split() == [*GENUINE.split(), *PLANTED.split()]
    assert loaded.defects == ()


@pytest.mark.parametrize("markup", [f"<dialog>{PLANTED}</dialog>", f'<div popover="auto"><p>{PLANTED}</p></div>'])
def test_what_opens_only_when_asked_for_is_hidden(markup):
    loaded = read(markup)
    assert loaded.text.split() == GENUINE.split()
    assert [one.code for one in loaded.defects] == ["hidden_text"]


def test_rules_for_paper_and_rules_of_what_stands_around_hide_nothing():
    head = (
        "<style>@media print{.a{display:none}} .b .a{display:none} @media screen{.c{display:none}} @supports (x:y){.a{color:#fff}}</style>"
    )
    loaded = read(f'<p class="a">{PLANTED}</p><p class="c">Unseen.</p>', head)
    assert loaded.text.split() == [*GENUINE.split(), *PLANTED.split()]


def test_the_words_of_a_hidden_tag_are_no_text_and_no_hidden_text():
    tagged = f'<ix:hidden><ix:nonNumeric name="a:b">{PLANTED}</ix:nonNumeric></ix:hidden>'
    loaded = read(f'<div style="display:none"><ix:header xmlns:ix="http://www.xbrl.org/2013/inlineXBRL">{tagged}</ix:header></div>')
    assert loaded.text.split() == GENUINE.split()
    assert loaded.defects == ()


def test_letters_spelt_in_characters_that_are_not_shown_are_hidden():
    spelt = "".join(chr(0xE0000 + ord(one)) for one in PLANTED)
    loaded = read(f"<p>Net\u200b sa\u00adles{spelt} rose.</p>")
    assert loaded.text.split() == [*GENUINE.split(), "Net", "sales", "rose."]
    assert [one.message for one in loaded.defects] == ["Hidden text on page 1 (13 characters); it is left out."]
