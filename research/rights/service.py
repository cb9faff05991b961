"""The one place where a reader's `Access` is made, and where rights are given and taken.

While the walls are down (a single user on their own machine) everybody sees everything. Once they are up, a user sees documents that are
public or internal, those labelled with their own name, and those of the labels that are granted to them at the moment of the request. Of
a company on the restricted list they see public documents alone, unless the company itself is granted to them. In a team the walls are
always up, and a user is one of its users, with what their role may do.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from research.audit.acts import Act, Acts
from research.audit.typed import LONGEST_REASON, one_line
from research.directory import Company, CompanyDirectory, companies_called, identity
from research.errors import NotAllowedError, NotFoundError, UsageError
from research.nouns.access import SYSTEM, Access
from research.nouns.labels import COMPANY, OPEN, PERSONAL, Grant, Restriction, check_label
from research.nouns.roles import Action
from research.protocols.rights import GrantStore
from research.protocols.users import UserStore
from research.rights.roles import actions_of

_LONGEST_NAME = 64


@dataclass(frozen=True, slots=True)
class Leave:
    """By whose leave and why something is granted, and for how long: `since` of None is now, `until` of None until it is ended."""

    approver: str
    reason: str
    since: datetime | None = None
    until: datetime | None = None


class Rights:
    """Who may see what in one workspace; nothing of it is kept from one request to the next. `clock` gives aware instants."""

    def __init__(
        self,
        grants: GrantStore,
        acts: Acts,
        directory: CompanyDirectory,
        *,
        walls: bool,
        users: UserStore | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._grants, self._acts, self._directory = grants, acts, directory
        self._walls, self._users, self._clock = walls, users, clock

    def access(self, user: str, as_of: datetime | None = None) -> Access:
        """Return what a user may see and do now, with an as-of instant if one is given; raises NotAllowedError for who is no user."""
        if self._users is None and not self._walls:
            return Access(user, None, as_of)
        who = team_access(self._users, Access(user, None, as_of)) if self._users else Access(user, None, as_of)
        held = self._grants.held(who.user, self._clock())
        labels = frozenset(one for one in held if not one.startswith(COMPANY))
        return replace(who, labels=OPEN | {PERSONAL + who.user} | labels, closed=self._closed(held))

    def anybody(self) -> Access:
        """Return what everybody may see behind walls, without any grant."""
        return Access("anybody", OPEN, closed=self._closed(frozenset()))

    def grant(self, access: Access, user: str, label: str, leave: Leave) -> Grant:
        """Let a user see documents of a label, or as "company:NAME" those of a restricted company; raises UsageError."""
        access.need(Action.GRANT)
        now = self._clock()
        grant = Grant(
            user=self._user(user),
            label=self._granted(label),
            since=leave.since or now,
            until=leave.until,
            approver=one_line(leave.approver, "approver", _LONGEST_NAME),
            reason=one_line(leave.reason, "reason", LONGEST_REASON),
            given_at=now,
            given_by=access.user,
        )
        if grant.approver.casefold() == grant.user.casefold():
            raise UsageError(f"{grant.user} cannot approve a grant to themselves", "name another approver")
        if self._users is not None and grant.user == access.user:
            raise UsageError(f"{grant.user} cannot give themselves a grant", "somebody else who may grant labels can")
        if grant.until is not None and grant.until <= max(grant.since, now):
            raise UsageError("the grant would end before it begins", "give a later end, or none")
        details = (
            ("user", grant.user),
            ("since", grant.since.isoformat()),
            ("until", grant.until.isoformat() if grant.until else ""),
            ("approver", grant.approver),
            ("reason", grant.reason),
        )
        return self._grants.give(grant, self._acts.event(access, Act("grant", grant.label, details)))

    def revoke(self, access: Access, user: str, label: str, *, reason: str) -> int:
        """End a user's grants of a label and return how many there were; raises NotFoundError, UsageError."""
        access.need(Action.GRANT)
        user, label = self._user(user), self._granted(label)
        event = self._acts.event(access, Act("revoke", label, (("user", user), ("reason", one_line(reason, "reason", LONGEST_REASON)))))
        ended = self._grants.end(user, label, at=self._clock(), by=access.user, event=event)
        if not ended:
            raise NotFoundError(f"{user} has no grant of {label}", "desk labels grants lists those that hold")
        return ended

    def grants(self, access: Access, *, user: str = "", label: str = "", ended: bool = False) -> list[Grant]:
        """Return the grants that hold or will, in the order they were given; with `ended` those of the past too."""
        access.need(Action.GRANT)
        return self._grants.grants(user=user, label=self._granted(label) if label else "", not_over_at=None if ended else self._clock())

    def has_lost_any(self, user: str, *, since: datetime) -> bool:
        """Return whether a user may see less now than at an instant: a grant has ended, or a company was closed to them."""
        held = self._grants.held(user, self._clock())
        lost = [one for one in self._grants.grants(user=user) if one.label not in held and _held_at(one, since)]
        closed = [one for one in self._grants.restricted() if one.made_at > since and COMPANY + one.company not in held]
        return bool(lost or closed)

    def restrict(self, access: Access, company: str, *, reason: str) -> Restriction:
        """Put a company on the restricted list; raises UsageError for one that is there."""
        access.need(Action.RESTRICT)
        name, now = self._company(company), self._clock()
        made = Restriction(name, one_line(reason, "reason", LONGEST_REASON), now, access.user)
        event = self._acts.event(access, Act("restrict", name, (("reason", made.reason),)))
        if not self._grants.restrict(made, event):
            raise UsageError(f"{name} is on the restricted list already", "desk labels restricted shows it")
        return made

    def unrestrict(self, access: Access, company: str, *, reason: str) -> str:
        """Take a company off the restricted list and return its name; raises NotFoundError, UsageError."""
        access.need(Action.RESTRICT)
        name = self._company(company)
        event = self._acts.event(access, Act("unrestrict", name, (("reason", one_line(reason, "reason", LONGEST_REASON)),)))
        if not self._grants.lift(name, at=self._clock(), by=access.user, event=event):
            raise NotFoundError(f"{name} is not on the restricted list", "desk labels restricted shows it")
        return name

    def restricted(self, access: Access) -> list[Restriction]:
        """Return the restricted list, ordered by company."""
        access.need(Action.RESTRICT)
        return self._grants.restricted()

    def _user(self, typed: str) -> str:
        """Return a user's name as a grant has it: of a team, as the user is called there; raises UsageError, NotFoundError for no user."""
        name = one_line(typed, "user", _LONGEST_NAME)
        if self._users is None:
            return name
        known = self._users.find(name)
        if known is None:
            raise NotFoundError(f"there is no user {name}", "desk users list shows them")
        return known.name

    def _granted(self, label: str) -> str:
        """Return what is granted, spelt one way; raises UsageError."""
        plain = " ".join(label.split())
        if plain.startswith(COMPANY):
            return COMPANY + self._company(plain.removeprefix(COMPANY))
        try:
            return check_label(plain)
        except ValueError as error:
            raise UsageError(
                f"label {plain[:60]!r} does not fit: {error}", "company:NAME grants a company of the restricted list"
            ) from error

    def _company(self, typed: str) -> str:
        """Return the name of a company as the restricted list has it: as it stands there, as the library has it, else as typed."""
        name = one_line(typed, "company", LONGEST_REASON)
        directory = self._directory.companies(SYSTEM)
        found = companies_called(name, directory)
        called = {name, *(one for company in found for one in _names(company))}
        listed = [one.company for one in self._grants.restricted() if one.company in called]
        if listed:
            return listed[0]
        # A name that fits none would close nothing: one that only begins a company's is asked about.
        near = found or [one for one in directory if any(identity(said).startswith(identity(name)) for said in _names(one))]
        if len(found) > 1 or (near and not found):
            raise UsageError(f"{name!r} may be {' or '.join(one.name for one in near)}", "write the whole name")
        return found[0].name if found else name

    def _closed(self, held: frozenset[str]) -> frozenset[str]:
        """Return the restricted companies that are not granted, in every way in which documents print them."""
        closed = [one.company for one in self._grants.restricted() if COMPANY + one.company not in held]
        if not closed:
            return frozenset()
        directory = self._directory.companies(SYSTEM)
        spelt = (spelling for name in closed for company in companies_called(name, directory) for spelling in company.spellings)
        return frozenset((*closed, *spelt))


def _held_at(grant: Grant, at: datetime) -> bool:
    """Return whether a grant counted at an instant of the past, by what became of it later."""
    return grant.since <= at and (grant.until is None or at < grant.until) and (grant.ended_at is None or at < grant.ended_at)


def team_access(users: UserStore, access: Access) -> Access:
    """Return the access of a team's user as they are called there, with what their role may do; raises NotAllowedError for who is none."""
    known = users.find(access.user)
    if known is None or not known.is_active:
        raise NotAllowedError(
            f"{access.user[:_LONGEST_NAME]} is no user of this desk, or is disabled", "name one: desk --user NAME, or DESK_USER"
        )
    return replace(access, user=known.name, role=known.role.value, actions=actions_of(known.role))


def _names(company: Company) -> tuple[str, ...]:
    return company.name, *company.spellings, *company.other_names
