"""What a periodic report in Chinese says of itself on its cover: 2024年年度报告 of 江屿精密传动股份有限公司, 股票代码 609917.

Fiscal years of companies in mainland China are calendar years (Accounting Law, art. 11), so the title's year gives the period's end.
"""

from __future__ import annotations

import re
from datetime import date

from ingest.forms import ANNUAL_REPORT, INTERIM_REPORT
from ingest.loaded import Loaded, Metadata
from research.nouns.documents import Kind, Tier

COVER_PAGES = 3
COVER_CHARACTERS = 3000
LONGEST_COVER = 30_000
# A text is Chinese when more of its letters than this are Han characters, and Japanese when kana stand among them.
HAN_SHARE = 0.5
_HAN, _KANA, _LETTER = re.compile(r"[\u4e00-\u9fff]"), re.compile(r"[\u3040-\u30ff]"), re.compile(r"[^\W\d_]")
# A line that is the title and nothing more: a summary (摘要), a notice (公告) and a line of contents are none.
_TITLE = re.compile(
    r"^\s*(?P<year>(?:20|19)\d\d|[二一][〇○零九\d一二三四五六七八]{3})\s*年?\s*(?P<part>年度|半年度|第?[一三]季度)\s*报\s*告\s*(?:[（(][^()（）]*[）)])?\s*$",
    re.MULTILINE,
)
_COMPANY = re.compile(
    r"(?:^|公司(?:中文)?名称\s*[:：为]?)\s*(?P<name>[\u4e00-\u9fff（）()A-Za-z]{2,30}?有限(?:责任)?公司)(?=\s|$|[，,。])", re.MULTILINE
)
_TICKER = re.compile(r"(?:股票|证券|公司)代码\s*[:：为]?\s*(?P<code>\d{5,6})(?!\d)")
_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_PARTS = {"年度": ("FY", 12, 31), "半年度": ("H1", 6, 30), "一季度": ("Q1", 3, 31), "三季度": ("Q3", 9, 30)}


def is_chinese(text: str) -> bool:
    """Return whether a text is Chinese by its letters."""
    letters, han = len(_LETTER.findall(text)), len(_HAN.findall(text))
    return han > HAN_SHARE * letters and len(_KANA.findall(text)) * 20 < han


def read_chinese_report(loaded: Loaded) -> Metadata | None:
    """Return what a Chinese annual, half-year or quarterly report says of itself; None for any other text."""
    cover = loaded.text[: min(loaded.pages[min(COVER_PAGES, len(loaded.pages)) - 1].end, LONGEST_COVER)] if loaded.pages else ""
    title = _TITLE.search(cover, 0, COVER_CHARACTERS)
    if title is None or not is_chinese(loaded.text[:20_000]):
        return None
    period, month, day = _PARTS[title["part"].removeprefix("第")]
    year = int(title["year"].translate(_DIGITS))
    company, ticker = _COMPANY.search(cover), _TICKER.search(cover)
    annual = period == "FY"
    found = {"company": company, "ticker": ticker}
    return Metadata(
        title=" ".join(filter(None, (company["name"] if company else "", title[0].strip()))),
        company=company["name"] if company else None,
        ticker=ticker["code"] if ticker else None,
        kind=Kind.FILING,
        tier=Tier.AUDITED if annual else Tier.UNAUDITED,
        form_type=ANNUAL_REPORT if annual else INTERIM_REPORT,
        fiscal_year=year,
        fiscal_period=period,
        period_end=date(year, month, day),
        language="zh",
        sources=(
            *((name, "cover") for name in ("form_type", "fiscal_year", "fiscal_period")),
            ("period_end", "calendar year of the title"),
            *((name, "cover") for name, match in found.items() if match),
        ),
    )
