"""Every package that is installed is pinned, by version and by the hashes of its files, without naming who serves them."""

import tomllib

from packaging.requirements import Requirement

from tests.pinning import DEV, ROOT, RUN, hashes, pinned, plain

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def test_every_version_that_is_tested_has_its_hashes():
    versions = pinned(ROOT / "constraints.txt")
    with_hashes = pinned(RUN) | pinned(DEV)
    builders = {plain(Requirement(one).name) for one in PROJECT["build-system"]["requires"]}
    assert {name: version for name, version in with_hashes.items() if name not in builders} == versions
    assert not pinned(RUN).keys() & pinned(DEV).keys()
    assert builders <= pinned(RUN).keys()


def test_what_the_program_needs_is_in_the_file_of_the_program():
    wanted = {plain(Requirement(one).name) for one in PROJECT["project"]["dependencies"]}
    assert wanted <= hashes(RUN).keys()


def test_hashes_name_no_index():
    for path in (RUN, DEV):
        found = hashes(path)
        assert found
        assert all(found.values())
        assert "://" not in path.read_text(encoding="utf-8")
