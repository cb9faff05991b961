from datetime import date

import pytest

from ingest.loaded import Loaded
from ingest.metadata import read_metadata
from research.nouns.documents import Kind, Page, Tier
from tests.sample.library import CHINESE, COMPANIES, load

COVER = "公司代码：609000 公司简称：青泉机械\n青泉机械股份有限公司\n{title}\n本公司董事会保证报告内容真实、准确、完整。"


def read(text):
    return read_metadata(Loaded(text, (Page(1, 0, len(text), 612, 792),)))


@pytest.mark.parametrize(
    ("title", "form", "year", "period", "end"),
    [
        ("2021年年度报告", "annual report", 2021, "FY", date(2021, 12, 31)),
        ("2021年度报告", "annual report", 2021, "FY", date(2021, 12, 31)),
        ("二〇二一年年度报告", "annual report", 2021, "FY", date(2021, 12, 31)),
        ("2022年半年度报告", "interim report", 2022, "H1", date(2022, 6, 30)),
        ("2022年第三季度报告", "interim report", 2022, "Q3", date(2022, 9, 30)),
    ],
)
def test_a_chinese_report_says_what_it_is_on_its_cover(title, form, year, period, end):
    found = read(COVER.format(title=title))
    assert (found.kind, found.form_type, found.language) == (Kind.FILING, form, "zh")
    assert (found.fiscal_year, found.fiscal_period, found.period_end) == (year, period, end)
    assert (found.company, found.ticker) == ("青泉机械股份有限公司", "609000")
    assert found.tier is (Tier.AUDITED if period == "FY" else Tier.UNAUDITED)


@pytest.mark.parametrize("title", ["2021年年度报告摘要", "关于2021年年度报告的公告", "公司召开股东大会的通知"])
def test_other_chinese_papers_are_no_reports(title):
    found = read(COVER.format(title=title))
    assert (found.form_type, found.language) == (None, "zh")


def test_a_text_with_kana_is_not_chinese():
    assert read("この会社は工具を作っています。昨年の売上は増えました。").language is None


@pytest.mark.parametrize("name", CHINESE)
def test_the_sample_reports(name):
    found = read_metadata(load(name))
    assert (found.company, found.ticker, found.form_type) == (COMPANIES["jiangyu"], "609917", "annual report")
    assert (found.fiscal_year, found.fiscal_period, found.language) == (int(name[-4:]), "FY", "zh")
