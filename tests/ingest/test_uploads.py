"""Uploads stay inside their folder, never share a place under two names, and are whole or absent."""

import pytest

from ingest.uploads import check_upload, keep_upload, upload_path
from research.errors import CannotReadError, CouldNotAskError, LimitExceededError
from research.settings import Settings


@pytest.fixture
def settings(tmp_path):
    return Settings(home=tmp_path / "home", max_file_mb=1)


def test_an_upload_is_kept_under_its_name_and_the_same_name_replaces_it(settings):
    path = keep_upload(settings, "Report 2024.pdf", b"one")
    assert (path.name, path.parent) == ("Report 2024.pdf", settings.home / "uploads")
    assert keep_upload(settings, "Report 2024.pdf", b"two") == path
    assert path.read_bytes() == b"two"
    assert [one.name for one in path.parent.iterdir()] == ["Report 2024.pdf"]


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "/etc/passwd", "..", ".hidden.pdf", "a\x00b.pdf", "a\nb.pdf", "news#1.xml", "C:\\x.pdf", "", "x" * 400]
)
def test_a_name_that_leads_elsewhere_is_made_safe(settings, name):
    path = upload_path(settings, name)
    assert path.parent == settings.home.resolve() / "uploads"
    assert not path.name.startswith(".")
    assert "#" not in path.name
    assert len(path.name.encode()) <= 200
    keep_upload(settings, name, b"x")


def test_two_names_never_share_a_place(settings):
    names = ["a#b.pdf", "a_b.pdf", "a:b.pdf", ".a_b.pdf", "../a_b.pdf"]
    assert len({upload_path(settings, name) for name in names}) == len(names)


def test_limits_are_told(settings):
    with pytest.raises(LimitExceededError, match="larger than 1 MiB"):
        keep_upload(settings, "big.pdf", bytes(1024 * 1024 + 1))
    with pytest.raises(CannotReadError, match="is empty"):
        keep_upload(settings, "empty.pdf", b"")
    settings.home.mkdir()
    (settings.home / "uploads").write_text("in the way")
    with pytest.raises(CouldNotAskError, match="cannot be kept"):
        keep_upload(settings, "a.pdf", b"x")


def test_one_upload_has_so_many_files_and_bytes(tmp_path):
    settings = Settings(home=tmp_path, max_upload_files=2, max_upload_mb=1)
    check_upload(settings, [1024 * 1024 - 1, 1])
    with pytest.raises(LimitExceededError, match=r"an upload of 3 files, more than 2; .*DESK_MAX_UPLOAD_FILES"):
        check_upload(settings, [1, 1, 1])
    with pytest.raises(LimitExceededError, match=r"an upload of more than 1 MiB; .*DESK_MAX_UPLOAD_MB"):
        check_upload(settings, [1024 * 1024, 1])
