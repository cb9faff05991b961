"""What a document calls its own company: "Quillmere" for "Quillmere Pumps & Instruments, Inc."; and its name out of capitals."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path

from research.concepts.companies import strip_legal_form
from research.text.han import is_han

LEAST_POSSESSIVES = 3
# Sentences that a name has to begin, with its verb behind it, to be one by use alone.
LEAST_SENTENCES = 5
# A definition's other names stand within so many characters of the name.
NEAR = 120
# Words in small letters that stand inside names.
_JOINING = frozenset({"of", "and", "the", "for", "de", "&", "in", "at", "by", "plc"})
_SELVES = re.compile(r"[“\"‘](?:the\s+)?(?:we|us|our|company|registrant|corporation)\b,?[”\"’]", re.IGNORECASE)
_VERB = r"(?:is|was|has|had|may|will|can|could|does|did|[a-z]{2,}(?:s|ed))\b"
# The short name that a Chinese report states: 公司简称：…, 股票简称 …, 中文简称….
_CHINESE_SHORT = re.compile(
    r"(?:公司|股票|证券|[Aa]股|中文)(?:的?中文)?简称\s*[:：为]?\s*([\u4e00-\u9fff][\u4e00-\u9fffA-Za-z]{1,7})(?=[\s，,。；;、）)]|$)"
)
MOST_CHINESE = 3


@cache
def generic_names() -> frozenset[str]:
    """Return the words, in lower case, that may begin a company's name and never are its name alone."""
    return frozenset((Path(__file__).parent / "generic_names.txt").read_text(encoding="utf-8").split())


def names_used(text: str, company: str) -> tuple[str, ...]:
    """Return the leading parts of the legal name by which the text itself speaks of the company, longest first.

    A part counts when the text defines it, says what is "attributable to" it, or uses it as a name several times, in the possessive or
    to begin sentences, without the rest of the name. The first word of a name alone can be another company's whole name, so it is never
    taken without such use. A company with a Chinese name is called by the short one (简称) that the document states.
    """
    if is_han(company):
        return tuple(dict.fromkeys(name for name in _CHINESE_SHORT.findall(text) if name != company))[:MOST_CHINESE]
    words = company.split()
    parts = [" ".join(words[:count]).rstrip(",.&- ") for count in range(len(words) - 1, 0, -1)]
    return tuple(dict.fromkeys(part for part in parts if part.lower() not in generic_names() and _is_used(text, part, company)))


def _is_used(text: str, part: str, company: str) -> bool:
    following = company[len(part) :].lstrip(" ,.").split()
    rest = re.escape(following[0]) if following else r"\Z"
    name = r"\b" + r"\s+".join(map(re.escape, part.split()))
    if re.search(rf"attributable\s+to\s+{name}(?![\w’'])(?!,?\s+{rest})(?!\s+[A-Z])", text):
        return True
    if sum(1 for _ in re.finditer(rf"{name}['’]s\b", text)) >= LEAST_POSSESSIVES or _is_defined(text, name, company):
        return True
    begun = sum(1 for _ in re.finditer(rf"(?:\A|[.?!]\s|\n)\s*{name}\s+{_VERB}", text))
    return begun >= LEAST_SENTENCES and not re.search(rf"\b{re.escape(part.lower())}\b", text)


def _is_defined(text: str, name: str, company: str) -> bool:
    """Return whether the text puts a name in quotes to define it: beside "we" or "the Company", or in brackets behind the legal name."""
    legal = re.escape(strip_legal_form(company)).replace(r"\ ", r"\s+")
    for match in re.finditer(rf"[“\"‘]{name},?[”\"’]", text):
        before, after = text[max(match.start() - NEAR, 0) : match.start()], text[match.end() : match.end() + NEAR]
        if _SELVES.search(before) or _SELVES.search(after) or re.search(rf"{legal}[^()]*\([^()]*$", before):
            return True
    return False


def without_lead(name: str) -> str:
    """Return a name without the dateline ("May 2, 2025 - Quillmere") and the words of its sentence ("The board of Quillmere") before it."""
    words = re.split(r"\s[-–—]{1,2}\s", name)[-1].split()
    ordinary = [at for at, word in enumerate(words) if word.islower() and word not in _JOINING]
    words = words[ordinary[-1] + 1 :] if ordinary and ordinary[-1] + 1 < len(words) else words
    while len(words) > 1 and words[0] in _JOINING:
        words.pop(0)
    return " ".join(words)


def in_text_case(name: str, text: str) -> str:
    """Return the name as it is, or, if it is in capitals, as the text most often prints it otherwise."""
    name = re.sub(r"\s+", " ", name).strip(" *")
    if not name.isupper():
        return name
    # Small capitals come with stray spaces ("MGM R ESORTS"), so spaces count for nothing here.
    pattern = re.compile(r"\s?".join(re.escape(letter) for letter in re.sub(r"\s", "", name)), re.IGNORECASE)
    forms = Counter(re.sub(r"\s+", " ", match[0]) for match in pattern.finditer(text) if _is_mixed(match[0]))
    if forms:
        return forms.most_common(1)[0][0]
    short = re.compile(re.escape(strip_legal_form(name)), re.IGNORECASE)
    known = Counter(match[0] for match in short.finditer(text) if _is_mixed(match[0]))
    head = known.most_common(1)[0][0] if known else ""
    rest = name[len(head) :] if head else name
    return head + " ".join(word if re.search(r"\d", word) or len(word) < 2 else word.capitalize() for word in rest.split(" "))


def _is_mixed(name: str) -> bool:
    return not name.isupper() and (name[0].isupper() or name[0].isdigit())
