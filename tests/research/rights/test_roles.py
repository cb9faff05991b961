"""Every role and every action: the services and the command line let through who may, and nobody else."""

from contextlib import suppress
from datetime import UTC, datetime, time
from functools import partial
from types import SimpleNamespace

import pytest

from ingest.subscriptions import FeedChange, Subscriptions
from ingest.upkeep import Upkeep
from research.audit.reading import TrailReader
from research.backups.restoring import restore_backup
from research.backups.writing import write_backup
from research.drafting.editing.keeping import DraftKeeper
from research.drafting.editing.reviewing import Addressed
from research.drafting.editing.signing import DraftSigner
from research.errors import DeskError, NotAllowedError, NotFoundError
from research.evaluation.beginning import begin_evaluation, kept_cases
from research.examination import examine_workspace
from research.nouns.access import Access
from research.nouns.audit import AuditFilter
from research.nouns.corrections import Corrected, needed_for
from research.nouns.editing import Signature, SignOffAction
from research.nouns.roles import Action, Role
from research.nouns.watchlists import Watchlist
from research.opened import allowed_in, opened_trail
from research.purging.choosing import Choice
from research.rights.roles import actions_of, allowed_roles
from research.rights.service import Leave
from tests.contracts.samples import make_document
from tests.research.rights.team import opened_team, team_settings
from ui.cli.lazy import known_commands, load_command
from ui.cli.team import check_command, needed_by_command
from ui.out.rounds import Rounds
from ui.out.scheduling import Plan, Scheduling
from ui.pages.compliance_desk import ComplianceDesk

# reader, writer, reviewer, compliance, administrator: x may.
EXPECTED = """
ASK          x x x x x
READ         x x x x x
LISTS        x x x x x
OTHERS       x x x x x
SEND         . x x . x
WRITE        . x x . .
REVIEW       . . x . .
RELEASE      . . x . .
INGEST       . x x . x
CORRECT      . x x . .
FEEDS        . x x . x
LABEL        . . . x .
GRANT        . . . x .
RESTRICT     . . . x .
PURGE        . . . x .
HOLD         . . . x .
AUDIT_READ   . . . x x
AUDIT_EXPORT . . . x x
AUDIT_VERIFY . . . x x
USERS        . . . . x
SETTINGS     . . . . x
RUN          . . . . x
EVALUATE     . . . . x
BACKUP       . . . . x
RESTORE      . . . . x
"""
MAY = {Action[row.split()[0]]: row.split()[1:] for row in EXPECTED.strip().splitlines()}


def may(role, action):
    return MAY[action][list(Role).index(role)] == "x"


def signed(action, workspace, access):
    signer = DraftSigner(workspace.drafts, None, lambda: datetime.now(UTC))
    shown = SimpleNamespace(whole=SimpleNamespace(id="none"))
    signer.sign(Signature(action, 1, "", "x"), shown, access, at=Addressed("none", access, "none"))


def compliance(workspace, access):
    desk = ComplianceDesk(workspace)
    desk.reader = lambda: access
    return desk


def trail(workspace, access):
    return TrailReader(workspace.trail, workspace.acts, access)


def as_user(workspace, access):
    return workspace.settings.model_copy(update={"user": access.user})


def gate(action, workspace, access):
    allowed_in(as_user(workspace, access), action)


# What each action is done by, with the service that does it. What is asked for is not there: who may is told so.
DONE_BY = {
    Action.ASK: [
        lambda w, a: w.ask(" ", a),
        lambda w, a: w.search(" ", a),
        lambda w, a: w.converse(" ", a, None),
        lambda w, a: w.comparer.compare(a, "none", "other"),
    ],
    Action.READ: [lambda w, a: w.documents.original(a, "none"), lambda w, a: w.reopen("none", a)],
    Action.LISTS: [lambda w, a: w.watchlists.save(a, Watchlist("", a.user)), lambda w, a: w.watchlists.remove(a, "none")],
    Action.OTHERS: [lambda w, a: w.watchlists.get(a, "nobody/none")],
    Action.SEND: [
        lambda w, a: Scheduling(w, a).add(Plan("none", time(7), mail=("a@desk.example",))),
        lambda w, a: Scheduling(w, a).remove(7),
    ],
    Action.WRITE: [
        lambda w, a: DraftKeeper(w.drafts, lambda: datetime.now(UTC)).keep(a, "none", lambda draft: draft),
        lambda w, a: w.accepted.withdraw(a, "none", None),
        partial(signed, SignOffAction.SENT),
        partial(signed, SignOffAction.REOPENED),
    ],
    Action.REVIEW: [partial(signed, SignOffAction(one)) for one in ("reviewed", "noted", "returned")],
    Action.RELEASE: [partial(signed, SignOffAction.RELEASED)],
    Action.INGEST: [lambda w, a: Upkeep(w).read_again(a, "none")],
    Action.CORRECT: [
        lambda w, a: Upkeep(w).correct(a, "none", "title", "Other"),
        lambda w, a: Upkeep(w).remove(a, "none"),
        lambda w, a: Upkeep(w).restore(a, "none"),
        lambda w, a: Upkeep(w).add_name(a, "", ""),
        lambda w, a: Upkeep(w).remove_name(a, "none"),
    ],
    Action.FEEDS: [
        lambda w, a: Subscriptions(w).add(a, "no address"),
        lambda w, a: Subscriptions(w).edit(a, "none", FeedChange()),
        lambda w, a: Subscriptions(w).remove(a, "none"),
        lambda w, a: Subscriptions(w).add_all(a, []),
    ],
    Action.LABEL: [
        lambda w, a: Upkeep(w).relabel(a, "none", "public", reason="x"),
        lambda w, a: Upkeep(w).correct(a, "none", "label", "public"),
    ],
    Action.GRANT: [
        lambda w, a: w.rights.grants(a),
        lambda w, a: w.rights.grant(a, "nobody", "deal:bluebird", Leave("K. Boss", "x")),
        lambda w, a: w.rights.revoke(a, "nobody", "deal:bluebird", reason="x"),
    ],
    Action.RESTRICT: [
        lambda w, a: w.rights.restricted(a),
        lambda w, a: w.rights.restrict(a, "", reason="x"),
        lambda w, a: w.rights.unrestrict(a, "None Inc", reason="x"),
    ],
    Action.PURGE: [lambda w, a: w.purger.plan(a, Choice.of("none", None, None, None)), lambda w, a: w.purger.readmit(a, [])],
    Action.HOLD: [
        lambda w, a: w.legal_holds.standing(a),
        lambda w, a: w.legal_holds.add(a, Choice.of("none", None, None, None), reason="x"),
        lambda w, a: w.legal_holds.lift(a, 7, reason="x"),
    ],
    Action.AUDIT_READ: [
        lambda w, a: trail(w, a).newest(AuditFilter(), limit=1),
        lambda w, a: compliance(w, a).named(),
        lambda w, a: compliance(w, a).tally(AuditFilter()),
    ],
    Action.AUDIT_EXPORT: [
        lambda w, a: trail(w, a).export(AuditFilter(), "trail.jsonl", lambda _: b""),
        lambda w, a: compliance(w, a).file(AuditFilter(), "trail.jsonl"),
    ],
    Action.AUDIT_VERIFY: [
        lambda w, a: trail(w, a).prove(),
        lambda w, a: compliance(w, a).prove(),
        lambda w, a: opened_trail(as_user(w, a)).__enter__(),
    ],
    Action.USERS: [
        lambda w, a: w.users.all(a),
        lambda w, a: w.users.set_role(a, "nobody", Role.READER),
        lambda w, a: w.users.disable(a, "nobody"),
        lambda w, a: w.users.revoke(a, "nobody"),
        lambda w, a: w.users.set_password(a, "nobody", "x" * 20),
        lambda w, a: w.users.sessions(a),
    ],
    Action.SETTINGS: [partial(gate, Action.SETTINGS), lambda w, a: next(examine_workspace(as_user(w, a)))],
    Action.RUN: [partial(gate, Action.RUN), lambda w, a: Rounds(_as(w, a), None, None, idle=bool)],
    Action.EVALUATE: [
        partial(gate, Action.EVALUATE),
        lambda w, a: begin_evaluation(w.acts, a, "none.jsonl", 0),
        lambda w, a: kept_cases(w.ledger, a),
    ],
    Action.BACKUP: [lambda w, a: write_backup(_as(w, a), w.settings.home)],
    Action.RESTORE: [partial(gate, Action.RESTORE), lambda w, a: restore_backup(w.settings.home / "none.zip", as_user(w, a))],
}


def _as(workspace, access):
    return SimpleNamespace(access=lambda: access)


@pytest.fixture(scope="module")
def team(tmp_path_factory):
    with opened_team(tmp_path_factory.mktemp("team")) as workspace:
        # Neither model, index nor calendar is needed to say who may: what is let through fails at once.
        workspace.keeper = SimpleNamespace(behind=lambda: False, damage_reported=False)
        workspace.answerer = workspace.model_answers = SimpleNamespace()
        workspace.hours = SimpleNamespace(markets=lambda: ["NYSE"])
        yield workspace


def test_every_action_has_a_row_here_in_the_table_and_a_service():
    assert set(MAY) == set(DONE_BY) == set(allowed_roles()) == set(Action)
    assert all(len(row) == len(Role) for row in MAY.values())


@pytest.mark.parametrize("role", Role)
def test_the_table_is_the_expected_one(role):
    assert actions_of(role) == {action for action in Action if may(role, action)}


@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("role", Role)
def test_services_let_through_who_may_and_nobody_else(team, role, action):
    access = team.access(role.value)
    for do in DONE_BY[action]:
        refused = ""
        with suppress(DeskError, AttributeError, TypeError, IndexError):  # what is asked for is not there
            try:
                do(team, access)
            except NotAllowedError as error:
                refused = error.message
        assert refused == ("" if may(role, action) else f"not allowed for the role {role}: to {action}")


@pytest.mark.parametrize("role", Role)
def test_commands_let_through_who_may_and_nobody_else(team, role):
    settings = team.settings.model_copy(update={"user": role.value})
    first_of_each = {needed: command for command, needed in needed_by_command().items()}
    for needed, command in first_of_each.items():
        if not needed or may(role, Action[needed.upper()]):
            check_command(settings, command)
        else:
            with pytest.raises(NotAllowedError, match=f"^not allowed for the role {role}: to "):
                check_command(settings, command)


def test_every_command_that_opens_a_workspace_has_a_row():
    rows, apart = set(needed_by_command()), {"ui", "eval compare"}
    assert {path for name in known_commands() for path in _paths(load_command(name), name)} == rows | apart
    assert {needed for needed in needed_by_command().values() if needed} <= {action.name.lower() for action in Action}


def _paths(command, path):
    inner = getattr(command, "commands", None)
    if inner is None:
        return [path]
    own = [path] if command.invoke_without_command else []
    return own + [found for name, one in inner.items() for found in _paths(one, f"{path} {name}")]


def test_a_command_without_a_row_and_one_of_nobody_are_refused(team):
    with pytest.raises(NotAllowedError, match="nobody of a team may run it"):
        check_command(team.settings, "new command")
    for user in ("analyst", "system", ""):
        with pytest.raises(NotAllowedError, match="is no user of this desk"):
            check_command(team.settings.model_copy(update={"user": user}), "status")


def test_before_there_are_users_only_the_first_is_added(tmp_path):
    settings = team_settings(tmp_path)
    for command in ("users add", "restore"):
        check_command(settings, command)
    with pytest.raises(NotAllowedError, match="this desk has no users yet"):
        check_command(settings, "ingest")


def test_a_document_of_others_is_not_there_rather_than_not_allowed(team):
    hidden = make_document("hidden", label="deal:bluebird")
    team.documents.add(hidden, [], [])
    for role in Role:
        said = []
        for asked in (hidden.id, hidden.id[::-1]):
            with pytest.raises(NotFoundError) as absent:
                team.documents.original(team.access(role.value), asked)
            said.append(absent.value.message.replace(asked[:12], "…"))
        assert said[0] == said[1]


def test_a_single_user_may_do_everything():
    assert all(Access("analyst").may(action) for action in Action)
    assert needed_for(Corrected.METADATA, "label") is Action.LABEL
    assert needed_for(Corrected.LABEL, "label") is Action.CORRECT
