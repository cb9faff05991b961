"""Which passwords are taken, and how they are spelt."""

from __future__ import annotations

import unicodedata

from research.errors import UsageError
from research.nouns.users import name_key

SHORTEST, LONGEST, _MOST_ALIKE = 12, 256, 5
_HINT = "a few words that are no saying do well"


def spelt(password: str) -> str:
    """Return a password as it is hashed: typed on whichever keyboard, the same letters are the same."""
    return unicodedata.normalize("NFKC", password)


def checked_password(password: str, name: str) -> str:
    """Return a new password as it is hashed; raises UsageError, which never repeats it."""
    plain = spelt(password)
    if len(plain) < SHORTEST:
        raise UsageError(f"the password has fewer than {SHORTEST} characters", _HINT)
    if len(plain) > LONGEST:
        raise UsageError(f"the password has more than {LONGEST} characters", _HINT)
    if len(set(plain)) < _MOST_ALIKE or name_key(plain) == name_key(name) * (len(name_key(plain)) // max(len(name_key(name)), 1)):
        raise UsageError("the password is the user's name, or has hardly any different characters", _HINT)
    return plain
