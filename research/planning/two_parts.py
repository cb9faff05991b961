"""Questions of two parts, one for a figure and one for a reason, a place or a name: "how much did it borrow, and for what?"."""

from __future__ import annotations

import re

from research.planning.folding import fold

# A longer question is not taken apart.
LONGEST = 300
_ASKS = r"(?:why|where|who|whom|for\s+what|what\s+for|with\s+whom|by\s+whom)"
_AFTER = re.compile(rf"\s*,?\s+and\s+{_ASKS}\b[^?;]*", re.IGNORECASE)
_BEFORE = re.compile(
    rf"(?<![\w])(?:{_ASKS})\b[^?;,:]*,?\s+and\s+(?=(?:what|how\s+much|how\s+many|for\s+how\s+much|at\s+what)\b)", re.IGNORECASE
)


def figure_part(question: str) -> str:
    """Return a question without its part for a reason, a place or a name; "" for a question that has no such two parts."""
    plain = fold(question)
    if len(plain) > LONGEST:
        return ""
    for pattern in (_AFTER, _BEFORE):
        if match := pattern.search(plain):
            return f"{plain[: match.start()]} {plain[match.end() :]}".strip()
    return ""
