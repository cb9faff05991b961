"""A draft of thirty pages with all that analysts' files hold: tables, notes, comments, tracked changes, pictures, links, sections."""

import io

from PIL import Image

from tests.ingest.drafts.word_files import deleted, footnote_mark, inserted, paragraph, run, table, word_file

PAGES = 30


def picture():
    out = io.BytesIO()
    Image.linear_gradient("L").save(out, "PNG")
    return out


def page(number):
    """A page's blocks: about 450 words, a table of twelve figures, two notes, tracked changes, a link."""
    prose = [
        run(f"Net sales of unit {number} rose to $1,2{number:02d} million in 2024. "),
        run("Costs fell by 3.2%", "<w:i/>"),
        inserted(run(", mostly freight")),
        deleted(", mostly fuel"),
        run(f". The margin was {number}.4%. Management calls it a good year."),
        footnote_mark(2 * number - 1),
    ]
    long = [run(f"Volume in region {at} grew {at + 2}.{number % 10}% and prices were flat over the year as a whole. ") for at in range(20)]
    link = f'<w:hyperlink w:anchor="top">{run("Table below.")}</w:hyperlink>'
    rows = [["US$ in millions", "2024", "2023", "2022"]]
    rows += [[label, f"{number}{at}1", f"{number}{at}2", f"({at}3.5)"] for at, label in enumerate(("Sales", "Costs", "Profit", "Cash"))]
    return [
        paragraph(run(f"Unit {number}"), style="Heading1"),
        paragraph(*prose),
        paragraph(*long),
        paragraph(*long, link, footnote_mark(2 * number)),
        paragraph(run(f"Table {number}: results of unit {number}"), style="Caption"),
        table(*rows),
        paragraph(*long),
        '<w:p><w:r><w:br w:type="page"/></w:r></w:p>',
    ]


def long_draft():
    """The file's bytes."""

    def finish(document):
        for number in range(1, PAGES + 1):
            document.add_picture(picture())
            words = document.add_paragraph(f"Remark {number}: cash rose to ${number} million.")
            document.add_comment(words.runs, f"Is {number} right?", author="Ann", initials="A")

    blocks = [block for number in range(1, PAGES + 1) for block in page(number)]
    notes = [f"Annual report, page {number}. Sales were {number}." for number in range(1, 2 * PAGES + 1)]
    return word_file(*blocks, notes=notes, endnotes=("Prices as of May.",), change=finish)
