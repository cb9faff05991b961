"""The real model: exported once by whoever comes first, quietly and without reporting to anyone, and equal to the original."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from research.adapters.embedding_model import open_embedder
from research.settings import Settings

pytestmark = pytest.mark.model

TEXTS = [
    "Purchases of property, plant and equipment (PP&E)  (1,577)  (1,373)  (1,420)",
    "What is the company's FY2018 capital expenditure in USD millions?",
    "",
    "Net sales decreased 3.2 percent, organic local-currency sales rose. " * 40,
]
CHILD = """
import sys
import numpy as np
import structlog
from research.adapters.embedding_model import open_embedder
from research.settings import Settings
from tests.adapters.test_embedding_model import TEXTS

structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
embedder = open_embedder(Settings())
np.save(sys.argv[1], embedder.embed(TEXTS))
heavy = [name for name in ("torch", "transformers", "sentence_transformers", "openvino_telemetry") if sys.modules.get(name)]
print(embedder.fingerprint, *heavy, sep="|")
"""


def start(home: Path, name: str, **settings: str) -> subprocess.Popen[str]:
    """Start a process that embeds the texts into a file; its home and cache are its own."""
    environment = {"PATH": os.environ["PATH"], "HOME": str(home), "XDG_CACHE_HOME": str(home / "cache"), **settings}
    command = [sys.executable, "-c", CHILD, str(home / f"{name}.npy")]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)


def finish(process: subprocess.Popen[str]) -> tuple[str, str]:
    out, err = process.communicate(timeout=300)
    assert process.returncode == 0, err
    return out.strip(), err


def copy_export(cache: Path) -> Path:
    """Copy the model's export, which takes long to make, and the note that it ran into another cache; return their folder."""
    return Path(shutil.copytree(Settings().cache / "models", cache / "models"))


def test_two_processes_that_find_a_damaged_export_make_it_again_once_and_quietly(tmp_path):
    whole = open_embedder(Settings())
    models = copy_export(tmp_path / "cache" / "research-desk")
    weights = next(models.rglob("model.bin"))
    content = bytearray(weights.read_bytes())
    content[len(content) // 2] ^= 0x01
    weights.write_bytes(content)

    told = [finish(process) for process in [start(tmp_path, "first"), start(tmp_path, "second")]]
    # The fingerprint alone: neither torch nor OpenVINO's reporting package was loaded.
    assert [out for out, _ in told] == [whole.fingerprint] * 2
    assert sum(err.count("exporting the embedding model") for _, err in told) == 1
    assert sum(len(err.splitlines()) for _, err in told) == 1
    first = np.load(tmp_path / "first.npy")
    assert np.array_equal(first, np.load(tmp_path / "second.npy"))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["cache", "first.npy", "second.npy"]
    assert np.abs(first - whole.embed(TEXTS)).max() <= 1e-5
    assert sorted(path.suffix for path in models.iterdir()) == ["", ".json", ".lock"]
    assert weights.read_bytes() == (Settings().cache / weights.relative_to(models.parent)).read_bytes()


def test_torch_gives_the_same_vectors_and_takes_over_where_no_export_can_be_kept(tmp_path):
    from research.errors import ModelUnavailableError

    blocked = tmp_path / "cache"
    blocked.write_text("a file where the folder should be")
    with pytest.raises(ModelUnavailableError, match="cannot be run"):
        open_embedder(Settings(cache=blocked, embedding_runtime="openvino"))
    out, err = finish(start(tmp_path, "torch", DESK_CACHE=str(blocked)))
    assert "using torch" in err
    assert out.split("|")[1:] == ["torch", "transformers", "sentence_transformers"]
    embedder = open_embedder(Settings(embedding_runtime="openvino"))
    cosines = np.sum(np.load(tmp_path / "torch.npy") * embedder.embed(TEXTS), axis=1)
    if embedder.fingerprint.split()[2] == "f32":
        assert out.split("|")[0] == embedder.fingerprint
        assert cosines.min() > 0.999999
    assert cosines.min() > 0.999


UNOPENED = """
import sys
from pathlib import Path
from research.adapters.embedding_model import open_embedder
from research.settings import Settings

embedder = open_embedder(Settings(cache=Path(sys.argv[1])))
print(embedder.fingerprint, embedder.dimensions, sep="|")
print(*(name for name in ("tokenizers", "openvino", "torch") if name in sys.modules))
embedder.count_pieces(["net sales"])
print(*(name for name in ("tokenizers", "openvino", "torch") if name in sys.modules))
"""


def test_a_model_that_ran_before_is_not_opened_for_its_name_nor_to_count_pieces(tmp_path):
    open_embedder(Settings())
    (copy_export(tmp_path) / "notes.json").unlink()
    first = open_embedder(Settings(cache=tmp_path))
    command = [sys.executable, "-c", UNOPENED, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=300)
    assert done.stdout.splitlines() == [f"{first.fingerprint}|{first.dimensions}", "", "tokenizers"]
    again = open_embedder(Settings(cache=tmp_path))
    assert again.max_pieces == first.max_pieces
    assert again.count_pieces(TEXTS) == first.count_pieces(TEXTS)
    assert np.array_equal(again.embed(TEXTS), first.embed(TEXTS))


def test_words_have_together_the_pieces_of_their_text():
    embedder = open_embedder(Settings())
    assert getattr(embedder, "counts_word_by_word", False)
    texts = (*TEXTS, "Müller-Ångström’s 云栖重工 won [MASK] 3.2亿元 🙂 — a\u0301 b\u200bc U.S.-based", "x" * 300 + " y")
    for text in texts:
        words = text.split()
        assert embedder.count_pieces([" ".join(words)]) == [sum(embedder.count_pieces(words))]
