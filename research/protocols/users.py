"""What the ledger keeps of a team's users and their sessions, and what proves passwords."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from research.nouns.queries import AuditEvent
from research.nouns.users import Session, User


class UserStore(Protocol):
    """The users of a team by name, case aside. They are disabled, never removed; each change and its event are kept in one step."""

    def add(self, user: User, secret: str, event: AuditEvent) -> bool:
        """Keep a user with the hash of their password ("" for none); False, and nothing kept, where name or identity is taken."""
        ...

    def find(self, name: str) -> User | None:
        """Return the user of a name."""
        ...

    def of_identity(self, identity: str) -> User | None:
        """Return the user whom the company's sign-in knows so."""
        ...

    def all(self) -> list[User]:
        """Return all users by name, disabled ones too."""
        ...

    def secret(self, name: str) -> str:
        """Return the hash of a user's password, "" where there is none."""
        ...

    def change(self, user: User, event: AuditEvent) -> None:
        """Keep a user's role and state as they are given, the name being known."""
        ...

    def set_secret(self, name: str, secret: str, event: AuditEvent | None = None) -> None:
        """Keep another hash of a user's password."""
        ...


class SessionStore(Protocol):
    """Sessions by the hash of their token, and the tries to sign in that are counted; any process asks and writes."""

    def begin(self, session: Session, event: AuditEvent) -> None:
        """Keep a session; durable when it returns."""
        ...

    def find(self, token_sha256: str) -> Session | None:
        """Return a session, ended ones too."""
        ...

    def touch(self, token_sha256: str, at: datetime) -> None:
        """Keep that a session is in use."""
        ...

    def end(self, token_sha256: str, *, at: datetime, why: str, event: AuditEvent) -> bool:
        """End a session; return whether it was there and not ended."""
        ...

    def end_all(self, user: str, *, at: datetime, why: str, events: Sequence[AuditEvent] = ()) -> int:
        """End all sessions of a user and keep that what was begun until then counts no more; return how many were ended."""
        ...

    def of(self, user: str) -> list[Session]:
        """Return the sessions of a user, of everyone for "", the last begun first."""
        ...

    def try_now(self, bucket: str, *, at: datetime, since: datetime, most: tuple[int, int]) -> bool:
        """Count a try of a bucket and return True; False where it, or all together, had as many as they may have since then."""
        ...

    def forget_tries(self, bucket: str) -> None:
        """Count a bucket from nothing again."""
        ...


class PasswordHasher(Protocol):
    """Makes hashes of passwords that are slow to guess, and proves passwords against them."""

    def hash(self, password: str) -> str:
        """Return a salted hash that says how it was made."""
        ...

    def matches(self, secret: str, password: str) -> bool:
        """Return whether a password is the one of a hash; of a hash that cannot be read it is not."""
        ...

    def is_dated(self, secret: str) -> bool:
        """Return whether a hash was made more weakly than hashes are made today."""
        ...
