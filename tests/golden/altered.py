"""Sentences of an invented report, each with one change that makes its figure another one, by kind of change."""

PAGE = """Osgrove Home & Garden, Inc.
Results of operations

Net sales in the Tools segment totaled $2.4 billion in 2023, up 6.2 percent from 2022.
Total company net sales were $5,310 million in 2023 compared with $5,124 million in 2022.
Gross margin was 41.3 percent in 2023, a decrease of 120 basis points.
Adjusted operating income was $812 million in 2023.
Diluted earnings per share were $3.14 in 2023.
Net sales for the fourth quarter of 2023 were $1,402 million.
For the nine months ended September 30, 2023, cash provided by operating activities was $433 million.
We expect capital expenditures to be $260 million in 2024.
Operating income increased 4.5 percentage points less than volume, and free cash flow declined 7.8 percent in 2023.
Organic net sales grew 3.3 percent in 2023.

(in millions) 2023 2022 2021
Depreciation 188 176 169
Purchases of property and equipment (240) (231) (198)
Other, net 12 (9) (4)
Total net sales $ 5,310 $ 5,124 $ 4,987
"""

# Kind, the sentence as the page has it, and the sentence altered.
ALTERED = (
    ("digit", "Adjusted operating income was $812 million in 2023.", "Adjusted operating income was $872 million in 2023."),
    ("digit in a row", "Depreciation 188 176 169", "Depreciation 188 176 159"),
    ("scale", "Adjusted operating income was $812 million in 2023.", "Adjusted operating income was $812 billion in 2023."),
    ("sign", "Other, net 12 (9) (4)", "Other, net 12 9 (4)"),
    ("year", "Diluted earnings per share were $3.14 in 2023.", "Diluted earnings per share were $3.14 in 2022."),
    ("quarter", "Net sales for the fourth quarter of 2023 were $1,402 million.", "Net sales for the full year 2023 were $1,402 million."),
    (
        "year to date",
        "For the nine months ended September 30, 2023, cash provided by operating activities was $433 million.",
        "For the three months ended September 30, 2023, cash provided by operating activities was $433 million.",
    ),
    ("basic", "Diluted earnings per share were $3.14 in 2023.", "Basic earnings per share were $3.14 in 2023."),
    (
        "segment for total",
        "Net sales in the Tools segment totaled $2.4 billion in 2023, up 6.2 percent from 2022.",
        "Net sales of the total company totaled $2.4 billion in 2023, up 6.2 percent from 2022.",
    ),
    (
        "total for segment",
        "Total company net sales were $5,310 million in 2023 compared with $5,124 million in 2022.",
        "Tools net sales were $5,310 million in 2023 compared with $5,124 million in 2022.",
    ),
    ("GAAP", "Adjusted operating income was $812 million in 2023.", "GAAP operating income was $812 million in 2023."),
    ("adjusted left out", "Adjusted operating income was $812 million in 2023.", "Operating income was $812 million in 2023."),
    ("reported for organic", "Organic net sales grew 3.3 percent in 2023.", "Reported net sales grew 3.3 percent in 2023."),
    (
        "actual for guidance",
        "We expect capital expenditures to be $260 million in 2024.",
        "Our capital expenditures were $260 million in 2024.",
    ),
    (
        "guidance for actual",
        "Adjusted operating income was $812 million in 2023.",
        "Adjusted operating income is expected to be $812 million in 2023.",
    ),
    (
        "percent for points",
        "Gross margin was 41.3 percent in 2023, a decrease of 120 basis points.",
        "Gross margin was 41.3 percent in 2023, a decrease of 120 percent.",
    ),
    (
        "up for down",
        "Gross margin was 41.3 percent in 2023, a decrease of 120 basis points.",
        "Gross margin was 41.3 percent in 2023, an increase of 120 basis points.",
    ),
    (
        "company",
        "Net sales in the Tools segment totaled $2.4 billion in 2023, up 6.2 percent from 2022.",
        "Fennimore's net sales in the Tools segment totaled $2.4 billion in 2023, up 6.2 percent from 2022.",
    ),
)

# Said in other words, and what the gate must find of it.
REWORDED = (
    ("Osgrove's total net sales were $5,310 million in 2023.", "supported"),
    ("Osgrove's total net sales were $5.3 billion in 2023.", "supported"),
    ("Osgrove's total net sales were $5,310 million in 2022.", "mismatch"),
    ("Osgrove's total net sales rose to $5,310 million in 2023.", "supported"),
    ("Osgrove's total net sales fell to $5,310 million in 2023.", "mismatch"),
    ("Osgrove's depreciation was $188 million in 2023.", "supported"),
    ("Osgrove's depreciation was $188 thousand in 2023.", "no_evidence"),
    ("Osgrove's depreciation was $176 million in 2023.", "mismatch"),
    ("Osgrove spent $240 million on purchases of property and equipment in 2023.", "supported"),
    ("Fennimore's total net sales were $5,310 million in 2023.", "mismatch"),
    ("Osgrove's total net sales rose from $5,124 million in 2022 to $5,310 million in 2023, an increase of $186 million.", "supported"),
    ("Osgrove's total net sales rose from $5,124 million in 2022 to $5,310 million in 2023, an increase of 3.6%.", "supported"),
    ("Osgrove's total net sales rose from $5,124 million in 2022 to $5,310 million in 2023, an increase of 4.6%.", "no_evidence"),
    ("Osgrove employs 4,411 people.", "no_evidence"),
    ("Osgrove is a fine company.", "not_checkable"),
)
