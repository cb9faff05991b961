"""Signing in and out of the page, and the sessions between: short, and ended at the next request when they are revoked.

A token is random and only the browser has it: what is kept here is its hash. Whoever is not let in learns nothing of why, and a name
that nobody has takes as long as a wrong password.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from threading import BoundedSemaphore

from research.audit.acts import Act, Acts
from research.errors import NotAllowedError
from research.nouns.access import Access
from research.nouns.users import Session, User, name_key
from research.protocols.users import PasswordHasher, SessionStore, UserStore
from research.rights.claims import identity_of, is_fresh, issued_at
from research.rights.passwords import LONGEST, spelt
from research.team_settings import TeamSettings

WRONG = "Name or password is wrong."
TOO_OFTEN = "Too many tries. Wait some minutes."
UNKNOWN = "You are not a user of this desk, or your sign-in is too old. Sign in again, or ask an administrator."
NOBODY = "nobody"
PASSWORD, COMPANY = "password", "company sign-in"
_TOUCH_AFTER = timedelta(seconds=30)
# Hashing takes 64 MiB each: many at once would take the machine.
_AT_ONCE = 2


class SignIn:
    """Lets users of a team in and says whose a session is. Safe to use from several threads; `clock` gives aware instants."""

    def __init__(
        self,
        stores: tuple[UserStore, SessionStore],
        passwords: PasswordHasher,
        acts: Acts,
        team: TeamSettings,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._users, self._sessions = stores
        self._passwords, self._acts, self._team, self._clock = passwords, acts, team, clock
        self._hashing = BoundedSemaphore(_AT_ONCE)
        self._of_nobody = passwords.hash(secrets.token_urlsafe())

    def has_users(self) -> bool:
        """Return whether there is anybody to sign in."""
        return bool(self._users.all())

    def with_password(self, name: str, password: str) -> str:
        """Return the token of a new session; raises NotAllowedError, in the same words and time whatever is wrong."""
        bucket, now = _bucket(name), self._clock()
        most = (self._team.tries, self._team.tries_of_all)
        since = now - timedelta(minutes=self._team.tries_minutes)
        if not self._sessions.try_now(bucket, at=now, since=since, most=most):
            raise NotAllowedError(TOO_OFTEN)
        user = self._users.find(name)
        secret = (self._users.secret(name) if self._team.passwords else "") or self._of_nobody
        with self._hashing:
            matches = self._passwords.matches(secret, spelt(password[: LONGEST + 1]))
        if user is None or not user.is_active or secret == self._of_nobody or not matches:
            self._refused(user, PASSWORD)
            raise NotAllowedError(WRONG)
        if self._passwords.is_dated(secret):
            self._users.set_secret(user.name, self._passwords.hash(spelt(password)))
        self._sessions.forget_tries(bucket)
        return self._begin(user, PASSWORD)

    def with_claims(self, claims: Mapping[str, object]) -> str:
        """Return the token of a new session for whom the company's sign-in names just now; raises NotAllowedError."""
        now = self._clock()
        identity = identity_of(claims, self._team.claim, issuer=self._team.issuer) if self._team.oidc else ""
        user = self._users.of_identity(identity) if identity else None
        made = issued_at(claims)
        is_after = user is not None and made is not None and (user.signed_out_at is None or made > user.signed_out_at)
        if user is None or not user.is_active or not is_after or not is_fresh(claims, now):
            self._refused(user, COMPANY)
            raise NotAllowedError(UNKNOWN)
        return self._begin(user, COMPANY)

    def user_of(self, token: str, *, in_use: bool = True) -> User | None:
        """Return whose session a token is now, None where it is none, ended, too old, or the user was disabled.

        With `in_use` it counts as a request: the time without one begins anew.
        """
        session, now = self._sessions.find(_hash(token)) if token else None, self._clock()
        if session is None or session.ended_at is not None or now >= self._ends(session):
            return None
        user = self._users.find(session.user)
        if user is None or not user.is_active:
            return None
        if in_use and now - session.seen_at > _TOUCH_AFTER:
            self._sessions.touch(session.token_sha256, now)
        return user

    def sign_out(self, token: str) -> None:
        """End a session, if it is one."""
        session = self._sessions.find(_hash(token))
        if session is not None:
            event = self._acts.event(Access(session.user), Act("sign out", session.user))
            self._sessions.end(session.token_sha256, at=self._clock(), why="signed out", event=event)

    def _begin(self, user: User, way: str) -> str:
        token, now = secrets.token_urlsafe(32), self._clock()
        session = Session(_hash(token), user.name, way, now, now)
        self._sessions.begin(
            session, self._acts.event(Access(user.name), Act("sign in", user.name, (("with", way), ("role", user.role.value))))
        )
        return token

    def _ends(self, session: Session) -> datetime:
        """Return when a session ends by itself."""
        return min(session.seen_at + timedelta(minutes=self._team.idle_minutes), session.made_at + timedelta(hours=self._team.hours))

    def _refused(self, user: User | None, way: str) -> None:
        """Record that somebody was not let in; a name that nobody has may be a password typed in the wrong place and is not kept."""
        who = user.name if user else NOBODY
        self._acts.record(Access(who), Act("sign in refused", user.name if user else "an unknown name", (("with", way),)))


def ended_of(session: Session, team: TeamSettings, now: datetime) -> Session:
    """Return a session with when and why it ended, also where it ended by itself."""
    if session.ended_at is not None:
        return session
    idle, whole = session.seen_at + timedelta(minutes=team.idle_minutes), session.made_at + timedelta(hours=team.hours)
    if now < min(idle, whole):
        return session
    return replace(session, ended_at=min(idle, whole), ended_why="not used" if idle < whole else "too long")


def _hash(token: str) -> str:
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _bucket(name: str) -> str:
    """Return what tries of a name are counted under: too short a hash to tell what was typed, which may have been a password."""
    return sha256(name_key(name[:1_000]).encode("utf-8", "surrogatepass")).hexdigest()[:8]
