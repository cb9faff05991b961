"""Splitting long prose at sentence ends: the one door to LlamaIndex's sentence splitter.

Its import takes two seconds, so it happens with the first long text, or before it in a thread of its own, not with this module.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from itertools import pairwise
from threading import Thread
from typing import Any

from research.errors import CannotReadError

PARAGRAPH = "\n\n"
# A sentence ends at its stop, with closing quotes, before a capital, a digit, an opening quote or a bullet.
_SENTENCE_END = re.compile(r"[.!?][\"”’')\]]*\s+(?=[A-Z0-9\"“‘(\[•●▪■–—-])")
_FIGURE = re.compile(r"(?<![\w.])[($€£]{0,6}\d[\d,.]*\)?%?(?!\w)")
_LINE = r"[^\n]*\n|[^\n]+"


def split_sentences(text: str) -> list[str]:
    """Return the sentences of `text` in order; joined they give it back. A line with several figures stands by itself."""
    cuts = {found.end() for found in _SENTENCE_END.finditer(text)}
    offset = 0
    for line in text.split("\n"):
        after = offset + len(line) + 1
        if len(_FIGURE.findall(line)) > 1:
            cuts.update((offset, after))
        offset = after
    edges = [0, *sorted(cut for cut in cuts if 0 < cut < len(text)), len(text)]
    return [text[start:end] for start, end in pairwise(edges) if end > start]


def split_prose(text: str, *, budget: int, size: Callable[[str], int]) -> list[tuple[int, int]]:
    """Return (start, end) of each part of `text`, in order, blank edges left out, each of at most `budget` by `size`.

    Cuts are made at paragraphs, else at sentence ends, else at lines, words, characters. Raises CannotReadError if the
    splitter altered a character, so that no quotation is ever off.
    """
    splitter = _splitter_class()(
        chunk_size=budget,
        chunk_overlap=0,
        tokenizer=lambda part: range(size(part)),  # all that is asked of the tokens is how many they are
        paragraph_separator=PARAGRAPH,
        chunking_tokenizer_fn=split_sentences,
        secondary_chunking_regex=_LINE,
    )
    return _locate(splitter.split_text(text), text)


def prepare() -> None:
    """Begin to import the splitter in the background, so that the first long text need not wait for it."""
    Thread(target=_splitter_class, name="importing", daemon=True).start()


@cache
def _splitter_class() -> Any:  # noqa: ANN401 - a vendor's class that this module alone may name
    from llama_index.core.node_parser import SentenceSplitter  # noqa: PLC0415 - see the module's first lines

    return SentenceSplitter


def _locate(parts: Sequence[str], text: str) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    cursor = 0
    for part in parts:
        start = text.find(part, cursor)
        if start < 0 or text[cursor:start].strip():
            raise CannotReadError(f"the sentence splitter altered the text near {part[:40]!r}", "report this file")
        cursor = start + len(part)
        spans.append((start, cursor))
    return spans
