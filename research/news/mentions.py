"""Where an entry names known companies: each name told from the word, the place, the person or the other company that it may be.

A name is taken for the company by how it is written, by what stands around it, and by what else the entry says: one that is a word of the
language ("Gather", "Target") needs a sign that a company is meant, here or elsewhere in the entry.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from research.news.names import CompanyName, Form, Lexicon
from research.news.parts import Parts, Sentence
from research.news.rules import event_verbs
from research.news.terms import folded
from research.news.wording import Wording, is_title_case, wording
from research.planning.beginnings import common_words, is_plain
from research.text.han import is_han

_NEAR = 60
# Between a name and what it is traded as more words of the name may stand.
_MORE_WORDS = re.compile(r"(?:,?\s+[A-Z][\w.&-]*){0,3},?\s*|[\u4e00-\u9fff]{0,4}")
_NEXT = re.compile(r"\s+(?P<word>[\w&][\w&.'-]*)")
_PREVIOUS = re.compile(r"(?P<word>[\w&][\w&.'-]*)\s+$")
_WORD = re.compile(r"[^\W\d_][\w'-]*")
_OPENS = re.compile(r"(?:^|[.!?:;•|>–—-]\s|[\"“‘(\[])[\"“‘(\[\s•*-]*$")
_STATE = re.compile(r",\s+(?:[A-Z][a-z]{1,5}\.|[A-Z]{2}\b|Ohio|Iowa|Texas|Maine|Utah|Idaho|Virginia|Maryland|Pennsylvania)")
_CASHTAG = re.compile(r"(?<![\w$])\$(?P<ticker>[A-Za-z]{1,5}(?:\.[A-Za-z])?|\d{4,6})(?![\w$])")
_BRACKETED = re.compile(
    r"[(（\[]\s*(?:(?P<market>[A-Za-z][A-Za-z .-]{0,22}?|[\u4e00-\u9fff]{2,4})\s*[:：]\s*)?"
    r"(?P<ticker>[A-Z]{1,5}(?:[.-][A-Z]{1,2})?|\d{4,6}(?:\.[A-Z]{1,2})?)\s*(?:[,;/，；][^()（）]{0,40})?[)）\]]"
)
_SUFFIXED = re.compile(r"(?<![\w.])(?:(?:SH|SZ|sh|sz)(?P<before>\d{6})|(?P<after>\d{4,6})\.(?:SH|SZ|SS|HK|BJ))(?!\w)")


_OPENING = re.compile(r"[$(（\[0-9]")
# Each with why it names a company, and what it begins with.
_PATTERNS = ((_CASHTAG, "cashtag", "$"), (_BRACKETED, "ticker", "(（["), (_SUFFIXED, "ticker", "0123456789"))


@dataclass(frozen=True, slots=True)
class Mention:
    """A place where an entry names a company; `why` as in `CompanyLink`."""

    company: str
    start: int
    end: int
    sentence: Sentence
    why: str


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A name that may mean a company: `sure` tells that nothing else can be meant."""

    name: CompanyName
    start: int
    end: int
    sentence: Sentence
    sure: bool


@cache
def _exchange() -> re.Pattern[str]:
    return re.compile(rf"(?:{wording().exchanges})")


def mentions_of(parts: Parts, lexicon: Lexicon) -> list[Mention]:
    """Return the places where an entry names known companies, in order; none overlap."""
    found: list[Mention] = []
    doubtful: list[_Candidate] = []
    for sentence in parts.sentences:
        text = parts.text[sentence.start : sentence.end]
        found += _traded(text, sentence, lexicon)
        for one in _named(text, sentence, lexicon):
            if one.sure:
                found.append(_mention(one))
            else:
                doubtful.append(one)
    sure = {mention.company for mention in found}
    found += [_mention(one) for one in doubtful if one.name.company in sure]
    return _apart(found)


def _mention(one: _Candidate) -> Mention:
    why = "ticker" if one.name.form is Form.TICKER else "alias" if one.name.alias else "name"
    return Mention(one.name.company, one.start, one.end, one.sentence, why)


def _apart(found: list[Mention]) -> list[Mention]:
    kept: list[Mention] = []
    for one in sorted(found, key=lambda mention: (mention.start - mention.end, mention.start)):
        if not any(other.start < one.end and one.start < other.end for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda mention: mention.start)


def _traded(text: str, sentence: Sentence, lexicon: Lexicon) -> Iterator[Mention]:
    """Yield what is named by what it is traded as: "$QLMR", "(NYSE: QLMR)", "（609917）", "609917.SH"."""
    # Most sentences have none, and looking for a character is faster than looking for a pattern.
    if _OPENING.search(text) is None:
        return
    for pattern, why, opening in _PATTERNS:
        for match in pattern.finditer(text) if any(one in text for one in opening) else ():
            ticker = match["before"] or match["after"] if pattern is _SUFFIXED else match["ticker"]
            market = match["market"] if pattern is _BRACKETED else None
            if market and not _exchange().match(folded(market)):
                continue
            company = lexicon.traded_as(ticker)
            if company:
                group = match.lastgroup if pattern is _SUFFIXED else "ticker"
                start, end = match.span(group or 0)
                if why == "cashtag":
                    start -= 1
                yield Mention(company, sentence.start + start, sentence.start + end, sentence, why)


def _named(text: str, sentence: Sentence, lexicon: Lexicon) -> Iterator[_Candidate]:
    plain = folded(text)
    hits = lexicon.finder.all(plain)
    if not hits:
        return
    place = _Place(text, plain, is_title_case(text))
    taken: list[tuple[int, int]] = []
    # The longest name first; where it is not meant, a shorter one in its place may be: "Marlstone bank branch".
    for hit in hits:
        name, start, end = hit.value, hit.start, hit.end
        if name.form is Form.HAN:
            end = _whole_han(plain, name, end, lexicon)
        if any(first < end and start < last for first, last in taken) or not place.is_meant(name, start, end, lexicon):
            continue
        taken.append((start, end))
        yield _Candidate(name, sentence.start + start, sentence.start + end, sentence, place.is_sure(name, start, end))


def _whole_han(plain: str, name: CompanyName, end: int, lexicon: Lexicon) -> int:
    """Return where a short Chinese name ends: 江屿传动 is 江屿 and words out of the rest of 江屿精密传动股份有限公司."""
    rest = lexicon.rest_of_han_name(name.company, name.name)
    while end < len(plain) and (at := rest.find(plain[end])) >= 0 and is_han(plain[end]):
        rest, end = rest[at + 1 :], end + 1
    return end


@dataclass(frozen=True, slots=True)
class _Place:
    """A sentence in which names stand: as printed, folded, and whether capitals tell nothing in it."""

    text: str
    plain: str
    titled: bool

    def is_meant(self, name: CompanyName, start: int, end: int, lexicon: Lexicon) -> bool:
        """Return whether words may mean the company: written as its name, and no part of another name."""
        if is_han(name.name):
            return self._is_han_name(name, start, end) and not self._is_traded_as_another(name, end, lexicon)
        if name.form is Form.TICKER:
            return self.text[start:end] == name.name
        if not _is_written(self.text[start:end], name.name) or self._is_traded_as_another(name, end, lexicon):
            return False
        return not self._goes_on(name, end, lexicon) and not self._is_begun(name, start) and not self._is_place(name, start, end)

    def is_sure(self, name: CompanyName, start: int, end: int) -> bool:
        """Return whether a name can mean nothing else, or is written where only the company can stand."""
        if not name.ordinary:
            return True
        if is_han(name.name):
            return self._is_sure_han(start, end)
        known, near = wording(), max(0, start - _NEAR)
        if _is_capital(self.text[start:end]) and not self.titled and not self._opens(start):
            return " " in name.name or known.determined_before.search(self.plain, near, start) is None
        return known.unfit_before.search(self.plain, near, start) is None and self._acts(end)

    def _opens(self, start: int) -> bool:
        return _OPENS.search(self.text, 0, start) is not None

    def _acts(self, end: int) -> bool:
        """Return whether what follows makes the name the subject: "Gather buys", "Target's", "Block (NYSE: …)"."""
        after = self.plain[end : end + _NEAR]
        if after.startswith(("'s ", "' ")) or re.match(r"\s*\((?:\w+: ?)?[a-z]{1,5}\)", after):
            return True
        words = after.split()[:2]
        if not after.startswith(" ") or not words:
            return False
        word = words[0].rstrip(",:;.")
        return word in wording().acts or " ".join(words) in wording().acts or (word.endswith(("s", "ed")) and word in event_verbs())

    def _is_traded_as_another(self, name: CompanyName, end: int, lexicon: Lexicon) -> bool:
        """Return whether a name is followed by a ticker that is not the company's: it is another company's name."""
        words = _MORE_WORDS.match(self.text, end)
        match = _BRACKETED.match(self.text, words.end() if words else end)
        if match is None:
            return False
        if not match["ticker"].isdigit() and not (match["market"] and _exchange().match(folded(match["market"]))):
            return False
        return lexicon.has_tickers(name.company) and lexicon.traded_as(match["ticker"]) != name.company

    def _goes_on(self, name: CompanyName, end: int, lexicon: Lexicon) -> bool:
        """Return whether a name goes on into another company's: "Osgrove Shipping", "Osgrove & Sons"."""
        if re.match(r"\s*(?:&|and)\s+(?:sons|co\b|company|partners|brothers)", self.plain[end : end + _NEAR]):
            return True
        following = _NEXT.match(self.text, end)
        if following is None:
            return False
        printed = following["word"]
        word = folded(printed).rstrip(".,'")
        if word.endswith("'s"):
            word = word[:-2]
        if not printed[0].isupper() or word in lexicon.own_words(name.company) or word in wording().beside:
            return False
        own = lexicon.own_words(name.company)
        if word in wording().kinds:
            return not _akin(word, own)
        if self.titled or name.form is not Form.BEGINNING:
            return False
        return name.name.isalpha() and not _is_known(word) and self._is_firm(end)

    def _is_firm(self, end: int) -> bool:
        """Return whether the capitalised words that follow end with a legal form: "Osgrove Lantern Ltd"."""
        return re.match(r"(?:\s+[A-Z][\w&-]*){1,3},?\s+(?:Inc|Corp|Ltd|LLC|PLC|plc|Co|GmbH|AG|SA|NV)\b", self.text[end:]) is not None

    def _is_begun(self, name: CompanyName, start: int) -> bool:
        """Return whether a name is the end of another: a person's family name, "Royal Osgrove"."""
        before = _PREVIOUS.search(self.text, max(0, start - _NEAR), start)
        if before is None or " " in name.name:
            return False
        printed, word = before["word"], folded(before["word"]).rstrip(".")
        if not printed[0].isupper():
            return False
        if word in wording().given_names:
            return True
        # In a sentence, a capital that no word of the language has stands in a name.
        opens = self._opens(before.start())
        return not self.titled and not opens and not _is_known(word) and printed.isalpha() and not printed.isupper()

    def _is_place(self, name: CompanyName, start: int, end: int) -> bool:
        if name.form is not Form.BEGINNING and not name.ordinary:
            return False
        before = wording().place_before.search(self.plain, max(0, start - _NEAR), start)
        return before is not None or _STATE.match(self.text, end) is not None

    def _is_han_name(self, name: CompanyName, start: int, end: int) -> bool:
        known = wording()
        if name.form is Form.WHOLE and not name.ordinary:
            return True
        if name.form is Form.HAN and end - start > len(name.name):
            return True
        following = self.plain[end:]
        return not any(following.startswith(kind) and not following[len(kind) :][:1].isdigit() for kind in known.han_kinds)

    def _is_sure_han(self, start: int, end: int) -> bool:
        """Return whether a Chinese name that is a word of the language stands between a break and what companies do."""
        known, near = wording(), max(0, start - 4)
        return known.han_follow.match(self.plain[end:]) is not None and known.han_before.search(self.plain, near, start) is not None


def _is_written(printed: str, name: str) -> bool:
    """Return whether words have the capitals of a name, or capitals throughout."""
    own = {folded(word): word for word in _WORD.findall(name)}
    return all(
        not word[0].islower() or own.get(folded(word), word)[0].islower() or word in ("and", "of", "the") for word in _WORD.findall(printed)
    )


def _is_capital(printed: str) -> bool:
    return printed[:1].isupper() or printed[:1].isdigit()


def _is_known(word: str) -> bool:
    """Return whether a word is one of the language, which a capital makes no name."""
    known: Wording = wording()
    return word in common_words() or is_plain(word) or word in known.ordinary or word in known.acts


def _akin(word: str, own: frozenset[str]) -> bool:
    """Return whether a word says the same as one of a company's own: "bank" and "bancshares"."""
    return any(word[:3] == one[:3] and len(one) > 3 and len(word) > 3 for one in own)
