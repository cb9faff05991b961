"""Secrets and texts of restricted documents in logs, errors and the audit trail: python -m tests.bench.disclosing.

A walled home is used by commands with everything that is secret in its settings (keys of a model and of vectors, a header, a mail
password), with everything logged. The model's gateway, the mail server and feeds fail and repeat what they were sent; settings are
wrong next to a secret; users are added, sign in and fail to. Then each secret is looked for in what the commands wrote and logged,
in errors and in every row of the ledger, and words that restricted documents alone have in what an outsider was told besides answers, and
in every row of the audit trail, whoever read them. Prints one JSON object: how much was searched, and what was found where; exits with 1
for anything found.
"""

from __future__ import annotations

import json
import os
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from research.errors import DeskError
from research.nouns.access import Access
from research.nouns.audit import AuditFilter
from research.nouns.queries import DocumentFilter
from research.nouns.roles import Role
from research.rights.users import NewUser
from research.settings import load_settings
from tests.bench.walled import OUTSIDER, Told, Walled, walled
from tests.fakes.model_server import Reply, serving
from tests.research.rights.team import Moment, opened_team, sign_in_of, users_of

NAMES = ("model", "header", "vectors", "mail", "feed", "password", "wrong", "settings")
SECRETS = {name: f"canary-{name}-4f1c9e" for name in NAMES}
QUESTION = "What lowered the cost of freight in fiscal 2024?"
# What is wrong beside a secret, each as a variable of the environment.
WRONG = (
    ("DESK_MODELS", '[{{"name": "x", "url": "http://a", "key": "{0}"'),
    ("DESK_MODELS", '[{{"name": "x", "url": 5, "key": "{0}"}}]'),
    ("DESK_MODELS", '[{{"name": "x", "url": "ftp://u:{0}@a"}}]'),
    ("DESK_MODELS", '[{{"name": "x", "url": "http://a", "kye": "{0}"}}]'),
    ("DESK_MODELS", '[{{"name": "x", "url": "http://a", "headers": {{"X": ["{0}"]}}}}]'),
    ("DESK_SMTP_PORT", "{0}"),
    ("DESK_SMTP_TLS", "{0}"),
    ("DESK_EMBEDDING_URL", "https://u:{0}@h/x"),
    ("DESK_TEAM", '{{"oidc": "{0}"}}'),
    ("DESK_TEAM", '{{"client_secret": "{0}"}}'),
)


@contextmanager
def environment(**set_for_it: str) -> Iterator[None]:
    """Lend variables of the environment."""
    before = dict(os.environ)
    os.environ.update(set_for_it)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def wrong_settings() -> list[str]:
    """Return what is said of settings that are wrong beside a secret."""
    told = []
    for name, value in WRONG:
        with environment(**{name: value.format(SECRETS["settings"])}):
            told.append(said(load_settings))
    return told


def said(call: Callable[[], object]) -> str:
    """Return the error that a call ends in, "" for none."""
    try:
        call()
    except DeskError as error:
        return f"{error.message} {error.hint}"
    return ""


def secret_settings(echo: str) -> dict[str, str]:
    """Return settings of commands in which every secret is one of ours, with a gateway and a mail server that repeat what they hear."""
    model = {"name": "far", "url": echo, "key": SECRETS["model"], "headers": {"X-Team": SECRETS["header"]}, "retries": 0}
    at = urlsplit(echo)
    mail = {"HOST": "127.0.0.1", "PORT": str(at.port), "USER": "ann", "PASSWORD": SECRETS["mail"], "TLS": "none", "FROM": "d@example.org"}
    return {
        "DESK_MODELS": json.dumps([model]),
        "DESK_EMBEDDING_KEY": SECRETS["vectors"],
        "DESK_DEBUG": "1",
        **{f"DESK_SMTP_{name}": value for name, value in mail.items()},
    }


def use(held: Walled, user: str, folder: Path) -> list[Told]:
    """Run commands as a user and return what each wrote; of those of feeds, which name the feed that was typed, what they logged."""
    feed = f"https://wire.example.com/rss?token={SECRETS['feed']}"
    draft = folder / "note.md"
    draft.write_text("# Note\n\nThe cost of freight fell in fiscal 2024.\n", encoding="utf-8")
    commands = (
        ("ask", QUESTION),
        ("ask", QUESTION, "--no-llm"),
        ("search", "cost of freight"),
        ("facts", "Nobody Inc"),
        ("check", str(draft)),
        ("doctor",),
        ("feeds", "add", feed),
        ("feeds", "edit", feed, "--every", "60"),
        ("feeds", "add", f"https://ann:{SECRETS['feed']}@wire.example.com/rss"),
        ("feeds", "add", f"ftp://{SECRETS['feed']}@wire.example.com"),
        ("feeds", "remove", feed),
        ("schedule", "add", "nothing", "--at", "07:30", "--mail", "ann@example.org"),
        ("labels", "set", "none", f"deal:{user}", "--reason", "x"),
        ("drafts", "show", "none"),
        ("ingest", str(folder / "none.pdf")),
        ("audit", "verify"),
        ("status",),
    )
    told = [(words, held.desk(user, *words)) for words in commands]
    return [replace(one, out="") if words[0] == "feeds" else one for words, one in told]


def team_of(folder: Path) -> tuple[list[str], dict[str, str]]:
    """Return what was said to users who were added and signed in, rightly and wrongly, and what is secret of them."""
    with opened_team(folder) as workspace:
        users, sign_in = users_of(workspace), sign_in_of(workspace, Moment())
        admin = workspace.access(Role.ADMINISTRATOR.value)
        told = [said(lambda: users.add(admin, NewUser("ann", Role.READER, "canary")))]
        users.add(admin, NewUser("ann", Role.READER, SECRETS["password"]))
        token = sign_in.with_password("ann", SECRETS["password"])
        told += [said(lambda name=name: sign_in.with_password(name, SECRETS["wrong"])) for name in ("ann", "nobody", SECRETS["wrong"])]  # type: ignore[misc]
        with suppress(DeskError):
            users.set_password(admin, "ann", SECRETS["wrong"][:3])
        told.append(repr(workspace.trail.newest(AuditFilter(), limit=1000)))
    return told, {"token": token, **{name: SECRETS[name] for name in ("password", "wrong")}}


def rows_of(path: Path) -> list[str]:
    """Return every row of every table of a database, in words."""
    with closing(sqlite3.connect(path)) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return [f"{table}: {row!r}" for table in tables for row in connection.execute(f"SELECT * FROM {table}")]  # noqa: S608


def found_in(texts: list[str], words: list[str]) -> list[str]:
    """Return the words that stand in any text."""
    whole = "\n".join(texts)
    return [word for word in words if word in whole]


def measured(folder: Path, documents: int = 4) -> dict[str, object]:
    """Return how much was searched, and what was found where."""
    repeated = f"refused: key {SECRETS['model']}, header {SECRETS['header']}, {SECRETS['mail']}, {SECRETS['vectors']}"
    with (
        serving(Reply(status=401, raw=json.dumps({"error": {"message": repeated}}).encode())) as echo,
        walled(folder / "walled", documents, **secret_settings(echo.url)) as held,
    ):
        used = {user: use(held, user, folder) for user in (OUTSIDER, "kim")}
        trail = [repr(row) for row in held.workspace.trail.newest(AuditFilter(), limit=10_000)]
        own = [f"{kind}va{one.word}" for one in held.secrets for kind in ("Tex", "Lab")]
        there = len(held.workspace.documents.find(Access("everyone"), DocumentFilter()))
        home = held.home
    team, of_team = team_of(folder / "team")
    wrong, ledgers = wrong_settings(), [*rows_of(home / "ledger.db"), *rows_of(folder / "team" / "home" / "ledger.db")]
    keys = [value for name, value in SECRETS.items() if name not in of_team]
    every = [*(one.all for told in used.values() for one in told), *trail, *wrong, *team]
    logged = [one.err for one in used[OUTSIDER]]
    found = {
        "secrets in output, logs, errors and the audit trail": found_in(every, [*keys, *of_team.values()]),
        "secrets in the ledger": found_in(ledgers, [*keys, *of_team.values()]),
        "restricted words in what an outsider's commands logged": found_in(logged, own),
        "restricted words in the audit trail": found_in(trail, own),
    }
    searched = {
        "commands": sum(map(len, used.values())),
        "characters of output, logs and errors": sum(map(len, every)),
        "rows of the audit trail": len(trail),
        "rows of ledgers": len(ledgers),
        "documents": there,
        "secrets": len(keys) + len(of_team),
        "restricted words": len(own),
        "requests that were repeated": len(echo.requests),
        "settings that were wrong": sum(map(bool, wrong)),
    }
    return {"found": found, "searched": searched}


def main() -> None:
    """Print what was found, and exit with 1 for anything."""
    with tempfile.TemporaryDirectory() as folder:
        told = measured(Path(folder))
    sys.stdout.write(json.dumps(told) + "\n")
    sys.exit(1 if any(told["found"].values()) else 0)  # type: ignore[attr-defined]


if __name__ == "__main__":
    main()
