"""A hold protects by whatever path it was given, and is met by a purge that was planned before it."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from research.adapters.sqlite import open_catalog, open_ledger
from research.audit.acts import Acts
from research.directory import CompanyDirectory
from research.errors import HeldError, NotFoundError
from research.nouns.access import Access
from research.nouns.purging import Chosen
from research.nouns.queries import DocumentFilter
from research.nouns.roles import Action
from research.purging.choosing import Choice, Chooser
from research.purging.holding import LegalHolds
from research.purging.service import Purger, PurgeStores
from research.settings import Settings
from tests.contracts.samples import make_document

ANN = Access("ann")
ALPHA = Choice(Chosen.DOCUMENT, "alpha")


@pytest.fixture
def kept(tmp_path):
    """Return holds and a purger over real stores, with a file's document, and folders `real` and `link`, which leads there."""
    home = tmp_path / "home"
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    catalog, ledger = open_catalog(home), open_ledger(home)
    directory, acts = CompanyDirectory(catalog.documents, catalog.names), Acts(ledger.ledger, catalog.documents)
    holds = LegalHolds(ledger.holds, catalog.purges, Chooser(catalog.documents, directory), acts)

    def purger(documents):
        """Return a purger that reads documents there."""
        stores = PurgeStores(documents, catalog.purges, ledger.derived, ledger.holds, catalog.jobs)
        keeper = SimpleNamespace(erase=lambda: None)
        return Purger(stores, directory, lambda: keeper, acts=acts, settings=Settings(home=home, cache=tmp_path / "cache"))

    yield SimpleNamespace(holds=holds, purger=purger, catalog=catalog, ledger=ledger)
    ledger.close()
    catalog.close()


def add(kept, path):
    kept.catalog.documents.add(make_document("alpha", source_key=str(path)), [], [])


@pytest.mark.parametrize(("stands", "typed"), [("real", "link"), ("link", "real"), ("link", "link")])
def test_a_hold_holds_by_each_path_that_leads_there(kept, tmp_path, stands, typed):
    add(kept, tmp_path / stands / "alpha.md")
    kept.holds.add(ANN, Choice(Chosen.SOURCE, str(tmp_path / typed / "alpha.md")), reason="matter 17")
    with pytest.raises(HeldError, match="matter 17"):
        kept.purger(kept.catalog.documents).plan(ANN, ALPHA)


def test_it_goes_on_holding_when_the_link_is_gone(kept, tmp_path):
    add(kept, tmp_path / "link" / "alpha.md")
    kept.holds.add(ANN, Choice(Chosen.SOURCE, str(tmp_path / "link" / "alpha.md")), reason="matter 17")
    (tmp_path / "link").unlink()
    with pytest.raises(HeldError):
        kept.purger(kept.catalog.documents).plan(ANN, ALPHA)


class HoldingMeanwhile:
    """Documents during whose reading somebody makes a hold."""

    def __init__(self, kept):
        self._kept = kept

    def __getattr__(self, name):
        return getattr(self._kept.catalog.documents, name)

    def get(self, access, document_id):
        self._kept.holds.add(ANN, Choice(Chosen.COMPANY, "Alpha Corp"), reason="matter 18")
        return self._kept.catalog.documents.get(access, document_id)


def test_a_hold_that_is_made_while_a_purge_reads_stops_it_and_nothing_is_recorded_as_purged(kept, tmp_path):
    add(kept, tmp_path / "real" / "alpha.md")
    purger = kept.purger(HoldingMeanwhile(kept))
    plan = purger.plan(ANN, ALPHA)
    with pytest.raises(HeldError, match="matter 18"):
        purger.purge(ANN, plan, reason="asked for")
    assert [one.name for one in kept.catalog.documents.find(ANN, DocumentFilter())] == ["alpha"]
    assert kept.ledger.ledger.events(ANN, action="purge") == []
    assert kept.catalog.purges.unfinished() == ()


def test_versions_that_the_user_may_not_see_are_purged_too(kept, tmp_path):
    add(kept, tmp_path / "real" / "alpha.md")
    old = kept.catalog.documents.find(ANN, DocumentFilter())[0]
    kept.catalog.documents.add(replace(make_document("alpha"), id="id-deal", source_key=old.source_key, label="deal:x"), [], [])
    purger = kept.purger(kept.catalog.documents)
    few = Access("ann", frozenset({"public"}))
    report = purger.purge(few, purger.plan(few, ALPHA), reason="asked for")
    assert (report.problem, kept.catalog.documents.find(ANN, DocumentFilter(any_state=True))) == ("", [])
    done = dict(kept.ledger.ledger.events(ANN, action="purge done")[0].details)
    assert (done["answers"], done["draft_versions"]) == ("0", "0")


def test_of_a_team_whoever_purges_and_holds_finds_what_lies_behind_walls_and_reads_nothing_of_it(kept, tmp_path):
    kept.catalog.documents.add(make_document("alpha", source_key=str(tmp_path / "alpha.md"), label="deal:falcon"), [], [])
    documents = kept.catalog.documents
    com = Access("com", frozenset({"public"}), role="compliance", actions=frozenset({Action.PURGE, Action.HOLD}))
    assert [one.name for one in kept.purger(documents).plan(com, ALPHA).documents] == ["alpha"]
    assert kept.holds.add(com, ALPHA, reason="matter 17").shown == "alpha"
    assert documents.find(com, DocumentFilter()) == []
    alone = Access("com", frozenset({"public"}))
    with pytest.raises(NotFoundError):
        kept.purger(documents).plan(alone, ALPHA)
