"""Colours as the parts of Office files write them."""

from __future__ import annotations

from typing import TypeAlias

Colour: TypeAlias = tuple[int, int, int]


def hexadecimal(text: str | None) -> Colour | None:
    """Return the red, green and blue (0 to 255) of six hexadecimal digits, None for anything else."""
    try:
        value = int(text or "", 16) if len(text or "") == 6 else -1
    except ValueError:
        value = -1
    return (value >> 16, value >> 8 & 255, value & 255) if value >= 0 else None
