"""Hashes of passwords by Argon2id (RFC 9106), which the extra `team` installs."""

from __future__ import annotations

import argon2
from argon2.exceptions import InvalidHashError, VerificationError


class Argon2Passwords:
    """The `PasswordHasher` of a team, as RFC 9106 recommends where memory is scarce: 64 MiB, three passes."""

    def __init__(self, *, memory_kib: int = 65_536, passes: int = 3) -> None:
        self._hasher = argon2.PasswordHasher(time_cost=passes, memory_cost=memory_kib, parallelism=4)

    def hash(self, password: str) -> str:
        """Return a salted hash that says how it was made."""
        return self._hasher.hash(password)

    def matches(self, secret: str, password: str) -> bool:
        """Return whether a password is the one of a hash; of a hash that cannot be read it is not."""
        try:
            return self._hasher.verify(secret, password)
        except (VerificationError, InvalidHashError):
            return False

    def is_dated(self, secret: str) -> bool:
        """Return whether a hash was made more weakly than hashes are made today."""
        try:
            return self._hasher.check_needs_rehash(secret)
        except InvalidHashError:
            return True
