from ingest.loaded import Limits
from ingest.text.layout import text_layouts
from ingest.text.markdown import MarkdownLoader
from ingest.text.plain import TextLoader
from tests.ui.own_sources import TRANSCRIPT
from ui.render.lights import TextLight
from ui.render.text_view import text_html

NOTE = """# Forge costs

## Steel

Steel prices fell in spring. The forge bought ahead for two quarters.

| Item | 2024 | 2023 |
|---|---|---|
| Steel bars | 12.4 | 14.9 |
| Coke | 3.3 | 3.1 |

## Labour

A night shift was added at the forge. <b>Nobody</b> left.
"""


def shown(text, loader, *, kind="other", words="", figure="", whole=False):
    content = text.encode()
    loaded = loader(Limits()).load(content, name="x")
    name = f"{loader.__module__}:{loader.__name__}"
    layout = text_layouts(content, 1, name="x", limits=Limits(), loader=name, kind=kind)[1]
    lights = []
    if words:
        start = loaded.text.index(words)
        at = loaded.text.index(figure, start) if figure else 0
        lights = [TextLight(start, start + len(words), (at, at + len(figure)) if figure else None, "1")]
    page = loaded.pages[0]
    return text_html(layout, loaded.text[page.start : page.end], page.start, lights, whole=whole)


def test_a_call_shows_who_speaks_once_and_marks_the_sentence():
    sentence = "Gross margin widened by 120 basis points because gas cost less and we built fewer kilns from scratch."
    html = shown(TRANSCRIPT, TextLoader, kind="transcript", words=sentence)
    assert f"<mark>{sentence}</mark>" in html
    assert '<span class="rd-speaker">Tomas Okafor, Chief Financial Officer</span><span class="rd-muted"> · Prepared remarks</span>' in html
    assert "Tomas Okafor -- Chief" not in html
    assert "<p>Operator: Good morning" in html
    assert '<span class="rd-speaker">Wen Arden, Analyst</span><span class="rd-muted"> · Q&amp;A</span>' in html


def test_headings_and_tables_of_a_note_are_headings_and_tables():
    html = shown(NOTE, MarkdownLoader, words="Steel bars\t12.4\t14.9", figure="12.4")
    assert '<div class="rd-heading rd-heading-1">Forge costs</div>' in html
    assert '<div class="rd-heading rd-heading-2">Labour</div>' in html
    row = next(part for part in html.split("<tr") if "Steel bars" in part)
    assert row.startswith(' class="rd-lit-row"><td><span class="rd-at">[1]</span> <mark>Steel bars</mark></td>')
    assert '<td class="rd-number"><mark><span class="rd-ring">12.4</span></mark></td>' in row
    head = next(part for part in html.split("<tr") if ">2024<" in part)
    assert (head.count("<td>"), head.count('<td class="rd-number">')) == (1, 2)


def test_text_far_away_is_left_out_but_for_the_heading():
    lines = "\n\n".join(f"Sentence {number} stands alone." for number in range(60))
    html = shown(f"# Title\n\n{lines}\n", MarkdownLoader, words="Sentence 40 stands alone.")
    assert "Title" in html
    assert html.count('<div class="rd-gap">') == 2
    assert "Sentence 20 " not in html
    assert "Sentence 20 " in shown(f"# Title\n\n{lines}\n", MarkdownLoader, words="Sentence 40 stands alone.", whole=True)


def test_markup_in_text_stays_text():
    html = shown(NOTE, MarkdownLoader, whole=True)
    assert "&lt;b&gt;Nobody&lt;/b&gt;" in html
    assert "<b>" not in html
