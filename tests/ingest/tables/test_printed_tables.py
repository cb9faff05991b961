"""Tables of printed pages: a column of words beside the names, and tables that go on over the page."""

from ingest.tables.finder import find_tables
from tests.ingest.tables.printed import printed

NAME, FOR, THIS, LAST = 20, 160, 460, 540
TITLE = [(NAME, "The following shows sales of our products:")]
UNITS = [(NAME, "(millions)"), (440, "Year ended December 31,")]
HEADS = [(NAME, "PRODUCT"), (FOR + 8, "MADE FOR"), (THIS, "2024"), (LAST, "2023")]
RUNNING = [(NAME, "Notes to the accounts of Orchard Tools")]


def row(name, made_for, this, last):
    found = [(NAME + 10, name)] if name else []
    found += [(FOR, made_for)] if made_for else []
    return [*found, *([(THIS, this), (LAST, last)] if this else [])]


PRODUCTS = [
    row("Prunella", "Pruning of old trees", "412", "398"),
    row("Sawyer", "Cutting of branches and", "", ""),
    [(FOR + 4, "of whole trunks")],
    row("", "", "288", "301"),
    row("Digger", "Digging", "97", "112"),
    row("Rakes", "Raking", "66", "65"),
    [(FOR, "Trimming of hedges")],
    row("Hedgerow tools and licence revenues", "", "55", "—"),
    row("Grafter", "Grafting of the youngest trees onto stocks that", "", ""),
    row("", "others have grown", "31", "29"),
]


def read(*pages):
    """Return each table's title, units and rows of label and figures."""
    text, found = printed(*pages)
    tables = find_tables(text, found)
    return [
        (one.title, one.units, [(line.label, *(text[cell.start : cell.end] for cell in line.cells)) for line in one.rows]) for one in tables
    ]


def test_names_keep_their_figures_whatever_stands_between_them():
    ((title, units, rows),) = read([RUNNING, TITLE, UNITS, HEADS, *PRODUCTS])
    assert (title, units) == ("Notes to the accounts of Orchard Tools The following shows sales of our products", "(millions)")
    assert rows == [
        ("Prunella", "412", "398"),
        ("Sawyer", "288", "301"),
        ("Digger", "97", "112"),
        ("Rakes", "66", "65"),
        ("Hedgerow tools and licence revenues", "55", "—"),
        ("Grafter", "31", "29"),
    ]


def test_words_under_one_head_of_words_are_a_label():
    heads = [(THIS, "2024"), (LAST, "2023")]
    ((_, _, rows),) = read([TITLE, UNITS, heads, *(row("Tools", "for orchards", str(at), "40") for at in (812, 411, 333))])
    assert {label for label, *_ in rows} == {"Tools for orchards"}


def pages(*heads):
    """Return three pages under a running head; a table ends the second, another begins the third under these heads."""
    more = [row(f"Tool {letter}", "Anything", figure, "70") for letter, figure in (("A", "61"), ("B", "62"), ("C", "63"))]
    return [RUNNING, [(NAME, "Words.")]], [RUNNING, TITLE, UNITS, HEADS, *PRODUCTS], [RUNNING, *heads, *more]


def test_a_table_goes_on_over_the_page_under_the_same_heads():
    first, second = read(*pages(UNITS, HEADS))
    assert first[:2] == second[:2]
    assert second[2][0] == ("Tool A", "61", "70")


def test_another_table_of_the_next_page_does_not():
    other = [(NAME, "PRODUCT"), (FOR + 8, "MADE FOR"), (THIS, "2022"), (LAST, "2021")]
    titled = [(NAME, "Units sold of all our tools")]
    assert read(*pages(UNITS, other))[1][0] != read(*pages(UNITS, other))[0][0]
    assert read(*pages(titled, UNITS, HEADS))[1][0].endswith("Units sold of all our tools")
