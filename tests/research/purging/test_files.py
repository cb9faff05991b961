"""Files are found in a workspace that is reached by a link, and told from those that are somebody else's."""

from datetime import UTC, datetime

from research.nouns.purging import PurgedDocument, PurgeOrder
from research.purging.files import counted_files, delete_files, files_of, files_outside
from research.settings import Settings

NOW = datetime(2026, 3, 2, tzinfo=UTC)


def order(*keys):
    return PurgeOrder("p1", "ann", NOW, "asked for", tuple(PurgedDocument(key, "memo", key, "c" * 64, NOW) for key in keys), ("c" * 64,))


def test_uploads_go_and_files_elsewhere_stay_by_whichever_path_the_home_is_reached(tmp_path):
    home, link = tmp_path / "real", tmp_path / "link"
    (home / "uploads").mkdir(parents=True)
    link.symlink_to(home)
    elsewhere = tmp_path / "memo.md"
    for path in (home / "uploads" / "a.md", home / "uploads" / "b.md", elsewhere):
        path.write_text("words")
    purged = order(f"{home}/uploads/a.md", f"{link}/uploads/b.md#part", str(elsewhere), "https://wire.example/rss#1")
    for reached in (home, link):
        assert files_outside(reached, purged) == [str(elsewhere)]
        assert len(files_of(purged, Settings(home=reached, cache=tmp_path / "cache"))["uploads"]) == 2
    delete_files(files_of(purged, Settings(home=link, cache=tmp_path / "cache")))
    assert (list((home / "uploads").iterdir()), elsewhere.exists()) == ([], True)


def test_files_are_counted_once_over_all_runs(tmp_path):
    paths = [tmp_path / "a", tmp_path / "b"]
    first = counted_files(order("x"), {"originals": paths})
    assert counted_files(first, {"originals": paths[1:], "uploads": paths[:1]}).files == (("originals", 2), ("uploads", 1))
