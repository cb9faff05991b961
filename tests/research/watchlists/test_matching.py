"""Which company of the library a line of a watchlist means."""

import pytest

from research.directory import Company
from research.nouns.watchlists import WatchedCompany
from research.watchlists.matching import meant

TARROWBY = Company("Tarrowby Foods Corporation", ("Tarrowby Foods Corporation",), ("Tarrowby Foods", "TRWB"))
UNITED = Company("United Pumps, Inc.", ("United Pumps, Inc.",), ("United Pumps",))
UNITED_TOO = Company("United Foods", ("United Foods",), ())
JIANGYU = Company("江屿精密传动股份有限公司", ("江屿精密传动股份有限公司",), ("江屿传动",))
DIRECTORY = (TARROWBY, UNITED_TOO, UNITED, JIANGYU)


@pytest.mark.parametrize(
    ("name", "ticker", "companies", "guessed"),
    [
        ("tarrowby foods", "", (TARROWBY,), False),
        ("TRWB", "", (TARROWBY,), False),
        ("The dairy", "trwb", (TARROWBY,), False),
        ("Tarrowby", "", (TARROWBY,), True),
        ("United", "", (UNITED_TOO, UNITED), True),
        ("United Pumps and More", "", (), True),
        ("Tarrow", "", (), True),
        ("&", "", (), True),
        ("江屿传动", "", (JIANGYU,), False),
        ("江屿精密", "", (JIANGYU,), True),
        ("江屿 精密", "", (JIANGYU,), True),
        ("精密传动", "", (), True),
        ("江", "", (), True),
    ],
)
def test_a_line_means_the_company_that_is_called_so(name, ticker, companies, guessed):
    found = meant(WatchedCompany(name, ticker), DIRECTORY)
    assert (found.companies, found.by_beginning) == (companies, guessed)
