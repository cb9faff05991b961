"""Column heads in Chinese put into the English words that periods are read from: 2024年1—6月 is "Six Months Ended June 30, 2024".

Fiscal years of companies in mainland China are calendar years, which is what a bare 年度 stands for.
"""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from datetime import date
from typing import Protocol

from research.text.dates import shift_years
from research.text.han import is_han

_TO = r"[-—–~至到]+"
_YEAR = r"(?P<year>(?:19|20)\d\d)年"
_COUNTS = {3: "Three", 6: "Six", 9: "Nine", 12: "Twelve"}
_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_DAYS = re.compile(
    rf"{_YEAR}(?P<first>\d{{1,2}})月\d{{1,2}}日{_TO}(?:(?P<other>(?:19|20)\d\d)年)?(?P<last>\d{{1,2}})月(?P<day>\d{{1,2}})日"
)
_MONTHS = re.compile(rf"{_YEAR}(?P<first>\d{{1,2}})月?{_TO}(?P<last>\d{{1,2}})月")
_HALF = re.compile(rf"{_YEAR}(?:度)?(?:半年度?|上半年|中期)")
_THREE_QUARTERS = re.compile(rf"{_YEAR}前三季度")
_QUARTER = re.compile(rf"{_YEAR}度?第?(?P<quarter>[一二三四1-4])季度")
_DAY = re.compile(rf"{_YEAR}(?P<month>\d{{1,2}})月(?P<day>\d{{1,2}})日")
_WHOLE = re.compile(rf"{_YEAR}度?(?![\d度])")
_AT_END = re.compile(r"(?:本?(?:报告)?期|本?年(?:度)?)末(?:余额|数|金额)?")
_AT_BEGINNING = re.compile(r"(?:(?:本?(?:报告)?期|本?年)初|上(?:年年|年度|年|期期|期)末)(?:余额|数|金额)?")
_BEFORE = re.compile(r"上(?:年|期|年度)(?:同期)?(?:实际)?(?:发生额|金额|数|累计数?)?")
_NOW = re.compile(r"本(?:年|期|年度|报告期)(?:实际)?(?:发生额|金额|数|累计数?)?")
_CHANGE = re.compile(r"增减|变动|同比|环比|比例|占比|比重|百分比|%")
_PERIOD = re.compile(rf"{_YEAR}|[本上](?:年|期|年度|报告期)|[期年][末初](?:余额|数|金额)?|第?[一二三四]季度")
_HEAD = re.compile(r"附注|项目|合并|母公司|本集团|本公司|单位[:：]|币种[:：]|编制单位|金额|余额|发生额|经审计|重述|调整[前后]")
_SPAN = re.compile(r"(Three|Six|Nine|Twelve) Months Ended")
_CASH_AT = re.compile(r"(?P<edge>[期年][初末])现金及现金等价物(?:的?余额)?")


class Calendar(Protocol):
    """What heads that name no date refer to: the document's own period."""

    @property
    def end(self) -> date:
        """Return the last day of the document's own period."""
        ...

    @property
    def quarter(self) -> int:
        """Return the quarter, 1 to 4, that ends then."""
        ...


def is_chinese_period(text: str) -> bool:
    """Return whether words in Chinese name a period."""
    return is_han(text) and bool(_PERIOD.search(text))


def is_chinese_head(text: str) -> bool:
    """Return whether a row of words in Chinese belongs to a table's head."""
    return is_chinese_period(text) or bool(_HEAD.search(text))


def in_english(head: str, calendar: Calendar) -> str:
    """Return a head with its Chinese periods in English words; any other head as it is."""
    if not is_han(head):
        return head
    head = "".join(unicodedata.normalize("NFKC", head).split())
    if _CHANGE.search(head):
        return "Change"
    head = _DAYS.sub(_of_days, head)
    head = _MONTHS.sub(lambda found: _span(int(found["year"]), int(found["first"]), int(found["last"]), found[0]), head)
    head = _THREE_QUARTERS.sub(lambda found: _span(int(found["year"]), 1, 9, found[0]), head)
    head = _HALF.sub(lambda found: _span(int(found["year"]), 1, 6, found[0]), head)
    head = _QUARTER.sub(_of_quarter, head)
    head = _DAY.sub(lambda found: f" {_printed(int(found['year']), int(found['month']), int(found['day']))} ", head)
    head = _WHOLE.sub(lambda found: _span(int(found["year"]), 1, 12, found[0]), head)
    return _relative(head, calendar)


def cash_edge(label: str) -> str:
    """Return "beginning" or "end" for a row of cash at the edge of a period, "" for another row."""
    found = _CASH_AT.search(label)
    return "" if found is None else "beginning" if found["edge"].endswith("初") else "end"


def _relative(head: str, calendar: Calendar) -> str:
    """Return the words for a head that names its period by the document's own: this year, the period before, their ends.

    What the head says beside that is the document's own period, printed over all columns.
    """
    own = calendar.end
    if _AT_BEGINNING.search(head):
        return _printed(own.year - 1, 12, 31)
    if _AT_END.search(head):
        return _printed(own.year, own.month, own.day)
    before = _BEFORE.search(head)
    if not before and not _NOW.search(head):
        return head
    span = _SPAN.search(head)
    if span is None and calendar.quarter == 3:  # the quarter alone or the year to date: the words do not tell
        return head
    months = next(count for count, word in _COUNTS.items() if word == span[1]) if span else own.month
    year = shift_years(own, -1).year if before else own.year
    return _span(year, own.month - months + 1, own.month, head).strip()


def _of_days(found: re.Match[str]) -> str:
    other = int(found["other"] or found["year"])
    months = (other - int(found["year"])) * 12 + int(found["last"]) - int(found["first"]) + 1
    return f" {_COUNTS[months]} Months Ended {_printed(other, int(found['last']), int(found['day']))} " if months in _COUNTS else found[0]


def _of_quarter(found: re.Match[str]) -> str:
    last = 3 * _QUARTERS[found["quarter"]]
    return _span(int(found["year"]), last - 2, last, found[0])


def _span(year: int, first: int, last: int, printed: str) -> str:
    months = last - first + 1
    if months not in _COUNTS or not 1 <= first <= last <= 12:
        return printed
    return f" {_COUNTS[months]} Months Ended {_printed(year, last, monthrange(year, last)[1])} "


def _printed(year: int, month: int, day: int) -> str:
    """Return the date in English, the parts as they are when the calendar has none such."""
    if not 1 <= month <= 12 or not 1 <= day <= monthrange(year, month)[1]:
        return f"{year}-{month}-{day}"
    return f"{_ENGLISH[month - 1]} {day}, {year}"


_ENGLISH = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")
