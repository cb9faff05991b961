"""Progress: in a pipe a line every few seconds where that is wanted."""

import io

from rich.console import Console

from ui.cli.progress import LineProgress, sentence_bar


def test_a_line_every_few_seconds_says_how_far_it_is():
    now = [0.0]
    written = io.StringIO()
    with LineProgress(Console(file=written, width=40), clock=lambda: now[0]) as progress:
        progress.expect(3)
        progress.stage("/library/alpha-with-a-very-long-name-indeed-2024.pdf", "reading")
        now[0] = 5.5
        progress.embedded("/library/alpha-with-a-very-long-name-indeed-2024.pdf", 1_200, 3_400)
        now[0] = 7.0
        progress.finish("/library/alpha-with-a-very-long-name-indeed-2024.pdf", "added")
        now[0] = 11.0
        progress.stage("/library/beta.pdf", "reading")
    assert written.getvalue().splitlines() == [
        "0 of 3 documents read · embedding alpha-with-a-very-long-name-indeed-2024.pdf (1,200 of 3,400 passages)",
        "1 of 3 documents read · reading beta.pdf",
    ]


def test_the_bar_of_a_check_shows_on_a_terminal_alone():
    said = []
    for is_terminal in (True, False):
        out = io.StringIO()
        with sentence_bar(Console(file=out, force_terminal=is_terminal, width=100)) as told:
            told(30, 120)
        said.append(out.getvalue())
    assert "30/120" in said[0]
    assert not said[1].strip()
