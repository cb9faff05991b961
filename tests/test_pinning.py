"""Every package that is installed is pinned, by version and by the hashes of its files, without naming who serves them."""

import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.pinning import CPU, CUDA, DEV, HEADS, PINS, ROOT, RUN, fits, hashes, pinned, what_the_program_needs


def test_every_pin_has_its_hashes():
    torch = {"torch": pinned(CUDA)["torch"]}
    assert pinned(RUN) | pinned(DEV) | torch == pinned(PINS)
    assert pinned(CPU) == {"torch": torch["torch"] + "+cpu"}
    assert not pinned(RUN).keys() & pinned(DEV).keys()
    assert pinned(CUDA).keys() & pinned(PINS).keys() == torch.keys()
    for path in HEADS:
        assert hashes(path).keys() == pinned(path).keys()
        assert all(hashes(path).values())


def test_what_the_program_needs_is_in_its_own_file_and_nothing_else_is():
    assert hashes(RUN).keys() == what_the_program_needs() - hashes(CUDA).keys()


def test_every_package_that_the_project_names_is_pinned_to_a_version_that_it_allows():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    extras = project["project"]["optional-dependencies"].values()
    wanted = [*project["project"]["dependencies"], *project["build-system"]["requires"], *(one for extra in extras for one in extra)]
    versions = pinned(PINS)
    for one in map(Requirement, wanted):
        assert one.specifier.contains(versions[canonicalize_name(one.name)]), one


def test_hashes_name_no_index():
    assert not any("://" in path.read_text(encoding="utf-8") for path in HEADS)


@pytest.mark.parametrize(
    ("wheel", "expected"),
    [
        ("rich-15.0.0-py3-none-any.whl", True),
        ("torch-2.13.0+cpu-cp311-cp311-manylinux_2_28_x86_64.whl", True),
        ("greenlet-3.5.6-cp311-cp311-manylinux_2_24_aarch64.manylinux_2_28_aarch64.whl", True),
        ("nh3-0.3.8-cp38-abi3-macosx_11_0_arm64.whl", True),
        ("tld-0.13.2-py2.py3-none-any.whl", True),
        ("greenlet-3.5.6-cp312-cp312-macosx_11_0_universal2.whl", False),
        ("uv-0.13.9-cp312-abi3-manylinux_2_28_x86_64.whl", False),
        ("greenlet-3.5.6-cp311-cp311-musllinux_1_2_x86_64.whl", False),
        ("greenlet-3.5.6-cp311-cp311-win_amd64.whl", False),
    ],
)
def test_a_wheel_is_pinned_where_it_can_be_installed(wheel, expected):
    assert fits(wheel) is expected


def test_what_is_no_pin_with_hashes_is_refused(tmp_path):
    path = tmp_path / "hashes.txt"
    path.write_text("# head\nrich==15.0.0\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"rich==15\.0\.0"):
        hashes(path)
