from ingest.pdf.door import PageWords, Word
from ingest.pdf.layout import lay_out


def page(*words: tuple[str, float, float], height: float = 10.0, turn: int = 0) -> PageWords:
    placed = [Word(text, x, y, x + 5.0 * len(text), y + height) for text, x, y in words]
    return PageWords(1, 612.0, 792.0, placed, turn)


def texts(of: PageWords) -> list[list[str]]:
    return [[run.text for run in row.runs] for row in lay_out(of)]


def test_rows_stay_whole_and_figures_are_runs_of_their_own():
    assert texts(page(("Total", 50, 100), ("assets", 78, 100), ("$", 300, 100), ("46,455", 310, 100.4), ("47,072", 400, 100))) == [
        ["Total assets", "$", "46,455", "47,072"]
    ]


def test_figures_close_together_part_but_words_do_not():
    assert texts(page(("2018", 300, 50), ("2017", 325, 50))) == [["2018", "2017"]]
    assert texts(page(("in", 300, 50), ("2017", 315, 50), ("we", 340, 50))) == [["in 2017 we"]]


def test_a_figure_set_slightly_lower_joins_its_label():
    assert texts(page(("Proceeds", 50, 100), ("846", 300, 104), ("Other", 50, 112))) == [["Proceeds", "846"], ["Other"]]


def test_lines_that_lie_over_each_other_stay_apart():
    assert texts(page(("upper", 50, 100), ("lower", 50, 109))) == [["upper"], ["lower"]]


def sentence(words: str, x: float, y: float) -> list[tuple[str, float, float]]:
    placed = []
    for word in words.split():
        placed.append((word, x, y))
        x += 5.0 * len(word) + 3.0
    return placed


def test_two_columns_of_prose_are_read_one_after_the_other():
    words = []
    for line in range(10):
        for column, left in (("left", 50), ("right", 320)):
            words += sentence(f"{column} column runs along a line of words", left, 100 + 12.0 * line)
    rows = [row[0].split()[0] for row in texts(page(*words))]
    assert rows == ["left"] * 10 + ["right"] * 10


def test_a_table_of_words_and_figures_is_not_taken_for_columns():
    words = []
    for line in range(12):
        words += sentence("purchases of land buildings and equipment", 50, 100 + 12.0 * line)
        words += [("1,234", 400, 100 + 12.0 * line), ("5,678", 500, 100 + 12.0 * line)]
    assert all(row[1:] == ["1,234", "5,678"] for row in texts(page(*words)))


def test_an_empty_page_has_no_rows():
    assert lay_out(page()) == []
