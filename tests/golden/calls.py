"""Earnings calls of invented companies, in the layouts of five publishers."""

# Double dashes, a header with ticker, participants at the end.
DASHES = """Image source: Pump Gazette.
Quillmere Pumps (QLMR) Q3 2024 Earnings Call Transcript
QLMR earnings call for the period ending September 30, 2024.
By Transcript Desk
Nov 7, 2024, 8:30 a.m. ET
Contents:
Prepared Remarks
Questions and Answers
Call Participants
Prepared Remarks:

Operator
Good day and welcome to the Quillmere Pumps call. Please go ahead.

Ada Wren -- Vice President, Investor Relations
Thank you. Our filings with the Securities and Exchange Commission, such as our Form 10-K, list the risks.

Jane Roe -- Chief Financial Officer
Sales came to $104 million. We buy steel early, and we hold our outlook.
Margins were 31%.

Questions & Answers:

Operator
Thank you. Our first question comes from Bob Lee.

Bob Lee -- Harbour Street Securities -- Analyst
How much of the growth was price?

Jane Roe -- Chief Financial Officer
About a third of it.

Operator
This ends the call.

Duration: 42 minutes

Call participants:

Ada Wren -- Vice President, Investor Relations

Jane Roe -- Chief Financial Officer

Bob Lee -- Harbour Street Securities -- Analyst

More QLMR analysis
"""

# Lists of participants first, then bare names.
BARE_NAMES = """Tarrowby Mills, Inc. (NYSE:TWB) Q4 2023 Results Conference Call February 15, 2024 10:00 AM ET
Company Participants
Dan Fell - Head of IR
Mia Stone - CEO
Conference Call Participants
Kit Moss - Larch & Co.
Operator
Good morning, ladies and gentlemen, and welcome.
Dan Fell
Good morning. With me is Mia Stone.
Mia Stone
We spun more yarn than ever: 40,000 tons.
Question-and-Answer Session
Operator
Thank you. The first question comes from Kit Moss of Larch & Co. Please go ahead.
Kit Moss
Can you hold the margin?
Mia Stone
We can.
Kit Moss
Thanks.
"""

# Three parts with short dashes, capitals for the parts, an edited transcript.
EDITED = """REFERENCE STREETEVENTS
EDITED TRANSCRIPT
BRN.L - Half Year 2024 Brackenford Water PLC Earnings Call
EVENT DATE/TIME: AUGUST 06, 2024 / 8:00AM GMT
CORPORATE PARTICIPANTS
Tom Hale Brackenford Water PLC - Chief Executive
CONFERENCE CALL PARTICIPANTS
Ivy Marsh Moorgate Bank - Analyst
PRESENTATION
Operator
Welcome to the half-year results.
Tom Hale – Brackenford Water PLC – Chief Executive
Leakage fell by a tenth.
We spent £210 million on mains.
QUESTIONS AND ANSWERS
Ivy Marsh – Moorgate Bank – Analyst
What does the regulator say?
Tom Hale – Brackenford Water PLC – Chief Executive
Nothing yet.
"""

# Names with a colon and the words beside them.
COLONS = """Transcript of the Osterley Tools fourth quarter and full year fiscal 2024 earnings conference call
Date: 2024-05-02

Operator: Welcome to the call. I will hand over to Lena Falk.
Lena Falk (CEO): Good morning. Orders rose by 8%.
Note: slides are on our site.
Raj Anand, CFO: Cash flow was strong: $12 million.
Operator: We will take our first question from Pat Quill.
Pat Quill: Will you buy back shares?
Raj Anand, CFO: We will not.
Lena Falk (CEO): Not this year.
Pat Quill: Thank you.
"""

# Letters for questions and answers, names on one line and offices on the next.
LETTERS = """Osterley Tools AB
3Q24 Earnings Call
12-Nov-24
MANAGEMENT DISCUSSION SECTION
Operator: Good day.
..................................................
Lena Falk
Chief Executive Officer, Osterley Tools AB
Orders held up. The yard is full.
..................................................
QUESTION AND ANSWER SECTION
<Q – Pat Quill – Larch & Co.>: Which markets fell?
<A – Lena Falk – Osterley Tools AB>: Only one of nine.
Q: And prices?
A: They held.
"""
