"""Entry → traits: what it is compared by with others."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from itertools import pairwise

from research.news.companies import lists_events
from research.news.kinds import listed_stems, phrases, told_first, told_kinds
from research.news.parts import Parts
from research.news.traits import MOST_SHINGLES, FigureTrait, Traits, seconds
from research.news.word_classes import is_rare, plain_words
from research.nouns.news import CompanyLink, EventType, NewsEntry, NewsFigure
from research.text.han import is_han
from research.text.patterns import read_beside
from research.text.words import stem, stop_words

RUN, HAN_RUN = 3, 5
HEAD_SENTENCES = 2
MOST_COMPANIES = 3
# Who acts in a title stands among its first words.
ACTOR_WORDS = 4
LEAD_WORDS = 12
LONG_WORD, SHORT_WORD = 4, 2
HAN_WORD = 2
_ENDINGS = ("er", "ers", "or", "ors", "ing", "ings", "ed", "ly", "y", "less", "ness")
WORDS_BEFORE, WORDS_AFTER = 3, 2
_RANGE = re.compile(r"\s*(?:-|–|—|to)\s*")
_LISTED = re.compile(r"\((?:NYSE|Nasdaq|NASDAQ|LSE|HKEX|SSE|SZSE|TSX|ASX|Euronext|OTC)[^()]{0,30}\)")
_CASHTAG = re.compile(r"\$[A-Z]{1,6}\b")
# An item of a list that begins with a cashtag: "$HRWG +2: …".
_ITEM = re.compile(r"\$[A-Z]{1,6}(?=\s*:|\s+[+−–-]\d)")
_TOGETHER = frozenset({EventType.DEAL, EventType.LEGAL, EventType.PRODUCT})
_RATINGS = frozenset({"upgrade", "downgrade", "initiation", "reiteration", "target_up", "target_down"})
_MISREAD = frozenset({"acquisition", "divestiture", "insider_buy", "insider_sell", "shares_sold", "reiteration"})
_ANOTHER = frozenset({"separately", "separate", "unrelated", "not", "nothing"})
# A column of several matters, whichever of them are of known companies: "People: new faces at …".
_COLUMN = re.compile(r"(?:people|appointments|on the move|the week|diary)\b ?[:|–-]", re.IGNORECASE)
# A broker's note: "Harrowgate Pumps (HRGT): dear at twelve times earnings", in the first person.
_NOTE = re.compile(r"[^:]{2,60}\([A-Z0-9.]{1,8}\)\s*:")
_OWN_VOICE = frozenset({"we", "our", "us", "i", "my"})
_PLAIN = frozenset({"correction", "retraction"})
_WORD = re.compile(r"[A-Za-zÀ-ɏ0-9][A-Za-zÀ-ɏ0-9&'’.]*[A-Za-zÀ-ɏ0-9]|[A-Za-zÀ-ɏ0-9]")
_GENITIVE = re.compile(r"['’]s?$")
_HAN_RUN = re.compile(r"[\u4e00-\u9fff]+")
_CODE = re.compile(r"(?<![A-Za-z0-9-])(?=(?:[A-Za-z0-9]|-(?!-))*\d)(?=(?:[A-Za-z0-9]|-(?!-))*[A-Za-z])[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*")
_NO_CODE = re.compile(
    r"(?:fy|cy|[qh])\d+|\d[qh]\d*|\d+(?:st|nd|rd|th|k|m|bn|b|x|p|pm|am|bps?|km|kg|kwh|mwh?|gwh?|twh)|\d+-[a-z-]+|[a-z]+-\d|10-[kq]|8-k|\d+[a-z]-share",
    re.IGNORECASE,
)
_PRINTED = re.compile(r"\d[\d,]*(?:\.(\d+))?")
_DUE = re.compile(r"\bdue\s+20\d\d\b", re.IGNORECASE)
_QUARTER = re.compile(
    r"\b(first|second|third|fourth|1st|2nd|3rd|4th)[\s-]+(?:fiscal\s+)?quarter|\bq([1-4])\b|\b([1-4])q(?:\d\d)?\b|第?([一二三四1-4])季度?(?:报|度|业绩)|"
    r"\b(first|second)[\s-]+half\b|\bh([12])\b|(上半年|半年度|下半年|\bhalf[\s-]year|\bsix\s+months|\binterim\s+(?:results|profit|report|figures))",
    re.IGNORECASE,
)
_NUMBERS = {
    word: str(number)
    for number, said in enumerate(("first 1st 一", "second 2nd 二", "third 3rd 三", "fourth 4th 四"), 1)
    for word in said.split()
}
_GROUPS = {EventType.GUIDANCE.value: EventType.RESULTS.value}


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of a sentence: as printed, in small letters, and their stems; and the places of those that a capital makes a name."""

    printed: tuple[str, ...]
    small: tuple[str, ...]
    stems: tuple[str, ...]
    capitals: tuple[int, ...]


def traits_of(entry: NewsEntry, parts: Parts) -> Traits:
    """Return what an entry is compared by."""
    own = _own_words(entry)
    title = parts.title
    texts = [_without(parts.text[one.start : one.end], entry) for one in parts.sentences]
    split = [_split(text) for text in texts]
    heads = HEAD_SENTENCES + (title is not None)
    head_end = parts.sentences[min(heads, len(parts.sentences)) - 1].end if parts.sentences else 0
    head_names, names = _names(split, titled=title is not None, heads=heads, own=own)
    terms = [_terms(words, text, own) for words, text in zip(split[:heads], texts, strict=False)]
    head_text = " ".join(texts[:heads])
    return Traits(
        document_id=entry.document_id,
        at=seconds(entry.at),
        outlet=entry.outlet,
        han=not head_text.isascii() and len(_HAN_RUN.sub("", head_text)) < 0.7 * len(head_text),
        companies=frozenset(link.company for link in entry.companies),
        main_events=_main_events(entry, parts, head_end),
        events=frozenset(_group(one.type) for one in entry.events),
        title_events=frozenset(_group(one.type) for one in entry.events if title and one.start < title.end),
        title_kinds=_one_sort(told_kinds(texts[0])) if title else frozenset(),
        kinds=_one_sort(_head_kinds(split, texts[:heads])),
        marks=_marks(split, texts, entry, parts),
        title_actors=phrases("actors").found(split[0].small[:ACTOR_WORDS], texts[0][:ACTOR_WORDS]) if title else frozenset(),
        actors=phrases("actors").found([one for words in split[:heads] for one in words.small], head_text),
        periods=frozenset(_periods(head_text)),
        figures=tuple(_figures(entry.figures, parts.text, head_end)),
        head_names=head_names,
        names=names,
        codes=frozenset(_codes(texts)),
        title_codes=frozenset(_codes(texts[:1])) if title else frozenset(),
        things=_things(split[0], texts[0], own) if title else {},
        terms=frozenset().union(*terms),
        shingles=_shingles(split, texts, titled=title is not None),
        title=" ".join(split[0].small) + "".join(_han_runs(texts[0])) if title else "",
    )


def _head_kinds(split: Sequence[_Words], texts: Sequence[str]) -> frozenset[str]:
    """Return the kinds of what the title and the first sentences tell, but those that name another matter than this one."""
    own = [text for at, (words, text) in enumerate(zip(split, texts, strict=False)) if not at or not _says_another(words, text)]
    return frozenset().union(*map(told_kinds, own))


def _han_runs(text: str) -> list[str]:
    return [] if text.isascii() else _HAN_RUN.findall(text)


def _group(kind: EventType) -> str:
    """Return the type of an event; results and what is expected next are told together."""
    return _GROUPS.get(kind.value, kind.value)


def _one_sort(kinds: frozenset[str]) -> frozenset[str]:
    """Return kinds without those that a broker's "buy" and "sell" are taken for, and without the suit that is settled."""
    if "settlement" in kinds:
        kinds -= {"lawsuit"}
    return kinds - _MISREAD if kinds & _RATINGS else kinds


def _main_events(entry: NewsEntry, parts: Parts, head_end: int) -> frozenset[str]:
    """Return the types of the events of the title, of the head when it has none, else of the whole."""
    title = parts.title
    told = title.start + len(told_first(parts.text[title.start : title.end])) if title else 0
    for end in (told, title.end if title else 0, head_end):
        found = frozenset(_group(one.type) for one in entry.events if one.start < end)
        if found:
            break
    else:
        found = frozenset(_group(one.type) for one in entry.events)
    return frozenset({EventType.RATING.value}) if EventType.RATING.value in found else found


def _own_words(entry: NewsEntry) -> frozenset[str]:
    """Return the words of the companies' names, in small letters: they say nothing of what happened."""
    said = " ".join((entry.outlet, *(part for link in entry.companies for part in (link.company, link.words))))
    return frozenset(one.lower().removesuffix("'s").removesuffix("’s") for one in _WORD.findall(said)) - stop_words()


def _without(text: str, entry: NewsEntry) -> str:
    """Return a text without cashtags, and a Chinese one without the companies' names, which are not words apart."""
    for name in {link.words for link in entry.companies if is_han(link.words)}:
        text = text.replace(name, "，")
    return _LISTED.sub("", _CASHTAG.sub("", text))


@lru_cache(maxsize=4_096)
def _split(text: str) -> _Words:
    printed = tuple(_WORD.findall(text))
    small = tuple(map(_small, printed))
    named = (at for at, one in enumerate(printed) if one[0].isupper() and _may_name(small[at]))
    return _Words(printed, small, tuple(map(stem, small)), tuple(named))


@lru_cache(maxsize=100_000)
def _may_name(small: str) -> bool:
    """Return whether a word with a capital may be a name."""
    listed = small in plain_words("capitals") or small in stop_words()
    return len(small) > 1 and not listed and not any(map(str.isdigit, small))


@lru_cache(maxsize=100_000)
def _small(printed: str) -> str:
    """Return a word in small letters without the end of a genitive."""
    return _GENITIVE.sub("", printed.lower())


def _names(split: Sequence[_Words], *, titled: bool, heads: int, own: frozenset[str]) -> tuple[frozenset[str], frozenset[str]]:
    """Return the names of the head and of the whole, where a capital says something; the whole has the companies' too."""
    first = 0 if split and titled and not _in_capitals(split[0]) else int(titled)
    sure = {words.small[at] for words in split[first:] for at in words.capitals if at}
    found: list[set[str]] = []
    for place, words in enumerate(split):
        named = {words.small[at] for at in words.capitals}
        doubtful = set(words.small[:1]) if place >= first else named
        unsure = {one for one in doubtful - sure if not _is_strange(one)}
        found.append(named - unsure - own)
    return frozenset().union(*found[:heads]), frozenset().union(*found) | own


def _in_capitals(words: _Words) -> bool:
    """Return whether a title writes all its longer words with a capital."""
    long = [one for one in words.printed[1:] if len(one) >= LONG_WORD]
    return sum(one[0].isupper() for one in long) > 0.6 * len(long)


@lru_cache(maxsize=100_000)
def _is_strange(small: str) -> bool:
    """Return whether a word is of no list, nor one that is made of a word of a list."""
    bases = {small, *(small.removesuffix(ending) for ending in _ENDINGS)}
    bases |= {base[:-1] for base in bases if base[-2:-1] == base[-1:]}
    forms = {stem(form) for base in bases for form in (base, f"{base}e")}
    return len(small) > SHORT_WORD and all(is_rare(form) for form in forms) and not forms & listed_stems()


def _terms(words: _Words, text: str, own: frozenset[str]) -> frozenset[str]:
    """Return the stems of the words that carry a topic, and the pairs of Han characters."""
    stems = {
        stemmed
        for small, stemmed in zip(words.small, words.stems, strict=True)
        if small not in own and small not in stop_words() and len(small) > 2 and not small[0].isdigit()
    }
    return frozenset(stems | {run[at : at + 2] for run in _han_runs(text) for at in range(len(run) - 1)})


def _marks(split: Sequence[_Words], texts: Sequence[str], entry: NewsEntry, parts: Parts) -> frozenset[str]:
    """Return what an entry says of itself; of its text only the beginning is read, and marked "lead" but where it corrects or withdraws."""
    marks = phrases("marks")
    title = marks.found(split[0].small, texts[0]) if split else frozenset()
    lead = marks.found(split[1].small[:LEAD_WORDS], texts[1][:LEAD_WORDS]) if len(split) > 1 else frozenset()
    told = told_kinds(texts[0]) if parts.title else frozenset()
    first = zip(split[: HEAD_SENTENCES + 2], texts, strict=False)
    beside = {"another"} if any(_is_another(words, text, told) for words, text in first) else set()
    own = title - ({"roundup"} if len({link.company for link in entry.companies}) == 1 else set())
    title_text = parts.text[parts.title.start : parts.title.end] if parts.title else ""
    many = {"roundup"} if _is_list(entry, parts) else set()
    noted = {"opinion"} if _is_note(title_text, split, entry) else set()
    return own | noted | {one if one in _PLAIN else f"lead {one}" for one in lead - {"roundup", "another"}} | many | beside


def _is_note(title: str, split: Sequence[_Words], entry: NewsEntry) -> bool:
    """Return whether an entry is a broker's note that gives no rating and no target: those are events, and what it thinks is none."""
    rated = any(event.type is EventType.RATING for event in entry.events)
    return not rated and len(split) > 1 and _NOTE.match(title) is not None and not _OWN_VOICE.isdisjoint(split[1].small)


def _says_another(words: _Words, text: str) -> bool:
    """Return whether a sentence may say so by its words, and does: asked of the phrases only then."""
    hinted = not _ANOTHER.isdisjoint(words.small) or is_han(text)
    return hinted and "another" in phrases("marks").found(words.small, text)


def _is_another(words: _Words, text: str, told: frozenset[str]) -> bool:
    """Return whether a sentence says that this is another matter: than one of the sort that is told, not than something else."""
    if not _says_another(words, text):
        return False
    kinds = told_kinds(text)
    return not kinds or not told or bool(kinds & told)


def _is_list(entry: NewsEntry, parts: Parts) -> bool:
    """Return whether an entry tells of several companies one after the other, or in a title of many parts."""
    title = parts.title
    if title and _COLUMN.match(parts.text, title.start):
        return True
    first = {link.company: link.start for link in sorted(entry.companies, key=lambda link: -link.start)}
    if len({link.company for link in entry.companies}) != 1 and lists_events(parts, entry.companies):
        return True
    if len(set(_ITEM.findall(parts.text))) >= MOST_COMPANIES:
        return True
    if len(first) > MOST_COMPANIES or (title and len(re.findall(r"[;；|]", parts.text[title.start : title.end])) > 1):
        return True
    if len(first) > 1 and len({link.company for link in entry.companies if _heads_item(link, parts)}) > 1:
        return True
    places = {next((one.number for one in parts.sentences if one.start <= start < one.end), 0) for start in first.values()}
    together = bool({event.type for event in entry.events} & _TOGETHER) and -1 in places
    return len(places) > 1 and not together


def _heads_item(link: CompanyLink, parts: Parts) -> bool:
    """Return whether a sentence of the text begins with a company's name and a colon, as items of a list do."""
    texts = (parts.text[one.start : one.end].lstrip(" 【[*•-") for one in parts.sentences if one.number >= 0)
    return any(text.startswith(link.words) and text[len(link.words) :].lstrip("】] ")[:1] in {":", "："} for text in texts)


def _periods(text: str) -> Iterator[str]:
    for match in _QUARTER.finditer(text):
        quarter = next((part for part in match.groups()[:4] if part), None)
        half = next((part for part in match.groups()[4:] if part), "")
        if quarter:
            yield f"Q{_NUMBERS.get(quarter.lower(), quarter)}"
        else:
            yield "H2" if half.lower() in {"second", "2", "下半年"} else "H1" if half.lower() in {"first", "1", "上半年"} else "H"


def _figures(figures: Sequence[NewsFigure], text: str, head_end: int) -> Iterator[FigureTrait]:
    for at, one in enumerate(figures):
        following = figures[at + 1] if at + 1 < len(figures) else None
        step, scale = _step(one), 1.0
        if following and _RANGE.fullmatch(text[one.end : following.start]) and following.value >= 1000 * abs(one.value):
            scale = _scale(following)
        if step:
            head = one.start < head_end
            yield FigureTrait(float(one.value) * scale, step * scale, one.unit, head, _around(text, one) if head else frozenset())


def _around(text: str, figure: NewsFigure) -> frozenset[str]:
    """Return the stems of the words around a figure, which say what it is the amount of; none that are everywhere."""
    before = _WORD.findall(text[max(0, figure.start - 60) : figure.start])[-WORDS_BEFORE:]
    after = _WORD.findall(text[figure.end : figure.end + 40])[:WORDS_AFTER]
    said = (one.lower().removesuffix("'s").removesuffix("’s") for one in (*before, *after))
    return frozenset(stem(one) for one in said if len(one) > 2 and one not in stop_words() and not one[0].isdigit())


def _scale(figure: NewsFigure) -> float:
    """Return what a figure's printed number is multiplied by; 1 where that cannot be read."""
    digits = _PRINTED.search(figure.printed)
    number = Decimal(digits[0].replace(",", "")) if digits else Decimal(0)
    return float(abs(figure.value / number)) if number and figure.value else 1.0


def _step(figure: NewsFigure) -> float:
    """Return one unit of the last printed digit, in units; a hundredth of a figure whose digits cannot be read."""
    digits = _PRINTED.search(figure.printed)
    return _scale(figure) / 10 ** len(digits[1] or "") if digits else float(abs(figure.value)) / 100


def _codes(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        yield from (match[0].lower() for match in _CODE.finditer(text) if not _NO_CODE.fullmatch(match[0]))
        # Notes are told from others by the year in which they are due.
        yield from (" ".join(match[0].lower().split()) for match in _DUE.finditer(text))


def _things(title: _Words, text: str, own: frozenset[str]) -> dict[str, frozenset[str]]:
    """Return the sorts of things that a title names, each with what stands before it: a word's stem, a pair of Han characters."""
    nouns, nouns_han = _nouns()
    found: dict[str, set[str]] = {}
    for before, noun in pairwise(range(len(title.stems))):
        small = title.small[before]
        if title.stems[noun] in nouns and small not in own and small not in stop_words():
            found.setdefault(title.stems[noun], set()).update((small, title.stems[before]))
    for noun_han in nouns_han if is_han(text) else ():
        at = text.find(noun_han)
        if at >= HAN_WORD and is_han(text[at - HAN_WORD : at]):
            found.setdefault(noun_han, set()).add(text[at - HAN_WORD : at])
    return {noun: frozenset(before) for noun, before in found.items()}


@cache
def _nouns() -> tuple[frozenset[str], tuple[str, ...]]:
    """Return the sorts of things: English ones as stems, and Chinese ones."""
    nouns = read_beside(__file__, "kinds.toml")["things"]["nouns"]
    return frozenset(stem(noun) for noun in nouns if not is_han(noun)), tuple(filter(is_han, nouns))


def _shingles(split: Sequence[_Words], texts: Sequence[str], *, titled: bool) -> frozenset[int]:
    """Return hashes of the runs of words of the text, of the title where there is no text; the smallest when they are many."""
    own, texts = (split[1:], texts[1:]) if titled and len(split) > 1 else (split, texts)
    small = [one for words in own for one in words.small]
    runs = {" ".join(small[at : at + RUN]) for at in range(len(small) - RUN + 1)}
    han = "".join(run for text in texts for run in _han_runs(text))
    runs |= {han[at : at + HAN_RUN] for at in range(len(han) - HAN_RUN + 1)}
    return frozenset(sorted(zlib.crc32(run.encode()) for run in runs)[:MOST_SHINGLES])
