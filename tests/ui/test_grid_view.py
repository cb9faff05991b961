from tests.ui.grids import make_grid, prose, refused, sample_grid
from ui.render.grid_view import CellState, cell_html, citation_at, counts_line, state_of, view_cell

GRID = sample_grid()


def test_a_figure_is_shown_with_period_unit_and_marker():
    view = view_cell(GRID.cells[0, 0])
    (figure,) = view.figures
    assert (figure.display, figure.period, figure.unit) == (
        "1284.6 at 1000000",
        "FY2024 (year ended 31 December 2024)",
        "USD in millions, as reported",
    )
    assert (view.state, view.text, view.markers) == (CellState.ANSWERED, "", ("1",))


def test_prose_is_shown_without_its_markers():
    view = view_cell(GRID.cells[2, 0])
    assert (view.text, view.markers) == ("“-2 points came from resin.” “Freight cost more.”", ("1", "2"))


def test_refusals_and_failures_are_words_beside_a_sign():
    assert '<span aria-hidden="true">∅</span> not found: no filing' in cell_html(GRID.cells[1, 1])
    assert '<span aria-hidden="true">!</span> could not be asked: held by a worker; wait' in cell_html(GRID.cells[2, 1])
    assert '<span aria-hidden="true">…</span> not asked' in cell_html(None)
    assert view_cell(GRID.cells[1, 1]).markers == ()


def test_text_is_escaped():
    grid = make_grid(("q", prose("q", "<img src=x>"), refused("q", '"><script>')))
    assert "&lt;img src=x&gt;" in cell_html(grid.cells[0, 0])
    assert "<script>" not in cell_html(grid.cells[0, 1])


def test_the_counts_say_how_the_cells_stand():
    assert counts_line(GRID) == "7 of 8 cells asked: 5 answered, 1 not found, 1 could not be asked"
    assert state_of(None) is CellState.NOT_ASKED


def test_a_marker_s_citation_is_that_of_its_cell():
    assert citation_at(GRID, (2, 0), "2").quote == "Freight cost more."
    assert citation_at(GRID, (2, 0), "9") is None
    assert citation_at(GRID, (2, 1), "1") is None
