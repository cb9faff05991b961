"""Titles, ends and units' lines of statements in Chinese: 合并资产负债表, 母公司利润表, 单位：万元 币种：人民币.

The forms are those of the Ministry of Finance (财会〔2019〕6号) and what listed companies print of them.
"""

from __future__ import annotations

import re
import unicodedata

from research.nouns.facts import Statement

GROUP, PARENT = "group", "parent"
_NAMES = {
    Statement.BALANCE: "资产负债表|财务状况表",
    Statement.INCOME: "利润表|利润及其他综合收益表|损益表|综合收益表|损益及其他综合收益表",
    Statement.CASH_FLOW: "现金流量表",
}
# Whose statement it is: the group's, the parent company's, or both side by side.
_WHOSE = r"(?P<whose>合并及母公司|合并及公司|合并及银行|合并和母公司|合并|母公司|公司|本行|银行|本公司)?"
_PERIOD = r"(?:(?:19|20)\d\d年(?:度|半年度|第?[一二三四]季度|前三季度|\d{1,2}[-—–~至]\d{1,2}月|\d{1,2}月\d{1,2}日|\d{1,2}月)?)?"
_NUMBER = r"(?:[(（]?[一二三四五六七八九十\d]+[)）、..]|\d+)?"
_REST = r"(?:[(（](?P<rest>[^()（）]{1,12})[)）])*(?:-?(?:续|未经审计))?"
_TITLES = {
    statement: re.compile(
        rf"{_NUMBER}(?:[\u4e00-\u9fff()（）]{{2,30}}(?:公司|集团|银行))?{_PERIOD}{_WHOSE}{_PERIOD}(?:{names}){_PERIOD}{_REST}"
    )
    for statement, names in _NAMES.items()
}
_NAMED = re.compile("|".join(_NAMES.values()))
_END = re.compile(
    r"\W*(?:法定代表人|公司负责人|企业负责人|单位负责人|主管会计工作|会计机构负责人|后附.{0,4}财务报表附注|本期发生同一控制下|附注为财务报表|财务报表附注)"
)
_NOTE_MARK = re.compile(r"(?:附注)?[(（]?[一二三四五六七八九十]+[)）]?[、..(（]?\s*[(（]?\d{0,3}(?:\.\d{1,2})?[)）]?")
_CONTINUED = re.compile(r"[-–—\s]*[(（]?(?:\bcontinued\b|续)[)）]?", re.IGNORECASE)
_COMPLETE = re.compile(r"负债(?:和|及)(?:所有者|股东)权益(?:\(或股东权益\))?(?:总计|合计)|期末现金及现金等价物|稀释每股收益")


def chinese_title(text: str) -> Statement | None:
    """Return which statement a line is the title of, None for any other line, as one of contents or of notes."""
    flat = "".join(unicodedata.normalize("NFKC", text).split())
    return next((statement for statement, pattern in _TITLES.items() if pattern.fullmatch(flat)), None)


def names_statement(text: str) -> bool:
    """Return whether a text names a statement in Chinese."""
    return bool(_NAMED.search(text))


def entity_of(text: str) -> str | None:
    """Return whose figures a title or a column's head announces: "group", "parent", None when it says neither, or both."""
    flat = "".join(text.split())
    own = bool(re.search(r"母公司|(?<![\u4e00-\u9fff])(?:本?公司|本行)(?:资产负债表|利润表|现金流量表|损益表|$)", flat))
    group = "合并" in flat or "本集团" in flat
    return None if own == group else PARENT if own else GROUP


def is_statement_end(text: str) -> bool:
    """Return whether a line closes a statement: who signs for it, the notes behind it."""
    return bool(_END.match(text))


def is_note_mark(text: str) -> bool:
    """Return whether a run refers to a note and nothing else: "七、46", "附注五(1)", "(十二)"."""
    return bool(_NOTE_MARK.fullmatch(text.strip()))


def is_continued(title: str) -> bool:
    """Return whether a title says that its table began on the page before, in English or in Chinese."""
    return bool(_CONTINUED.search(title))


def whole_title(title: str) -> str:
    """Return a title without the words that say that its table began on the page before."""
    return _CONTINUED.sub("", title).strip()


def is_last_row(label: str) -> bool:
    """Return whether a row is among the last of its statement."""
    return bool(_COMPLETE.search(label))
