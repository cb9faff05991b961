"""Signing in tells nobody why not, is counted across restarts, and a session ends at the next request after it is revoked."""

import pytest

from research.errors import NotAllowedError, NotFoundError, UsageError
from research.nouns.access import Access
from research.nouns.audit import AuditFilter
from research.nouns.roles import Role
from research.rights.claims import identity_of
from research.rights.signing_in import TOO_OFTEN, UNKNOWN, WRONG, ended_of
from research.rights.users import NewUser
from research.workspace import Workspace
from tests.research.rights.team import CHEAP, NOON, PASSWORD, Moment, sign_in_of, team_settings, users_of

OTHER = "wet clay in the well"
CHIEF = Access("ann")


class Counting:
    """Cheap hashes, with a note of each proof: of which hash."""

    def __init__(self):
        self.proofs = []

    def hash(self, password):
        return CHEAP.hash(password)

    def matches(self, secret, password):
        self.proofs.append(secret.split("$")[1:4])
        return CHEAP.matches(secret, password)

    def is_dated(self, secret):
        return CHEAP.is_dated(secret)


@pytest.fixture
def desk(tmp_path):
    """Return a workspace with ann, an administrator with a password, and ben, a reader of the company's sign-in; and its clock."""
    moment = Moment()
    with Workspace.open(team_settings(tmp_path, oidc=True)) as workspace:
        users = users_of(workspace, moment)
        users.add(CHIEF, NewUser("ann", Role.ADMINISTRATOR, PASSWORD))
        users.add(CHIEF, NewUser("ben", Role.READER, identity="Ben@Desk.example"))
        yield workspace, users, moment


def trail(workspace):
    return [(row.user, row.action, row.subject) for row in reversed(workspace.trail.newest(AuditFilter(), limit=100))]


def test_a_user_signs_in_and_out_and_the_trail_says_so(desk, tmp_path):
    workspace, _, moment = desk
    sign_in = sign_in_of(workspace, moment)
    token = sign_in.with_password(" ANN ", PASSWORD)
    assert len(token) >= 43
    assert sign_in.user_of(token).name == "ann"
    sign_in.sign_out(token)
    assert sign_in.user_of(token) is None
    assert trail(workspace)[2:] == [("ann", "sign in", "ann"), ("ann", "sign out", "ann")]
    kept = b"".join(file.read_bytes() for file in workspace.settings.home.glob("ledger.db*"))
    assert token.encode() not in kept
    assert PASSWORD.encode() not in kept


def test_wrong_password_unknown_name_disabled_user_and_one_without_a_password_read_and_cost_the_same(desk):
    workspace, users, moment = desk
    users.add(CHIEF, NewUser("cy", Role.READER, PASSWORD))
    users.disable(Access("ann"), "cy")
    counting = Counting()
    sign_in = sign_in_of(workspace, moment, counting)
    for name, password in (("ann", OTHER), ("nobody at all", OTHER), ("cy", PASSWORD), ("ben", OTHER), ("ann", "x" * 100_000), ("", "")):
        with pytest.raises(NotAllowedError) as caught:
            sign_in.with_password(name, password)
        assert (caught.value.message, caught.value.hint) == (WRONG, "")
    assert counting.proofs == [counting.proofs[0]] * 6
    refused = [row for row in trail(workspace) if row[1] == "sign in refused"]
    assert [row[0] for row in refused] == ["ann", "nobody", "cy", "ben", "ann", "nobody"]
    assert "nobody at all" not in repr(trail(workspace))


def test_tries_of_a_name_are_counted_across_restarts_and_forgotten_after_a_while(desk):
    workspace, _, moment = desk
    for _ in range(5):
        with pytest.raises(NotAllowedError, match=WRONG):
            sign_in_of(workspace, moment).with_password("ann", OTHER)
    for name in ("ann", "Ann "):
        with pytest.raises(NotAllowedError, match=TOO_OFTEN):
            sign_in_of(workspace, moment).with_password(name, PASSWORD)
    with pytest.raises(NotAllowedError, match=WRONG):
        sign_in_of(workspace, moment).with_password("other", PASSWORD)
    moment.later(minutes=5)
    assert sign_in_of(workspace, moment).with_password("ann", PASSWORD)


def test_tries_of_all_names_together_are_counted(tmp_path):
    moment = Moment()
    with Workspace.open(team_settings(tmp_path, tries_of_all=3)) as workspace:
        sign_in = sign_in_of(workspace, moment)
        said = []
        for name in "abcde":
            with pytest.raises(NotAllowedError) as caught:
                sign_in.with_password(name, OTHER)
            said.append(caught.value.message)
        assert said == [WRONG] * 3 + [TOO_OFTEN] * 2


@pytest.mark.parametrize(
    "end",
    [
        lambda users: users.revoke(CHIEF_ROLE, "cy"),
        lambda users: users.disable(CHIEF_ROLE, "cy"),
        lambda users: users.set_password(CHIEF_ROLE, "cy", OTHER),
    ],
)
def test_a_session_ends_at_the_next_request_after_it_was_taken(desk, end):
    workspace, users, moment = desk
    users.add(CHIEF, NewUser("cy", Role.READER, PASSWORD))
    sign_in = sign_in_of(workspace, moment)
    tokens = [sign_in.with_password("cy", PASSWORD) for _ in range(2)]
    kept = sign_in.with_password("ann", PASSWORD)
    assert [sign_in.user_of(one).name for one in (*tokens, kept)] == ["cy", "cy", "ann"]
    end(users)
    assert [sign_in.user_of(one) for one in tokens] == [None, None]
    assert sign_in.user_of(kept).name == "ann"


CHIEF_ROLE = Access("ann", role="administrator")


def test_a_role_that_is_taken_holds_on_the_next_request(desk):
    workspace, users, _ = desk
    users.add(CHIEF, NewUser("cy", Role.COMPLIANCE, PASSWORD))
    before = workspace.access("cy")
    users.set_role(CHIEF, "CY", Role.READER)
    after = workspace.access("cy")
    assert (before.role, after.role) == ("compliance", "reader")
    assert before.actions > after.actions


def test_a_session_ends_when_it_is_not_used_and_when_it_is_old(desk):
    workspace, _, moment = desk
    sign_in = sign_in_of(workspace, moment)
    token = sign_in.with_password("ann", PASSWORD)
    for _ in range(20):
        moment.later(minutes=29)
        assert sign_in.user_of(token).name == "ann"
    moment.later(minutes=20)
    assert sign_in.user_of(token) is None
    (session,) = users_of(workspace).sessions(CHIEF, "ann")
    assert ended_of(session, workspace.settings.team, moment.now).ended_why == "too long"
    idle = sign_in.with_password("ann", PASSWORD)
    moment.later(minutes=30)
    assert sign_in.user_of(idle) is None


@pytest.mark.parametrize("token", ["", "x", "é\ud800", "a" * 100_000])
def test_what_is_no_token_is_nobodys(desk, token):
    workspace, _, moment = desk
    assert sign_in_of(workspace, moment).user_of(token) is None


def claims(moment, **other):
    return {"email": "ben@desk.example", "email_verified": True, "iat": int(moment.now.timestamp()), **other}


def test_whom_the_companys_sign_in_names_comes_in(desk):
    workspace, _, moment = desk
    sign_in = sign_in_of(workspace, moment)
    assert sign_in.user_of(sign_in.with_claims(claims(moment))).name == "ben"


@pytest.mark.parametrize(
    "other",
    [
        {"email_verified": False},
        {"email_verified": "true"},
        {"email": "eve@desk.example"},
        {"email": ["ben@desk.example"]},
        {"email": ""},
        {"iat": None},
        {"iat": True},
        {"iat": 1e300},
        {"iat": int(NOON.timestamp()) - 301},
        {"iat": int(NOON.timestamp()) + 301},
    ],
)
def test_whom_it_does_not_name_for_sure_does_not(desk, other):
    workspace, _, moment = desk
    with pytest.raises(NotAllowedError, match=r"^You are not a user of this desk"):
        sign_in_of(workspace, moment).with_claims(claims(moment, **other))


def test_what_it_said_before_all_sessions_were_ended_counts_no_more(desk):
    workspace, users, moment = desk
    sign_in = sign_in_of(workspace, moment)
    said = claims(moment)
    moment.later(minutes=1)
    users.revoke(CHIEF, "ben")
    with pytest.raises(NotAllowedError) as caught:
        sign_in.with_claims(said)
    assert caught.value.message == UNKNOWN
    moment.later(minutes=1)
    assert sign_in.with_claims(claims(moment))


def test_of_several_issuers_only_the_one_that_is_set_counts():
    said = {"sub": " 0815 ", "iss": "https://a.example"}
    assert [identity_of(said, "sub", issuer=one) for one in ("", "https://a.example", "https://b.example")] == ["0815", "0815", ""]


@pytest.mark.parametrize("password", ["short", "aaaaaaaaaaaaaaaa", "annannannann", "x" * 257])
def test_a_password_that_is_easily_guessed_is_not_taken_nor_repeated(desk, password):
    _, users, _ = desk
    with pytest.raises(UsageError) as caught:
        users.add(CHIEF, NewUser("ann", Role.READER, password))
    assert password not in str(caught.value)


@pytest.mark.parametrize("name", ["", "system", "News", "a/b", "a,b", "a\x00b", "x" * 65])
def test_a_name_that_means_something_else_is_not_taken(desk, name):
    _, users, _ = desk
    with pytest.raises(UsageError):
        users.add(CHIEF, NewUser(name, Role.READER, PASSWORD))


def test_one_name_one_user_and_always_an_administrator(desk):
    _, users, _ = desk
    for new in (NewUser("ANN", Role.READER, PASSWORD), NewUser("eve", Role.READER, identity="BEN@desk.example")):
        with pytest.raises(UsageError, match="is taken"):
            users.add(CHIEF, new)
    for take in (lambda: users.disable(CHIEF, "ann"), lambda: users.set_role(CHIEF, "ann", Role.READER)):
        with pytest.raises(UsageError, match="ann is the last administrator"):
            take()
    with pytest.raises(NotFoundError, match="there is no user zoe"):
        users.revoke(CHIEF, "zoe")


def test_the_first_user_is_an_administrator(tmp_path):
    with Workspace.open(team_settings(tmp_path)) as workspace, pytest.raises(UsageError, match="must be an administrator"):
        users_of(workspace).add(CHIEF, NewUser("ann", Role.READER, PASSWORD))


def test_a_user_sets_their_own_password_and_nobody_elses(desk):
    _, users, _ = desk
    users.add(CHIEF, NewUser("cy", Role.READER, PASSWORD))
    cy = Access("cy", role="reader", actions=frozenset())
    assert users.set_password(cy, "CY", OTHER) == 0
    with pytest.raises(NotAllowedError, match="not allowed for the role reader: to look after users"):
        users.set_password(cy, "ann", OTHER)
    with pytest.raises(UsageError, match="has no password here"):
        users.set_password(CHIEF, "ben", OTHER)
