"""Printed pages of our own: rows of runs placed by where they begin, as a PDF's lines are."""

from research.nouns.documents import Box, Line, Page

LETTER = 4.0
HEIGHT = 10.0


def printed(*pages):
    """Return the text and the pages of rows, each a list of (place, words); figures end where the place is, in points."""
    text, found = "", []
    for number, rows in enumerate(pages, 1):
        start, lines = len(text), []
        for at, row in enumerate(rows):
            for place, words in row:
                wide = LETTER * len(words)
                left = place - wide if words[-1:].isdigit() or words == "—" else place
                top = 40 + 12.0 * at
                lines.append(Line(len(text), len(text) + len(words), at, Box(left, top, left + wide, top + HEIGHT)))
                text += words + "\n"
        found.append(Page(number, start, len(text), 612.0, 792.0, tuple(lines)))
    return text, tuple(found)
