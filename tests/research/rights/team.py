"""A team's workspace with a user of each role, whose passwords are hashed cheaply."""

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from research.adapters.passwords import Argon2Passwords
from research.nouns.access import Access
from research.nouns.roles import Role
from research.nouns.users import User
from research.rights.signing_in import SignIn
from research.rights.users import Users
from research.settings import Settings
from research.workspace import Workspace

CHEAP = Argon2Passwords(memory_kib=32, passes=1)
PASSWORD = "grey pumps at dawn"  # noqa: S105
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


class Moment:
    """A clock that is put forward by hand."""

    def __init__(self):
        self.now = NOON

    def __call__(self):
        return self.now

    def later(self, **span):
        self.now += timedelta(**span)


def team_settings(home, **team):
    """Return the settings of a team."""
    return Settings(home=home / "home", cache=home / "cache", team=team)


@contextmanager
def opened_team(home, **team):
    """Open a workspace that has a user of each role, called like it."""
    with Workspace.open(team_settings(home, **team)) as workspace:
        add_users(workspace)
        yield workspace


def add_users(workspace):
    """Add a user of each role, without passwords, by the store: nothing is hashed."""
    for role in Role:
        event = workspace.acts.event(Access("chief"), _act(role))
        assert workspace._ledger.users.add(User(role.value, role, NOON, "chief", f"{role.value}@desk.example"), "", event)


def users_of(workspace, moment=None):
    """Return the users' service with cheap hashes, and with a clock if one is given."""
    stores = workspace._ledger.users, workspace._ledger.sessions
    return Users(*stores, lambda: CHEAP, workspace.acts, **({"clock": moment} if moment else {}))


def sign_in_of(workspace, moment, passwords=CHEAP):
    """Return what lets users in, with cheap hashes."""
    return SignIn((workspace._ledger.users, workspace._ledger.sessions), passwords, workspace.acts, workspace.settings.team, clock=moment)


def _act(role):
    from research.audit.acts import Act

    return Act("add user", role.value)
