"""Ingest's progress in a pipe: a line every few seconds where that is wanted."""

import io

from rich.console import Console

from ui.cli.progress import LineProgress


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
        "0 of 3 files done · embedding alpha-with-a-very-long-name-indeed-2024.pdf (1,200 of 3,400 passages)",
        "1 of 3 files done · reading beta.pdf",
    ]
