"""Drafts put together at random from all that a paragraph can hold: whatever is said of them, they come back untouched."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from research.errors import CannotReadError
from research.nouns.answers import Verdict
from tests.ingest.drafts.word_files import cell, deleted, footnote_mark, inserted, lean_file, paragraph, run, table
from tests.ui.word.checks import check_of
from tests.ui.word.proof import untouched
from ui.render.word import annotate

WORDS = ("Sales rose 4%. ", "Costs", " fell by $3. Then ", "1,234", ". ", "A.B. ", "  ", "成本下降。", "Q1 2024: up. ", "(No. 5). ")
LOOKS = ("", "<w:b/>", "<w:i/>", "<w:vanish/>", '<w:b/><w:rPrChange w:id="77" w:author="Ann"><w:rPr/></w:rPrChange>')
BREAK = "<w:r><w:tab/><w:t>Tabbed. </w:t><w:br/><w:t>Broken.</w:t><w:noBreakHyphen/><w:t>5 rose. </w:t></w:r>"
MARKS = (
    BREAK,
    '<w:bookmarkStart w:id="5" w:name="b"/>',
    '<w:bookmarkEnd w:id="5"/>',
    '<w:proofErr w:type="spellStart"/>',
    deleted("Gone. Away."),
    footnote_mark(1),
    '<w:r><w:t xml:space="preserve">Then </w:t><w:footnoteReference w:id="2"/><w:t>more. </w:t></w:r>',
)
texts = st.builds(run, st.sampled_from(WORDS), st.sampled_from(LOOKS))
several = st.lists(texts, min_size=1, max_size=3).map("".join)


def field(code, result):
    ends = [f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")]
    return f"{ends[0]}<w:r><w:instrText> {code} </w:instrText></w:r>{ends[1]}{result}{ends[2]}"


wrapped = st.one_of(
    several.map(inserted),
    several.map(lambda inner: f'<w:hyperlink w:anchor="a">{inner}</w:hyperlink>'),
    several.map(lambda inner: f'<w:fldSimple w:instr=" REF a ">{inner}</w:fldSimple>'),
    several.map(lambda inner: f"<w:sdt><w:sdtPr/><w:sdtContent>{inner}</w:sdtContent></w:sdt>"),
    several.map(lambda inner: f'<w:smartTag w:uri="u" w:element="e">{inner}</w:smartTag>'),
    several.map(lambda inner: f'<w:hyperlink w:anchor="a">{inserted(inner)}</w:hyperlink>'),
    several.map(lambda inner: field("REF a", inner)),
    several.map(lambda inner: f"<m:oMath>{inner.replace('w:r>', 'm:r>').replace('w:t', 'm:t')}</m:oMath>" if "rPr" not in inner else inner),
)
contents = st.lists(st.one_of(texts, texts, wrapped, st.sampled_from(MARKS)), min_size=1, max_size=8)
joined = '<w:pPr><w:rPr><w:del w:id="7" w:author="Ann"/></w:rPr></w:pPr>'
paragraphs = st.one_of(contents.map(lambda inner: paragraph(*inner)), contents.map(lambda inner: f"<w:p>{joined}{''.join(inner)}</w:p>"))
tables = st.builds(lambda one, two: table(["US$ m", "2024"], [cell(one, two), "1,234"]), paragraphs, paragraphs)
blocks = st.lists(st.one_of(paragraphs, paragraphs, tables), min_size=1, max_size=4)
verdicts = st.dictionaries(
    st.sampled_from(["Sales", "Costs", "1,234", "rose", "。", "Then", ""]), st.sampled_from(list(Verdict)), max_size=4
)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(blocks, verdicts)
def test_whatever_a_draft_holds_it_comes_back_untouched(content, verdict):
    made = lean_file(*content, notes=("An older note. Sales fell.", "Another. Costs rose."))
    try:
        check = check_of(made, verdict)
    except CannotReadError as error:
        assert "holds no text" in str(error)  # noqa: PT017  (only words that are hidden or deleted)
        return
    back = annotate(made, check, footnotes=True)
    assert set(untouched(back, made)) <= {"word/comments.xml"}
    assert [one.sentence.text for one in check_of(back, {}).sentences if not one.sentence.note] == [
        one.sentence.text for one in check.sentences if not one.sentence.note
    ]
