"""What is doubtful in the library: findings on documents, companies and figures."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from research.nouns.facts import Fact


class Severity(StrEnum):
    """How much a finding matters: it is wrong, it may be, or it is good to know."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Doubt(StrEnum):
    """What sort of thing is doubtful, in the word that it is shown with."""

    SCALE = "distorted scale"
    BALANCE = "does not balance"
    TOTALS = "does not add up"
    SIGN = "sign turned"
    JUMP = "abnormal jump"
    RESTATED = "restated"
    COPY = "held twice"
    DISAGREE = "copies disagree"
    PERIOD = "period mislabelled"
    CURRENCY = "currency changes"
    MISSING = "missing period"
    STALE = "stale"
    TEXTLESS = "pages without text"
    UNREAD = "not read"
    UNDATED = "undated"
    REMARK = "remark"


# Doubts about figures themselves: an answer that quotes such a figure says so.
OF_FIGURES = frozenset({Doubt.SCALE, Doubt.BALANCE, Doubt.TOTALS, Doubt.SIGN, Doubt.JUMP, Doubt.RESTATED, Doubt.DISAGREE, Doubt.PERIOD})

# What begins what the tie-outs say of a figure, and what more they say; the words tell which doubt it is.
UNTIED = "Does not tie out."
TURNED = "it would tie with the other sign of"
THOUSANDTH = "it would tie with a thousandth of"
THOUSANDFOLD = "it would tie with a thousand times"
OTHER_UNIT = "its unit may differ"
ROW_UNREAD = "was read"
HEADED_TWICE = "heads more than one column"
WRONG_SIGN = "which has the wrong sign"
OTHER_SIGN = "with the other sign than the other costs"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is doubtful: what, how much it matters, in a sentence, and in another what to do next.

    `document` is the document's name and `document_id` its id, both "" where the company as a whole is meant; `page` is the first page
    that shows it, None without one. `figures` are those in doubt first and then those that they are held against, each of which can be
    opened on its page; `doubted` says how many are in doubt. `others` are the other documents that it speaks of, by name.
    """

    doubt: Doubt
    severity: Severity
    company: str
    message: str
    advice: str
    document: str = ""
    document_id: str = ""
    page: int | None = None
    figures: tuple[Fact, ...] = ()
    doubted: int = 0
    others: tuple[str, ...] = ()

    @property
    def in_doubt(self) -> tuple[Fact, ...]:
        """Return the figures that are in doubt themselves."""
        return self.figures[: self.doubted]


@dataclass(frozen=True, slots=True)
class FindingFilter:
    """Which findings are wanted; an empty field does not restrict.

    `companies` are companies as documents print them; of `documents`, by name, those are wanted that are found on them or speak of them.
    """

    companies: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    severities: tuple[Severity, ...] = ()

    def takes(self, one: Finding) -> bool:
        """Return whether a finding is wanted, whatever its company is called."""
        named = not self.documents or bool({one.document, *one.others} & set(self.documents))
        return named and (not self.severities or one.severity in self.severities)
