import pytest

from ingest.company_names import generic_names, names_used, without_lead

COMPANY = "Quillmere Pumps & Instruments, Inc."


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Net income attributable to Quillmere was 5. Quillmere Pumps & Instruments, Inc.", ("Quillmere",)),
        ("Quillmere’s plants. Quillmere's people. Quillmere's sales.", ("Quillmere",)),
        ("Quillmere’s plants. Quillmere's people.", ()),
        ("Net income attributable to Quillmere Pumps & Instruments, Inc.", ()),
        ("Net income attributable to Quillmere Pumps\nand others", ("Quillmere Pumps",)),
        ("Income attributable to Quillmere Ventures", ()),
        ("Quillmere makes pumps. " * 50, ("Quillmere",)),
        ("Quillmere makes pumps. " * 4, ()),
        ("Pumps of Quillmere run. " * 50, ()),
        ("Quillmere makes pumps. " * 50 + "He bought a quillmere.", ()),
        ("Quillmere Ventures makes pumps. " * 50, ()),
        ("“Quillmere,” “we,” “us” and “our” refer to the whole group.", ("Quillmere",)),
        ('In this paper (the "Company" or "Quillmere") is the group.', ("Quillmere",)),
        ("Quillmere Pumps & Instruments, Inc. (“Quillmere”) makes pumps.", ("Quillmere",)),
        ("Quillmere Realty LLC (“Quillmere”) owns the plants.", ()),
    ],
)
def test_names_that_a_filing_uses_for_its_company(text, names):
    assert names_used(text, COMPANY) == names


def test_a_generic_first_word_is_no_name():
    assert names_used("The General's orders. The General's men. The General's horse.", "General Widgets Corporation") == ()


def test_generic_words_are_read_from_their_file():
    assert {"the", "company", "general", "national"} <= generic_names()


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("The board of Quillmere Pumps & Instruments, Inc.", "Quillmere Pumps & Instruments, Inc."),
        ("Va., February 10, 2025 - Quillmere Pumps & Instruments, Inc.", "Quillmere Pumps & Instruments, Inc."),
        ("Bank of Fennimore and Wexham", "Bank of Fennimore and Wexham"),
        ("3X Tools plc", "3X Tools plc"),
    ],
)
def test_a_name_is_told_from_the_sentence_before_it(printed, name):
    assert without_lead(printed) == name


def test_a_chinese_company_is_called_by_the_short_name_that_it_states():
    text = "公司代码：600999 公司简称：栖川印染\n栖川印染股份有限公司\n公司中文简称为栖川印染，法定代表人为甲。股票简称 栖川印染\n"
    assert names_used(text, "栖川印染股份有限公司") == ("栖川印染",)
    assert names_used("栖川印染股份有限公司（以下简称公司）", "栖川印染股份有限公司") == ()
