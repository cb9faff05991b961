"""One change to a sentence that makes its figure another one: a kind of alteration each, None where it does not apply."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from functools import partial

from research.text.figures import printed_figures

_UP_DOWN = {
    "increased": "decreased",
    "increase": "decrease",
    "increases": "decreases",
    "rose": "fell",
    "grew": "declined",
    "higher": "lower",
    "up": "down",
    "growth": "decline",
    "decreased": "increased",
    "decrease": "increase",
    "decreases": "increases",
    "declined": "rose",
    "decline": "increase",
    "fell": "rose",
    "lower": "higher",
    "down": "up",
}
_SPANS = (
    (r"\b(first|second|third) quarter\b", "first nine months"),
    (r"\bfourth quarter\b", "full year"),
    (r"\bthree months ended\b", "nine months ended"),
    (r"\b(?:six|nine) months ended\b", "three months ended"),
    (r"\bfirst (?:half|six months|nine months)\b", "second quarter"),
    (r"\bfull[ -]year\b", "fourth quarter"),
    (r"\b(?:twelve months|year) ended\b", "three months ended"),
)
_BASES = (
    (r"\b[Aa]djusted (?=[A-Za-z])", "GAAP "),
    (r"\bnon-GAAP\b", "GAAP"),
    (r"\b[Oo]rganic\b(?! growth rate)", "reported"),
    (r"\bexcluding\b", "including"),
    (r"\b(?<!non-)GAAP\b", "adjusted"),
)
_STATUS = (
    (r"\b(?:we|We|the Company|management|Management) expects? ", "we recorded "),
    (r"\b(?:is|are) expected to be\b", "was"),
    (r"\bwill be\b", "was"),
    (r"\b(?:is|are) expected to (?=[a-z])", "did "),
    (r"\b(?:we|We) anticipate ", "we recorded "),
    (r"(?<=[a-z,] )(?:was|were) (?=(?:approximately )?\$)", "is expected to be "),
    (r"\btotaled (?=(?:approximately )?\$)", "is expected to total "),
    (r"\b(?:increased|decreased|grew|rose|declined) (?=\$?\d|to \$|by \$)", "is forecast to change "),
)
_POINTS = (
    (r"(?<=\d)\s*(?:percentage points?)", " percent"),
    (r"(?<=\d)\s*basis points?", " percent"),
    (
        r"(?<=\d)\s*(?:%|percent)(?!age)(?= (?:increase|decrease|growth|higher|lower|in|to|from|and|compared|over|due|driven|for))",
        " percentage points",
    ),
)
_SEGMENT = r"(?:[A-Z][\w&’'-]+(?: (?:and|&) |,? ))*[A-Z][\w&’'-]+(?= (?:segment|business segment|business|division)\b)"


def _digit(text: str, dice: random.Random) -> str | None:
    figures = [one for one in printed_figures(text) if sum(map(str.isdigit, one.text)) > 1]
    if not figures:
        return None
    figure = dice.choice(figures)
    places = [at for at in range(figure.start, figure.end) if text[at].isdigit()]
    at = dice.choice(places)
    other = dice.choice([one for one in "123456789" if one != text[at]])
    return text[:at] + other + text[at + 1 :]


def _scale(text: str, dice: random.Random) -> str | None:
    found = list(re.finditer(r"(?<=\d )(thousand|million|billion)\b", text))
    if not found:
        return None
    match = dice.choice(found)
    other = {"thousand": "million", "million": "billion", "billion": "million"}[match[1]]
    return text[: match.start()] + other + text[match.end() :]


def _sign(text: str, dice: random.Random) -> str | None:
    minus = list(re.finditer(r"\((\$?\s?\d[\d,.]*\d|\d)\s?\)(?=\s?%|\s|$)", text))
    minus = [match for match in minus if not re.match(r"\s+[a-z]", text[match.end() :]) or "$" in match[1]]
    minus = [match for match in minus if not text[: match.start()][-1:].isalpha()]  # a mark of a note
    minus = [match for match in minus if any(one.number < 0 and match.start() <= one.start < match.end() for one in printed_figures(text))]
    if minus:
        match = dice.choice(minus)
        return text[: match.start()] + match[1] + text[match.end() :]
    row = None if text.endswith(".") else re.search(r"(?<=[a-z] )(\d[\d,.]*)(?=( \(?\d[\d,.]*\)?)*$)", text)
    if row is None or not any(one.start == row.start() for one in printed_figures(text)):
        return None
    return text[: row.start()] + f"({row[1]})" + text[row.end() :]


def _year(text: str, dice: random.Random) -> str | None:
    found = list(re.finditer(r"(?<![\d,.$])20[012]\d(?![\d,%]|\.\d)", text))
    if not found:
        return None
    match = dice.choice(found)
    return text[: match.start()] + str(int(match[0]) + dice.choice((-1, 1, -2))) + text[match.end() :]


def _share(text: str, _: random.Random) -> str | None:
    if len(re.findall(r"(?i)\bdiluted\b", text)) + len(re.findall(r"(?i)\bbasic\b", text)) != 1:
        return None
    return re.sub(r"(?i)\bdiluted\b|\bbasic\b", lambda match: "basic" if match[0].lower() == "diluted" else "diluted", text)


def _segment(text: str, _: random.Random) -> str | None:
    if match := re.search(_SEGMENT, text):
        return text[: match.start()] + "total company" + text[match.end() :].replace(" segment", "", 1)
    for pattern, other in (
        (r"\b(?:Total|Consolidated)\b", "Domestic"),
        (r"\b(?:total|consolidated)\b", "international"),
        (r"\bDomestic\b", "Total"),
        (r"\bInternational\b", "Total"),
    ):
        if re.search(pattern, text):
            return re.sub(pattern, other, text, count=1)
    return None


def _direction(text: str, dice: random.Random) -> str | None:
    found = list(re.finditer(rf"(?<!\()\b(?:{'|'.join(_UP_DOWN)})\b(?!\s?/?\()", text))
    if not found:
        return None
    match = dice.choice(found)
    return text[: match.start()] + _UP_DOWN[match[0]] + text[match.end() :]


def _first_of(pairs: tuple[tuple[str, str], ...], text: str, _: random.Random) -> str | None:
    for pattern, other in pairs:
        if re.search(pattern, text):
            return re.sub(pattern, other, text, count=1)
    return None


def company(other: str, names: tuple[str, ...], text: str) -> str | None:
    """Return the sentence said of another company: its own name replaced, or "our" and "we"."""
    for name in names:
        if re.search(rf"\b{re.escape(name)}(?!\w)", text):
            return re.sub(rf"\b{re.escape(name)}(?!\w)", other, text)
    for pattern, instead in ((r"\b[Oo]ur\b", f"{other}'s"), (r"\b[Ww]e\b", other), (r"\b[Tt]he Company\b", other)):
        if re.search(pattern, text):
            return re.sub(pattern, instead, text, count=1)
    return f"At {other}, {text}" if not text.endswith(".") else None


KINDS: dict[str, Callable[[str, random.Random], str | None]] = {
    "digit": _digit,
    "scale": _scale,
    "sign": _sign,
    "year": _year,
    "quarter ↔ year to date": partial(_first_of, _SPANS),
    "diluted ↔ basic": _share,
    "segment ↔ total": _segment,
    "adjusted ↔ GAAP": partial(_first_of, _BASES),
    "guidance ↔ actual": partial(_first_of, _STATUS),
    "pp ↔ %": partial(_first_of, _POINTS),
    "up ↔ down": _direction,
}
