"""Names near one that was mistyped."""

from __future__ import annotations

from collections.abc import Mapping

NEAR = 60
MOST_NEAR = 5


def near_names(name: str, words: Mapping[str, str]) -> str:
    """Return the hint that lists what is called nearly so, "" when nothing is; `words` maps each way to say a name to the name."""
    from rapidfuzz import fuzz, process, utils  # noqa: PLC0415

    near = process.extract(name, list(words), scorer=fuzz.ratio, processor=utils.default_process, limit=10, score_cutoff=NEAR)
    close = tuple(dict.fromkeys(words[word] for word, _, _ in near))[:MOST_NEAR]
    return f"near ones are {', '.join(close)}" if close else ""
