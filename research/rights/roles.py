"""The one table of which role may do what."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from research.errors import SettingsError
from research.nouns.roles import Action, Role
from research.text.patterns import read_beside

TABLE = "roles.toml"


def actions_of(role: Role) -> frozenset[Action]:
    """Return what a role may do."""
    return frozenset(action for action, roles in allowed_roles().items() if role in roles)


@cache
def allowed_roles() -> Mapping[Action, frozenset[Role]]:
    """Return the roles that may do each action; raises SettingsError for an action without a row and for a row of none."""
    rows = read_beside(__file__, TABLE)
    names = {action.name.lower(): action for action in Action}
    if odd := sorted({*rows} ^ {*names}):
        raise SettingsError(f"{TABLE} and the actions differ in {', '.join(odd)}", "give every action one row")
    return {names[name]: frozenset(Role(role) for role in roles) for name, roles in rows.items()}
