"""Exports a sentence-transformers model to OpenVINO, once, in a process of its own.

`python -m research.adapters.embedding_export MODEL TARGET` writes `model.xml`, `model.bin`, `tokenizer.json` and `about.json` into the
empty folder TARGET. A process of its own, because tracing is noisy, takes 800 MiB and imports torch, which the program then never needs.

The graph takes the tokenizer's inputs and gives the sentence's unit vector: pooling and whatever follows it are inside. It comes
from OpenVINO's own reader of traced torch modules; `torch.onnx.export` would need the `onnx` package besides.
"""

from __future__ import annotations

import json
import sys
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

SAMPLES = ("net sales", "purchases of property, plant and equipment rose in the year")


def silence_telemetry() -> None:
    """Keep OpenVINO from reporting its use: importing it sends an event to its maker unless this package is out of reach.

    OpenVINO falls back to a stub of its own when the package cannot be imported. Called before every import of openvino.
    """
    if "openvino" not in sys.modules:
        sys.modules["openvino_telemetry"] = None  # type: ignore[assignment]


def export(model_folder: Path, target: Path) -> None:
    """Write the exported model; raises ValueError for a model whose texts need a prefix, which this program does not add."""
    silence_telemetry()
    import openvino  # noqa: PLC0415
    import torch  # noqa: PLC0415
    from openvino.frontend import FrontEndManager  # noqa: PLC0415
    from openvino.frontend.pytorch.ts_decoder import TorchScriptPythonDecoder  # noqa: PLC0415
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415

    # The eager attention traces to plain operations, without branches on the shape of the sample.
    model = SentenceTransformer(str(model_folder), device="cpu", local_files_only=True, model_kwargs={"attn_implementation": "eager"})
    if model.default_prompt_name is not None:
        raise ValueError(f"the model puts the prompt {model.default_prompt_name!r} before its texts")
    inputs = tuple(model.tokenizer.model_input_names)

    class UnitVector(torch.nn.Module):
        """The stages of the model one after another, then the length brought to 1."""

        def __init__(self) -> None:
            super().__init__()
            self.stages = torch.nn.ModuleList(list(model))

        def forward(self, *tensors: torch.Tensor) -> torch.Tensor:
            """Return vectors of length 1, shape (texts, dimensions); `tensors` are the inputs in order, each (texts, pieces)."""
            features = dict(zip(inputs, tensors, strict=True))
            for stage in self.stages:
                features = stage(features)
            return torch.nn.functional.normalize(features["sentence_embedding"], p=2.0, dim=1)

    sample = model.tokenizer(list(SAMPLES), padding=True, return_tensors="pt")
    with torch.no_grad():
        decoder = TorchScriptPythonDecoder(UnitVector().eval(), example_input=tuple(sample[name] for name in inputs))
    frontend = FrontEndManager().load_by_framework("pytorch")
    graph = frontend.convert(frontend.load(decoder))
    openvino.save_model(graph, target / "model.xml", compress_to_fp16=False)
    (target / "tokenizer.json").write_text(model.tokenizer.backend_tokenizer.to_str(), encoding="utf-8")
    (target / "about.json").write_text(json.dumps(describe(model)), encoding="utf-8")


def describe(model: SentenceTransformer) -> dict[str, object]:
    """Return what running the model needs to know of it, as `about.json` holds it."""
    return {
        "inputs": list(model.tokenizer.model_input_names),
        "max_length": int(model.max_seq_length or model.tokenizer.model_max_length),
        "dimensions": int(model.get_embedding_dimension() or 0),
    }


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    export(Path(sys.argv[1]), Path(sys.argv[2]))
