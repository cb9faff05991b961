"""Whose a figure is: the company, segment or part that a claim names against the one that the evidence names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from research.text.figures import PrintedFigure
from research.verification.claims import ClaimText, is_common_word
from research.verification.clauses import place_of, said_of
from research.verification.evidence import Evidence, Stated
from research.verification.words import names_in, said

_EQUATED = re.compile(r"([A-Z][\w.,& ]*?)(?:['’]s?)?\s*\((?:formerly|previously|now|also)\s+(?:known\s+as\s+|called\s+)?([A-Z][\w.]*)")
_ACTS = (
    r"(?:reported|posted|recorded|earned|earns|generated|generates|had|has|spent|paid|employs|employed|sold|expects|announced|repurchased|"
    r"invested|delivered|achieved|booked|issued|owns|owned|operates|holds|held|saw|incurred|returned|distributed|borrowed|repaid|guided|forecasts)"
)
_NAMED = r"[A-Z][\w&.\-]*(?:\s+(?:&\s+)?[A-Z][\w&.\-]*)*"
_OWNER = re.compile(rf"({_NAMED})(?:['’]s\b|(?<=s)['’](?!\w)|\s+{_ACTS}\b)")
_PART = re.compile(r"\b(?:segments?|divisions?|subsidiar(?:y|ies)|business\s+units?)\b|分部|子公司", re.IGNORECASE)
_FIRST = re.compile(rf"^\W*([A-Z][\w&.\-]+)\s+({_ACTS}\b|[a-z]+)")


def whose_conflicts(claim: ClaimText, figure: PrintedFigure, stated: Stated) -> Iterator[str]:
    """Yield why a figure of the evidence is another's than the claim says."""
    evidence = stated.passage.evidence
    own, other = _companies_of(claim, figure, stated)
    if other and not own:
        yield f"whose it is: the claim speaks of {other}, the source is {evidence.company or evidence.place}"
        return
    if elsewhere := [name for name in sorted(_strange(claim, figure, stated)) if name in evidence.text.lower()]:
        yield f"whose it is: “{elsewhere[0]}” stands elsewhere in {evidence.place}, not with this figure"
    yield from owner_conflicts(claim, stated)
    passage = stated.passage
    subject = passage.label[1:] if passage.is_row else passage.text[1 : stated.figure.start]
    parts = names_in(subject) - own_words(evidence)
    if said("extent", claim.text) and not said("extent", passage.text) and parts and not parts & claim.names:
        yield f"total or part: the claim speaks of the total, the source of “{' '.join(subject.split())[-80:]}”"


def owner_conflicts(claim: ClaimText, stated: Stated) -> Iterator[str]:
    """Yield that the evidence gives a figure to another company or part, which the claim does not name."""
    evidence, owner = stated.passage.evidence, _owner(stated)
    if owner and not _is_named(owner, claim) and (evidence.names or len(_owners(evidence.text)) > 1):
        yield f"whose it is: the source speaks of {' '.join(sorted(owner))}, the claim does not"
    passage = stated.passage
    subject = passage.label if passage.is_row else said_of(passage.text, stated.figure).before
    if _PART.search(subject) and said("extent", claim.text) and not _PART.search(f"{claim.text} {claim.question}"):
        yield f"total or part: the claim speaks of the total, the source of “{' '.join(subject.split())[-80:]}”"


def whose_doubts(claim: ClaimText, figure: PrintedFigure, stated: Stated) -> Iterator[str]:
    """Yield what leaves open whose a figure is."""
    if part := said("region", claim.text) - said("region", stated.passage.context):
        yield f"the source does not say that the figure is {', '.join(sorted(part))}"
    own, other = _companies_of(claim, figure, stated)
    if own and other:
        yield f"the claim speaks of {other} too"
    if strange := sorted(_strange(claim, figure, stated)):
        yield f"“{strange[0]}” does not stand with this figure"
    fact = stated.fact
    if fact and (missing := [member for _, member in fact.dimensions if not _says(claim, member)]):
        yield f"the figure is of {missing[0]}, which the claim does not name"


def own_words(evidence: Evidence) -> frozenset[str]:
    """Return the words of what the evidence's company is called, in small letters."""
    return _words_of_names((evidence.company, *evidence.names))


@lru_cache(maxsize=1000)
def _words_of_names(names: tuple[str, ...]) -> frozenset[str]:
    called = " ".join(names).lower().replace(",", " ").split()
    return frozenset([*called, *(word.strip(".") for word in called), *(word.split(".")[0] for word in called)])


def _says(claim: ClaimText, member: str) -> bool:
    text = f"{claim.text} {claim.question}".lower()
    wanted = [word for word in re.findall(r"\w+", member.lower()) if word not in {"segment", "member", "the", "and"}]
    return any(word in text for word in wanted) or not wanted


def _owner(stated: Stated) -> frozenset[str]:
    """Return the names of the other company or part that a sentence of the evidence gives a figure to, none for the company itself."""
    if stated.passage.is_row:
        return frozenset()
    before = said_of(stated.passage.text, stated.figure).before
    named = frozenset(name for match in _OWNER.finditer(before) for name in names_in(match[1]))
    return frozenset() if named & own_words(stated.passage.evidence) else frozenset(name for name in named if not is_common_word(name))


@lru_cache(maxsize=500)
def _owners(text: str) -> frozenset[str]:
    return frozenset(match[1] for match in _OWNER.finditer(text) if any(not is_common_word(name) for name in names_in(match[1])))


def _is_named(owner: frozenset[str], claim: ClaimText) -> bool:
    text = f"{claim.text} {claim.question}".lower()
    return any(name in text for name in owner)


def _strange(claim: ClaimText, figure: PrintedFigure, stated: Stated) -> frozenset[str]:
    """Return the names of a claim's figure that stand neither in the source's passage nor over it, nor name its part or the company."""
    parts = " ".join(member for _, member in stated.fact.dimensions) if stated.fact else ""
    around = f"{stated.passage.context} {parts}".lower()
    evidence = stated.passage.evidence
    own = own_words(evidence) | _equated(claim, evidence) | _abbreviated(claim.text, stated.passage.context)
    names = claim.names_near(figure) | _first_name(claim, evidence)
    return frozenset(name for name in names if name not in around and name not in own and not (own & set(name.split("-"))))


def _first_name(claim: ClaimText, evidence: Evidence) -> frozenset[str]:
    """Return a sentence's first word where it acts as a company does and the evidence never writes it small."""
    match = _FIRST.match(claim.text)
    if not match or is_common_word(match[1].lower()):
        return frozenset()
    acts = bool(re.fullmatch(_ACTS, match[2])) or is_common_word(match[2])
    small = re.search(rf"(?<!\w){re.escape(match[1].lower())}(?!\w)", evidence.text)
    return names_in(match[1]) if acts and not small else frozenset()


def _equated(claim: ClaimText, evidence: Evidence) -> frozenset[str]:
    """Return the words of a name that the claim or its question itself equates with the company's: "Block (formerly known as Square)"."""
    return frozenset(
        word
        for match in _EQUATED.finditer(f"{claim.text} {claim.question}")
        if any(match[2].lower().startswith(name.lower()) or name.lower().startswith(match[2].lower()) for name in evidence.names)
        for word in match[1].lower().replace(",", " ").split()
    )


def _abbreviated(text: str, context: str) -> frozenset[str]:
    """Return the words of a text whose first letters stand in the context as one word: "Joint Venture" where it has "JV"."""
    short = set(re.findall(r"\b[A-Z]{2,5}\b", context))
    found: set[str] = set()
    for match in re.finditer(_NAMED, text):
        parts = match[0].split()
        for first in range(len(parts)):
            for last in range(first + 2, min(first + 5, len(parts)) + 1):
                if "".join(part[0] for part in parts[first:last]) in short:
                    found.update(part.lower() for part in parts[first:last])
    return frozenset(found)


def _companies_of(claim: ClaimText, figure: PrintedFigure, stated: Stated) -> tuple[bool, str]:
    """Return whether a claim's figure is said of the evidence's company, and another company that it is said of and the source not.

    The words between the figure before and this one tell; where they name neither, the sentence with its question does.
    """
    evidence, around = stated.passage.evidence, stated.passage.context.lower()
    at = place_of(claim.text, figure)
    for text in (claim.text[claim.figures[at - 1].end if at else 0 : figure.start], f"{claim.text} {claim.question}"):
        plain = f" {text.lower()}"
        own = any(name.lower() in plain for name in evidence.names)
        others = [
            name
            for name in evidence.others
            if (len(name) > 2 or not name.isalpha()) and f" {name.lower()}" in plain and name.lower() not in around
        ]
        if own or others:
            return own, max(others, key=len, default="")
    return False, ""
