"""Words that a user types to stand on record: reasons, names of people and companies."""

from __future__ import annotations

from research.errors import UsageError

LONGEST_REASON = 500


def one_line(text: str, what: str, longest: int) -> str:
    """Return typed words in one line; raises UsageError, which calls them `what`, for none, and for too many."""
    plain = " ".join(text.split())
    if not plain:
        raise UsageError(f"the {what} is empty", f"give the {what}: it stays on record")
    if len(plain) > longest or not plain.isprintable():
        raise UsageError(f"the {what} is longer than {longest} characters, or has some that cannot be printed", f"shorten the {what}")
    return plain
