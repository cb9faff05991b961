"""What is true of the sample library, from its own list of figures: by company, concept and period, figures that were restated left out."""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

SAMPLE = Path(__file__).resolve().parents[2] / "data" / "sample" / "truth.jsonl"
SHORT = {
    "Quillmere Pumps & Instruments, Inc.": "Quillmere",
    "Tarrowby Foods Corporation": "Tarrowby",
    "Osgrove Home & Garden, Inc.": "Osgrove",
    "Wexcombe Bancshares, Inc.": "Wexcombe",
}
FISCAL = frozenset({"Tarrowby", "Osgrove"})
PARTS = {
    ("2024-07-01", "2024-09-30"): ("Q3", 2024),
    ("2023-07-01", "2023-09-30"): ("Q3", 2023),
    ("2024-01-01", "2024-09-30"): ("9M", 2024),
    ("2023-01-01", "2023-09-30"): ("9M", 2023),
    ("2024-10-01", "2024-12-31"): ("Q4", 2024),
    ("2023-10-01", "2023-12-31"): ("Q4", 2023),
}
_NAMES = {
    "revenue": "net sales",
    "gross_profit": "gross profit",
    "operating_income": "operating income",
    "selling_general_administrative": "selling, general and administrative expenses",
    "research_and_development": "research and development expense",
    "operating_cash_flow": "cash from operating activities",
    "capital_expenditure": "capital expenditures",
    "share_repurchases": "share repurchases",
    "net_interest_income": "net interest income",
    "provision": "provision for credit losses",
    "eps_diluted": "diluted earnings per share",
    "eps_basic": "basic earnings per share",
    "dividends_per_share": "dividends per share",
    "inventories": "inventories",
    "total_assets": "total assets",
    "cash": "cash and cash equivalents",
    "goodwill": "goodwill",
    "total_deposits": "total deposits",
    "total_current_assets": "total current assets",
    "income_tax": "income tax expense",
    "income_before_tax": "income before income taxes",
}
FLOWS = tuple(list(_NAMES)[:10])
PER_SHARE = ("eps_diluted", "eps_basic", "dividends_per_share")
BALANCES = ("inventories", "total_assets", "cash", "goodwill", "total_deposits", "total_current_assets")
MARGINS = {"gross_margin": ("gross margin", "gross_profit"), "operating_margin": ("operating margin", "operating_income")}
# What is taken for what: another line of the same statement.
BASES = {
    "eps_diluted": "eps_basic",
    "eps_basic": "eps_diluted",
    "gross_profit": "operating_income",
    "operating_income": "gross_profit",
    "gross_margin": "operating_margin",
    "operating_margin": "gross_margin",
}


@dataclass(frozen=True, slots=True)
class When:
    """A period as a sentence names it: the part of the year and the fiscal year."""

    part: str
    year: int

    def said(self, company: str) -> str:
        """Return the period's words."""
        year = f"fiscal {self.year}" if company in FISCAL else str(self.year)
        return {
            "FY": year,
            "Q3": f"the third quarter of {year}",
            "Q4": f"the fourth quarter of {year}",
            "9M": f"the first nine months of {year}",
        }[self.part]

    def moved(self, years: int) -> When:
        """Return the same part of another year."""
        return When(self.part, self.year + years)


class Truth:
    """The figures of the sample library, without those that two filings state otherwise."""

    def __init__(self) -> None:
        stated: dict[tuple[str, str, When], set[Decimal]] = {}
        for line in SAMPLE.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            company, concept = SHORT.get(row["company"], ""), row["concept"]
            span = (row["start"], row["end"])
            when = When(*PARTS[span]) if span in PARTS else self._year(row, company)
            if company and concept in _NAMES and when:
                stated.setdefault((company, concept, when), set()).add(
                    abs(Decimal(row["value"])) if concept in {"capital_expenditure", "share_repurchases"} else Decimal(row["value"])
                )
        self.figures = {key: values.pop() for key, values in stated.items() if len(values) == 1}

    @staticmethod
    def _year(row: dict[str, str], company: str) -> When | None:
        days = (
            None
            if row["start"] is None
            else (int(row["end"][:4]) - int(row["start"][:4])) * 12 + int(row["end"][5:7]) - int(row["start"][5:7])
        )
        if days is not None and not 10 <= days <= 13:
            return None
        year, month = int(row["end"][:4]), int(row["end"][5:7])
        if company == "Quillmere" and month != 12:
            return None
        return When("FY", year - 1 if company == "Osgrove" and month <= 2 else year)

    def value(self, company: str, concept: str, when: When) -> Decimal | None:
        """Return a figure, a margin in percent; None where it is not known or was restated."""
        if concept in MARGINS:
            top, base = self.value(company, MARGINS[concept][1], when), self.value(company, "revenue", when)
            return top / base * 100 if top is not None and base else None
        return self.figures.get((company, concept, when))

    def growth(self, company: str, concept: str, when: When) -> Decimal | None:
        """Return the change on the year before in percent, of a margin in points."""
        now, then = self.value(company, concept, when), self.value(company, concept, when.moved(-1))
        if now is None or then is None or then <= 0:
            return None
        return now - then if concept in MARGINS else (now - then) / then * 100

    def having(self, concepts: tuple[str, ...], parts: frozenset[str] = frozenset({"FY"})) -> list[tuple[str, str, When]]:
        """Return the company, concept and period of every known figure of some concepts."""
        keys = [key for key in self.figures if key[1] in concepts]
        keys += [
            (company, concept, when)
            for company, one, when in self.figures
            for concept in concepts
            if concept in MARGINS and one == MARGINS[concept][1]
        ]
        return sorted((key for key in keys if key[2].part in parts), key=str)


def name_of(concept: str) -> str:
    """Return what a sentence calls a figure."""
    return MARGINS[concept][0] if concept in MARGINS else _NAMES[concept]
