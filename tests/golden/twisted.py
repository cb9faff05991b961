"""Invented passages with a claim that says the same in its own words, and one that twists it, by kind of twist."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Twist:
    """A passage, what may be said of it, and what may not; the figures of both stand in the passage."""

    kind: str
    passage: str
    right: tuple[str, ...]
    wrong: tuple[str, ...]


_BOTH = "Revenue was $5.2 million and costs were $3.1 million in 2024."
_MOVES = "Sales of Tools grew 5 percent while sales of Garden fell 3 percent in 2024."
_QUARTERS = "Revenue was $52 million in the first quarter of 2024 and $61 million in the second quarter of 2024."
_SPANS = "Net income was $14 million for the three months ended June 30, 2024 and $29 million for the six months ended June 30, 2024."
_YEARS = "Research expense was $82 million and $75 million in 2024 and 2023, respectively."
_PAIRS = "Revenue and operating income were $640 million and $71 million, respectively, in 2024."
_FROM = "Backlog rose from $310 million at the end of 2023 to $372 million at the end of 2024."
_TABLE = """Harlow Ferries
Segment information (in millions) 2024 2023
Net sales
Passenger 412 405
Freight 230 211
Cruise 118 96
Total net sales 760 712
"""

TWISTS = (
    Twist(
        "clause",
        _BOTH,
        (_BOTH, "Costs were $3.1 million.", "In 2024 costs were $3.1 million and revenue was $5.2 million.", "2024 revenue: $5.2 million."),
        (
            "Revenue was $3.1 million and costs were $5.2 million in 2024.",
            "Costs were $5.2 million.",
            "In 2024 costs were $5.2 million and revenue was $3.1 million.",
            "Revenue was $3.1 million in 2024.",
        ),
    ),
    Twist(
        "clause with directions",
        _MOVES,
        (
            "Garden sales fell 3% in 2024.",
            "Sales of Garden fell 3 percent and sales of Tools grew 5 percent.",
            "Tools sales grew 5% in 2024.",
        ),
        (
            "Garden sales fell 5% in 2024.",
            "Garden sales grew 5% in 2024.",
            "Tools sales grew 3% in 2024.",
            "Sales of Tools grew 3 percent while sales of Garden fell 5 percent in 2024.",
            "Sales of Tools fell 3 percent while sales of Garden grew 5 percent in 2024.",
        ),
    ),
    Twist(
        "shared verb",
        "Net sales grew 4 percent in Europe and 9 percent in Asia.",
        ("Net sales in Asia grew 9%.", "Net sales grew 4% in Europe."),
        ("Net sales in Asia grew 4%.", "Net sales grew 9% in Europe and 4% in Asia."),
    ),
    Twist(
        "pairs",
        _PAIRS,
        ("Operating income was $71 million in 2024.", "Revenue was $640 million in 2024."),
        ("Operating income was $640 million in 2024.", "Revenue was $71 million in 2024."),
    ),
    Twist(
        "denial",
        "Impairment charges increased 12 percent to $5 million in 2024.",
        ("Impairment charges were $5 million in 2024.",),
        (
            "Impairment charges did not increase 12 percent in 2024.",
            "There was no impairment charge of $5 million in 2024.",
            "Impairment charges never reached $5 million in 2024.",
            "Impairment charges weren't $5 million in 2024.",
        ),
    ),
    Twist(
        "denial in the source",
        "The company did not record an impairment of $5 million in 2024, and it paid dividends of $7 million.",
        ("Dividends of $7 million were paid in 2024.", "An impairment of $5 million was not recorded in 2024."),
        ("The company recorded an impairment of $5 million in 2024.", "No dividends of $7 million were paid in 2024."),
    ),
    Twist(
        "doubled",
        "Orders (in millions) 2024 2023 2022\nOrders received 84 41 40\n",
        (
            "Orders received more than doubled to $84 million in 2024.",
            "Orders received doubled from $41 million in 2023 to $84 million in 2024.",
        ),
        (
            "Orders received tripled to $84 million in 2024.",
            "Orders received doubled to $41 million in 2023.",
            "Orders received halved to $84 million in 2024.",
            "Orders received rose tenfold from $41 million in 2023 to $84 million in 2024.",
        ),
    ),
    Twist(
        "doubled in prose",
        "Licence revenue more than doubled in 2024, and hosting revenue halved.",
        ("Licence revenue more than doubled in 2024.", "Hosting revenue halved in 2024."),
        ("Licence revenue tripled in 2024.", "Hosting revenue doubled in 2024.", "Licence revenue halved in 2024."),
    ),
    Twist(
        "halved",
        "Net debt was $60 million at the end of 2024 compared with $121 million at the end of 2023.",
        ("Net debt halved from $121 million in 2023 to $60 million in 2024.",),
        ("Net debt tripled from $121 million in 2023 to $60 million in 2024.", "Net debt doubled to $60 million in 2024."),
    ),
    Twist(
        "quarter",
        _QUARTERS,
        ("Revenue was $61 million in Q2 2024.", "Second-quarter revenue was $61 million.", "Revenue in the first quarter was $52 million."),
        (
            "Revenue was $52 million in Q2 2024.",
            "Revenue was $61 million in the first quarter of 2024.",
            "Revenue was $61 million in the first quarter of 2024 and $52 million in the second quarter of 2024.",
            "In the second quarter revenue was $52 million and in the first quarter $61 million.",
        ),
    ),
    Twist(
        "span",
        _SPANS,
        ("Net income for the six months was $29 million.", "Net income was $14 million in the three months ended June 30, 2024."),
        (
            "Net income was $14 million for the six months ended June 30, 2024.",
            "Net income was $29 million in the three months ended June 30, 2024.",
            "Net income was $29 million in the quarter.",
        ),
    ),
    Twist(
        "from and to",
        _FROM,
        (
            "Backlog increased from $310 million to $372 million.",
            "Backlog was $372 million at the end of 2024.",
            "Backlog rose to $372 million.",
        ),
        (
            "Backlog increased from $372 million to $310 million.",
            "Backlog rose from $372 million at the end of 2023 to $310 million at the end of 2024.",
            "Backlog rose to $310 million in 2024.",
            "Backlog rose by $372 million.",
            "Backlog fell from $372 million to $310 million.",
        ),
    ),
    Twist(
        "increase of and to",
        "Capital expenditures increased by $26 million in 2024 because of the new terminal.",
        ("There was an increase of $26 million in capital expenditures in 2024.", "Capital expenditures increased $26 million in 2024."),
        (
            "Capital expenditures increased to $26 million in 2024 because of the new terminal.",
            "Capital expenditures were $26 million in 2024.",
            "An increase to $26 million was seen in capital expenditures in 2024.",
        ),
    ),
    Twist(
        "increase to and by",
        "Capital expenditures increased to $91 million in 2024.",
        ("Capital expenditures were $91 million in 2024.", "Capital expenditures rose to $91 million in 2024."),
        ("Capital expenditures increased by $91 million in 2024.", "Capital expenditures saw an increase of $91 million in 2024."),
    ),
    Twist(
        "level in a table",
        "(in millions) 2024 2023\nPurchases of vessels 91 65\n",
        (
            "Purchases of vessels were $91 million in 2024.",
            "Purchases of vessels rose by $26 million to $91 million in 2024 from $65 million.",
        ),
        ("Purchases of vessels rose by $91 million in 2024.",),
    ),
    Twist(
        "respectively",
        _YEARS,
        ("Research expense was $75 million in 2023.", "Research expense was $75 million and $82 million in 2023 and 2024, respectively."),
        (
            "Research expense was $75 million in 2024.",
            "Research expense was $75 million and $82 million in 2024 and 2023, respectively.",
            "Research expense was $82 million and $75 million in 2023 and 2024, respectively.",
        ),
    ),
    Twist(
        "two rows respectively",
        "Revenue was $640 million and $601 million and cost of sales was $402 million and $377 million in 2024 and 2023, respectively.",
        ("Cost of sales was $402 million in 2024.", "Revenue was $601 million in 2023."),
        ("Cost of sales was $377 million in 2024.", "Revenue was $402 million in 2024.", "Cost of sales was $601 million in 2023."),
    ),
    Twist(
        "range",
        "We expect revenue to be between $500 million and $540 million in 2025.",
        ("Revenue is expected to be $500 million to $540 million in 2025.", "We expect 2025 revenue of $500-$540 million."),
        (
            "Revenue is expected to be $540 million in 2025.",
            "We expect revenue to be between $500 million and $560 million in 2025.",
            "Revenue was between $500 million and $540 million in 2025.",
        ),
    ),
    Twist(
        "bounds",
        "Headcount cost was $5.62 million in 2024.",
        (
            "Headcount cost was more than $5 million in 2024.",
            "Headcount cost was about $5.6 million in 2024.",
            "Headcount cost was nearly $6 million in 2024.",
            "Headcount cost was approximately $6 million in 2024.",
        ),
        (
            "Headcount cost was more than $6 million in 2024.",
            "Headcount cost was at least $5.7 million in 2024.",
            "Headcount cost was less than $5.6 million in 2024.",
            "Headcount cost was under $5 million in 2024.",
        ),
    ),
    Twist(
        "base of a percentage",
        "Research expense was 12.4 percent of revenue in 2024.",
        ("Research expense was 12.4% of revenue in 2024.", "Research was 12.4% of sales in 2024."),
        ("Research expense was 12.4% of operating expenses in 2024.", "Research expense was 12.4% of total assets in 2024."),
    ),
    Twist(
        "rank in prose",
        "Freight was the smallest segment with revenue of $118 million.",
        ("The smallest segment was Freight with revenue of $118 million.",),
        ("Freight was the largest segment with revenue of $118 million.",),
    ),
    Twist(
        "rank in a table",
        _TABLE,
        (
            "Passenger was the largest segment with net sales of $412 million in 2024.",
            "Cruise, the smallest, had net sales of $118 million in 2024.",
        ),
        (
            "Cruise was the largest segment with net sales of $118 million in 2024.",
            "Freight was the largest segment with net sales of $230 million in 2024.",
            "Passenger was the smallest segment with net sales of $412 million in 2024.",
        ),
    ),
    Twist(
        "part of a table",
        _TABLE,
        (
            "Freight net sales were $230 million in 2024.",
            "Total net sales were $760 million in 2024.",
            "Net sales were $760 million in 2024.",
        ),
        (
            "Net sales were $230 million in 2024.",
            "Total net sales were $412 million in 2024.",
            "Freight net sales were $118 million in 2024.",
        ),
    ),
    Twist(
        "label that tells the sign",
        "(in thousands) 2024 2023\nNet increase (decrease) in cash 314 (120)\n",
        ("The net increase in cash was $314 thousand in 2024.", "The net decrease in cash was $120 thousand in 2023."),
        ("The net decrease in cash was $314 thousand in 2024.", "The net increase in cash was $120 thousand in 2023."),
    ),
    Twist(
        "segments for the whole",
        "(in thousands) 2024 2023\nTotal segment assets 314 120\n",
        ("Total segment assets were $314 thousand in 2024.",),
        ("Total company assets were $314 thousand in 2024.", "Consolidated assets were $314 thousand in 2024."),
    ),
    Twist(
        "words for numbers",
        "Comparable sales rose twelve percent and the dividend was raised by five cents a share in 2024.",
        ("Comparable sales rose 12% in 2024.", "Comparable sales rose twelve percent in 2024."),
        ("Comparable sales rose eleven percent in 2024.", "Comparable sales rose twenty percent in 2024."),
    ),
)

# Text of one company, cited for a claim on another: company of the evidence, its names, the passage, right claims, wrong claims.
COMPANIES = (
    (
        "Osgrove Tools",
        "Revenue was $48 million in 2024.",
        (
            "Osgrove Tools' revenue was $48 million in 2024.",
            "Osgrove reported revenue of $48 million in 2024.",
            "Revenue was $48 million in 2024.",
        ),
        (
            "Fennimore's revenue was $48 million in 2024.",
            "Fennimore reported revenue of $48 million in 2024.",
            "Fennimore revenue was $48 million in 2024.",
            "Pellbrook generated revenue of $48 million in 2024.",
            "In 2024, Pellbrook had revenue of $48 million.",
            "Revenue of Fennimore was $48 million in 2024.",
        ),
    ),
    (
        "Osgrove Tools",
        "Fennimore's revenue was $48 million in 2024. Our revenue was $77 million in 2024.",
        ("Fennimore's revenue was $48 million in 2024.", "Osgrove's revenue was $77 million in 2024."),
        (
            "Osgrove's revenue was $48 million in 2024.",
            "Revenue was $48 million in 2024.",
            "Fennimore's revenue was $77 million in 2024.",
            "Osgrove Tools reported revenue of $48 million in 2024.",
        ),
    ),
    (
        "Harlow Ferries",
        "In 2024 Freight's net sales were $230 million.",
        ("Freight's net sales were $230 million in 2024.",),
        (
            "Net sales were $230 million in 2024.",
            "Harlow's net sales were $230 million in 2024.",
            "Cruise's net sales were $230 million in 2024.",
        ),
    ),
    (
        "",
        "Pellbrook Grain reported revenue of $48 million in 2024.",
        ("Pellbrook Grain reported revenue of $48 million in 2024.", "Pellbrook Grain's 2024 revenue was $48 million."),
        (
            "Fennimore reported revenue of $48 million in 2024.",
            "Fennimore's 2024 revenue was $48 million.",
            "Fennimore earned revenue of $48 million in 2024.",
        ),
    ),
)
