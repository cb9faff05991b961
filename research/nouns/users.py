"""Users of a team, and their sessions on the page."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import datetime

from research.nouns.roles import Role


@dataclass(frozen=True, slots=True)
class User:
    """Someone of the team: their name and role, who added them when, and since when they may not come in any more.

    `identity` is what the company's sign-in knows them by, "" for one who has a password here. `signed_out_at` is when all their
    sessions were last ended: what was begun before counts no more.
    """

    name: str
    role: Role
    made_at: datetime
    made_by: str
    identity: str = ""
    disabled_at: datetime | None = None
    signed_out_at: datetime | None = None

    @property
    def is_active(self) -> bool:
        """Return whether they may come in."""
        return self.disabled_at is None


@dataclass(frozen=True, slots=True)
class Session:
    """A stay of a user on the page: known by the hash of a token that only their browser has; `way` is password or company sign-in."""

    token_sha256: str
    user: str
    way: str
    made_at: datetime
    seen_at: datetime
    ended_at: datetime | None = None
    ended_why: str = ""


def name_key(name: str) -> str:
    """Return what two spellings of one user's name share: case, width and spaces aside."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())
