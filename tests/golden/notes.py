"""Research notes of invented houses on invented companies, in six layouts; a page is a string."""

# A head of labels, a legal page at the end.
LABELS = (
    """Harbour Street Securities | Equity Research
Quillmere Pumps (QLMR)
Steel is cheaper, orders are not
2 May 2024
Rating: Buy (unchanged)
Price target: $42.00 (from $38.00)
Price (1 May 2024): $35.10
Market cap: $1.2bn
Analyst: Jane Roe, CFA; Bob Lee

Orders rose by a tenth. We hold our view that margins follow.
""",
    "Valuation\nWe value the shares at 14 times earnings.\n",
    """Important disclosures
Analyst certification
The views expressed in this report accurately reflect the analyst's own.
This report was prepared by Harbour Street Securities LLC, a member of the exchange.
""",
    "Distribution of ratings: Buy 60%, Hold 30%, Sell 10%.\n",
)

# A target cut in pence, said in the text.
TARGET_CUT = (
    """Moorgate Research
7 March 2024
Brackenford Water (BRN.L)
Leaks cost more than rain brings
We cut our price target to 310p from 360p and keep our Sell rating.
Closing price as of 6 March 2024: 342p
Ivy Marsh
+44 20 7946 0000 ivy.marsh@moorgate.example
See important disclosures at the end of this paper.
""",
    "Disclosure appendix\nConflicts of interest\nNone.\n",
)

# An upgrade, in a box of words and figures, currency in the label.
UPGRADE = (
    """EQUITY RESEARCH
Larch & Co.
Upgrading Tarrowby Mills (NYSE: TWB) to Overweight from Equal Weight
Rating OVERWEIGHT
Price Target (EUR) 18.00
Price (02-May-24) EUR 14.20
Previous target 16.00
Analysts
Kit Moss
Published 2024-05-03
© 2024 Larch & Co. All rights reserved.
Regulation AC certification
""",
)

# One line of everything, a downgrade "from … to", the target "from … to".
ONE_LINE = (
    """Osterley Tools AB (OST SS)
HOLD | Target SEK 210 | Price SEK 221.50 (close 7 Mar 2024)
Company update – Nordhaven Markets – 8 March 2024
We downgrade the shares from Buy to Hold and move our target price from SEK 240 to SEK 210.
Lead analyst: Lena Falk
""",
    "Disclaimer\nThis paper does not constitute an offer.\n",
)

# Initiation, label and value in two columns, no ticker.
INITIATION = (
    """Initiation of coverage
Company: Brackenford Water PLC
A dry year ahead
Recommendation\tOutperform
12-month target\t£4.50
Share price\t£3.42
Date\t11 Jun 2024
Research Analyst
Tom Hale, CFA
Issued by Fenchurch & Vale Capital Markets. For institutional investors only.
""",
)

# Neither rating nor price, but a target and the paper's marks.
TARGET_ONLY = (
    """Nordhaven Markets Equity Research
Flash note, 12 Nov 2024
Quillmere Pumps (NYSE: QLMR): first look at the third quarter
Our fair value of USD 41 is under review.
Analyst: Lena Falk
Disclosures
""",
)

ANNUAL_REPORT = """Quillmere Pumps, Inc.
Annual Report 2024
Dear shareholders,
You may hold or sell our shares as you like; we buy steel and hold stock. Our directors own shares; analysts follow us.
We do not rate suppliers as buy or sell. The award vests at a target price of $42 per share.
Notes: Items hold for resale. Disclosures about fair value of 310 instruments follow.
"""

RELEASE = """QUILLMERE REPORTS FIRST QUARTER 2024 RESULTS
Springfield, May 2, 2024 – Quillmere Pumps (NYSE: QLMR) today reported results for the quarter ended March 31, 2024.
We reaffirm our outlook. Closing price: $35.10.
Investor contact: Ada Wren
ada@quillmere.example
"""

NEWS = """Harbour Street lifts Quillmere to Buy
The broker upgraded Quillmere Pumps (QLMR) to Buy from Hold and raised its target price to $42 from $38, analyst Jane Roe said.
Shares closed at $35.10 on May 2, 2024.
"""
