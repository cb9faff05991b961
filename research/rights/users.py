"""Who belongs to a team and with which role; every change is in the audit trail, and ends sessions where it takes something away."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from research.audit.acts import Act, Acts
from research.errors import NotFoundError, UsageError
from research.nouns.access import Access
from research.nouns.labels import PERSONAL, check_label
from research.nouns.roles import Action, Role
from research.nouns.users import Session, User, name_key
from research.protocols.users import PasswordHasher, SessionStore, UserStore
from research.rights.claims import identity_key
from research.rights.passwords import checked_password

_LONGEST_NAME = 64
# The names that the audit trail has for the program itself, and for whoever was not let in.
_TAKEN = frozenset({"system", "news", "nobody"})


@dataclass(frozen=True, slots=True)
class NewUser:
    """Someone to be added: a name, a role, and a password or what the company's sign-in knows them by."""

    name: str
    role: Role
    password: str = ""
    identity: str = ""


class Users:
    """The users of one workspace. `passwords` is asked for when a password is set; `clock` gives aware instants."""

    def __init__(
        self,
        users: UserStore,
        sessions: SessionStore,
        passwords: Callable[[], PasswordHasher],
        acts: Acts,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._users, self._sessions, self._passwords = users, sessions, passwords
        self._acts, self._clock = acts, clock

    def is_empty(self) -> bool:
        """Return whether nobody was added yet: then the first user is, an administrator, by whoever may write to the workspace."""
        return not self._users.all()

    def all(self, access: Access) -> list[User]:
        """Return all users by name, disabled ones too."""
        access.need(Action.USERS)
        return self._users.all()

    def add(self, access: Access, new: NewUser) -> User:
        """Add a user; raises UsageError, also for a first one who is no administrator."""
        if self.is_empty():
            if new.role is not Role.ADMINISTRATOR:
                raise UsageError("the first user must be an administrator, who adds the others", "give --role administrator")
        else:
            access.need(Action.USERS)
        name, identity = _name(new.name), identity_key(new.identity)
        if bool(new.password) == bool(identity):
            raise UsageError(f"{name} needs a password, or a name at the company's sign-in, and not both", "give one of them")
        secret = self._passwords().hash(checked_password(new.password, name)) if new.password else ""
        made = User(name, new.role, self._clock(), access.user, identity)
        details = (("role", new.role.value), ("signs in with", "company sign-in" if identity else "password"))
        if not self._users.add(made, secret, self._acts.event(access, Act("add user", name, details))):
            raise UsageError(f"{name}, or what they are known by at the company's sign-in, is taken", "choose another name")
        return made

    def set_role(self, access: Access, name: str, role: Role) -> User:
        """Give a user another role, from their next request on; raises NotFoundError, UsageError for the last administrator."""
        access.need(Action.USERS)
        held = self._known(name)
        if held.role is role:
            raise UsageError(f"{held.name} is {role.value} already", "there is nothing to change")
        self._keep_an_administrator(held)
        changed = replace(held, role=role)
        self._users.change(
            changed, self._acts.event(access, Act("set role", held.name, (("before", held.role.value), ("role", role.value))))
        )
        return changed

    def disable(self, access: Access, name: str) -> User:
        """Let a user in no more, and end their sessions; raises NotFoundError, UsageError for the last administrator."""
        access.need(Action.USERS)
        held = self._known(name)
        if not held.is_active:
            raise UsageError(f"{held.name} is disabled already", "there is nothing to change")
        self._keep_an_administrator(held)
        now = self._clock()
        changed = replace(held, disabled_at=now)
        self._users.change(changed, self._acts.event(access, Act("disable user", held.name)))
        self._sessions.end_all(held.name, at=now, why="disabled")
        return changed

    def enable(self, access: Access, name: str) -> User:
        """Let a disabled user in again; raises NotFoundError, UsageError."""
        access.need(Action.USERS)
        held = self._known(name)
        if held.is_active:
            raise UsageError(f"{held.name} is not disabled", "there is nothing to change")
        changed = replace(held, disabled_at=None)
        self._users.change(changed, self._acts.event(access, Act("enable user", held.name)))
        return changed

    def set_password(self, access: Access, name: str, password: str) -> int:
        """Give a user, or oneself, another password and end their sessions; return how many. Raises NotFoundError, UsageError."""
        if name_key(name) != name_key(access.user):
            access.need(Action.USERS)
        held = self._known(name)
        if held.identity:
            raise UsageError(f"{held.name} signs in with the company's sign-in and has no password here", "change it there")
        secret = self._passwords().hash(checked_password(password, held.name))
        self._users.set_secret(held.name, secret, self._acts.event(access, Act("set password", held.name)))
        return self._sessions.end_all(held.name, at=self._clock(), why="password changed")

    def sessions(self, access: Access, name: str = "") -> Sequence[Session]:
        """Return the sessions of a user, or of all, the last begun first; raises NotFoundError."""
        if not name or name_key(name) != name_key(access.user):
            access.need(Action.USERS)
        return self._sessions.of(self._known(name).name if name else "")

    def revoke(self, access: Access, name: str) -> int:
        """End all sessions of a user, or one's own, and return how many there were; raises NotFoundError."""
        if name_key(name) != name_key(access.user):
            access.need(Action.USERS)
        held = self._known(name)
        event = self._acts.event(access, Act("end sessions", held.name))
        return self._sessions.end_all(held.name, at=self._clock(), why="revoked", events=[event])

    def _known(self, name: str) -> User:
        found = self._users.find(name)
        if found is None:
            raise NotFoundError(f"there is no user {' '.join(name.split())[:_LONGEST_NAME]}", "desk users list shows them")
        return found

    def _keep_an_administrator(self, held: User) -> None:
        """Raise UsageError when nobody would be left who can look after users."""
        others = [one for one in self._users.all() if one.role is Role.ADMINISTRATOR and one.is_active and one.name != held.name]
        if held.role is Role.ADMINISTRATOR and not others:
            raise UsageError(f"{held.name} is the last administrator", "make another one first")


def _name(text: str) -> str:
    """Return a user's name as it is kept; raises UsageError."""
    name = " ".join(text.split())
    if not name or len(name) > _LONGEST_NAME or name_key(name) in _TAKEN or "/" in name:
        raise UsageError(
            f"{name[:_LONGEST_NAME]!r} cannot be a user's name", f"at most {_LONGEST_NAME} characters, no slash, no name of ours"
        )
    try:
        check_label(PERSONAL + name)
    except ValueError as error:
        raise UsageError(f"{name!r} cannot be a user's name: {error}", "leave out commas and what cannot be printed") from error
    return name
