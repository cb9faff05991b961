"""`desk users`: who belongs to the team, with which role, and their sessions on the page."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from research.errors import UsageError
from research.nouns.access import Access
from research.nouns.roles import Role
from research.nouns.users import Session, User
from ui.cli.contract import Json
from ui.cli.options import HomeOption, JsonOption, opened
from ui.cli.output import console, notes, print_json, shown
from ui.render.words import counted

if TYPE_CHECKING:
    from research.workspace import Workspace

users_app = typer.Typer(
    help="Say who belongs to the team, with which role, and end their sessions.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)
NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="The user's name.")]
RoleOption = Annotated[Role, typer.Option("--role", metavar="ROLE", help="reader, writer, reviewer, compliance or administrator.")]


@users_app.command("add")
def add_command(
    name: NameArgument,
    role: RoleOption,
    identity: Annotated[
        str, typer.Option("--company-sign-in", metavar="WHO", help="What the company's sign-in knows them by; no password is kept then.")
    ] = "",
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Add a user; the password is asked for, and is no argument.

    The first user is an administrator, made by whoever may write to the workspace's folder. A password of at least 12 characters is read
    from the terminal twice, or once from a pipe.

    Example: desk users add ann --role administrator

    Example: desk --user ann users add kim --role compliance --company-sign-in kim@example.org
    """
    from research.rights.users import NewUser  # noqa: PLC0415

    with opened(home, create=True) as workspace:
        access = Access(name) if workspace.users.is_empty() else workspace.access()
        made = workspace.users.add(access, NewUser(name, role, "" if identity else _asked(name), identity))
    if as_json:
        print_json({"user": user_json(made)})
        return
    console().print(f"{shown(made.name)} is added, with the role {made.role.value}", soft_wrap=True)
    if workspace.settings.team is None:
        notes().print("there is no team yet, so nobody signs in: set [team] in the settings file, or DESK_TEAM='{}'", soft_wrap=True)


@users_app.command("list")
def list_command(home: HomeOption = None, as_json: JsonOption = False) -> None:
    """List the users with their roles, disabled ones too."""
    with opened(home) as workspace:
        found = workspace.users.all(workspace.access())
    if as_json:
        print_json({"users": [user_json(one) for one in found]})
        return
    table = Table("name", "role", "signs in with", "added", "by", "state", box=None, pad_edge=False)
    for one in found:
        state = "may come in" if one.disabled_at is None else f"disabled {one.disabled_at:%Y-%m-%d %H:%M}"
        row = (shown(one.name), one.role.value, shown(one.identity) or "password", f"{one.made_at:%Y-%m-%d}", shown(one.made_by), state)
        table.add_row(*row)
    if found:
        console().print(table)
    else:
        notes().print("there is no user yet: desk users add NAME --role administrator", soft_wrap=True)


@users_app.command("role")
def role_command(
    name: NameArgument,
    role: Annotated[Role, typer.Argument(metavar="ROLE", help="reader, writer, reviewer, compliance or administrator.")],
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Give a user another role, from their next request on."""
    with opened(home) as workspace:
        changed = workspace.users.set_role(workspace.access(), name, role)
    _tell(changed, f"{shown(changed.name)} has the role {changed.role.value} now", as_json=as_json)


@users_app.command("disable")
def disable_command(name: NameArgument, home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Let a user in no more and end their sessions; what they did stays on record."""
    with opened(home) as workspace:
        changed = workspace.users.disable(workspace.access(), name)
    _tell(changed, f"{shown(changed.name)} may not come in any more", as_json=as_json)


@users_app.command("enable")
def enable_command(name: NameArgument, home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Let a disabled user in again."""
    with opened(home) as workspace:
        changed = workspace.users.enable(workspace.access(), name)
    _tell(changed, f"{shown(changed.name)} may come in again", as_json=as_json)


@users_app.command("password")
def password_command(
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="Whose; yours when left out.", show_default=False)] = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Set a user's password, which is asked for, and end their sessions."""
    with opened(home) as workspace:
        access = workspace.access()
        whose = name or access.user
        ended = workspace.users.set_password(access, whose, _asked(whose))
    _tell_ended(whose, ended, as_json=as_json)


@users_app.command("sessions")
def sessions_command(
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="Whose; everybody's when left out.", show_default=False)] = None,
    ended: Annotated[bool, typer.Option("--ended", help="Sessions that are over, too.")] = False,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """List the sessions on the page, the last begun first."""
    with opened(home) as workspace:
        found = [_as_of_now(workspace, one) for one in workspace.users.sessions(workspace.access(), name or "")]
    found = [one for one in found if ended or one.ended_at is None]
    if as_json:
        print_json({"sessions": [session_json(one) for one in found]})
        return
    table = Table("user", "signed in with", "from", "last seen", "ended", box=None, pad_edge=False)
    for one in found:
        over = f"{one.ended_at:%Y-%m-%d %H:%M}, {one.ended_why}" if one.ended_at else ""
        table.add_row(shown(one.user), one.way, f"{one.made_at:%Y-%m-%d %H:%M}", f"{one.seen_at:%Y-%m-%d %H:%M}", over)
    if found:
        console().print(table)
    else:
        notes().print("nobody is signed in", soft_wrap=True)


@users_app.command("revoke")
def revoke_command(name: NameArgument, home: HomeOption = None, as_json: JsonOption = False) -> None:
    """End all sessions of a user at their next request; they may sign in again."""
    with opened(home) as workspace:
        ended = workspace.users.revoke(workspace.access(), name)
    _tell_ended(name, ended, as_json=as_json)


def user_json(one: User) -> dict[str, Json]:
    """Return a user as plain data, without what proves a password."""
    return {
        "name": one.name,
        "role": one.role.value,
        "company_sign_in": one.identity or None,
        "added_at": one.made_at.isoformat(),
        "added_by": one.made_by,
        "disabled_at": one.disabled_at.isoformat() if one.disabled_at else None,
    }


def session_json(one: Session) -> dict[str, Json]:
    """Return a session as plain data, without its token's hash."""
    return {
        "user": one.user,
        "signed_in_with": one.way,
        "from": one.made_at.isoformat(),
        "last_seen": one.seen_at.isoformat(),
        "ended_at": one.ended_at.isoformat() if one.ended_at else None,
        "ended_why": one.ended_why or None,
    }


def _as_of_now(workspace: Workspace, session: Session) -> Session:
    from research.rights.signing_in import ended_of  # noqa: PLC0415
    from research.team_settings import TeamSettings  # noqa: PLC0415

    return ended_of(session, workspace.settings.team or TeamSettings(), datetime.now(UTC))


def _asked(name: str) -> str:
    """Return a new password: typed twice on a terminal, where it is not shown, or the first line of a pipe."""
    if sys.stdin.isatty():
        return str(typer.prompt(f"Password of {shown(name)}", hide_input=True, confirmation_prompt="Once more", err=True))
    line = sys.stdin.readline().rstrip("\r\n")
    if not line:
        raise UsageError("no password came", "run it on a terminal, or give the password as the first line of a pipe")
    return line


def _tell(user: User, line: str, *, as_json: bool) -> None:
    if as_json:
        print_json({"user": user_json(user)})
    else:
        console().print(line, soft_wrap=True)


def _tell_ended(name: str, ended: int, *, as_json: bool) -> None:
    if as_json:
        print_json({"user": name, "ended": ended})
    else:
        console().print(f"{counted(ended, 'session')} of {shown(name)} ended", soft_wrap=True)
