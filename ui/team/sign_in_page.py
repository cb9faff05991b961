"""The sign-in page as HTML: it stands alone, runs no program, and says nothing of the library."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ui.render.escaping import escape_html

SIGN_IN, SIGN_OUT, STYLE = "/sign-in", "/sign-out", "/sign-in.css"
STYLE_FILE = Path(__file__).with_name("sign_in.css")
FIRST_USER = "desk users add NAME --role administrator"
_FRAME = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex"><title>{title} · Research Desk</title><link rel="stylesheet" href="{style}"></head>
<body><main><p class="brand">Research Desk</p><h1>{title}</h1>
{inside}
</main></body></html>
"""


@dataclass(frozen=True, slots=True)
class SignInForm:
    """What the page offers: passwords, the company's sign-in at an address ("" for none), where to go then, what went wrong."""

    passwords: bool = True
    company: str = ""
    to: str = "/"
    name: str = ""
    error: str = ""


def sign_in_html(form: SignInForm) -> str:
    """Return the sign-in page."""
    parts = [f'<p class="error" role="alert">{escape_html(form.error)}</p>'] if form.error else []
    if form.passwords:
        focus = ("", " autofocus") if form.name else (" autofocus", "")
        parts.append(
            f'<form method="post" action="{SIGN_IN}"><input type="hidden" name="to" value="{escape_html(form.to)}">'
            f'<label for="name">Name</label><input id="name" name="name" maxlength="64" autocomplete="username" autocapitalize="none"'
            f' spellcheck="false" required value="{escape_html(form.name)}"{focus[0]}>'
            f'<label for="password">Password</label><input id="password" name="password" type="password" maxlength="256"'
            f' autocomplete="current-password" required{focus[1]}><button type="submit">Sign in</button></form>'
        )
    if form.company:
        parts.append(f'<a class="company" href="{escape_html(form.company)}">Sign in with your company’s account</a>')
    return _FRAME.format(title="Sign in", style=STYLE, inside="\n".join(parts))


def no_users_html() -> str:
    """Return the page of a desk that has no user yet: how the first one is made."""
    said = (
        "<p>Nobody has been added yet, and nothing is shown before that. On the machine where this desk runs, whoever looks after it"
        f" makes the first user, who is asked for a password there:</p><pre>{FIRST_USER}</pre>"
        f'<p>Then <a href="{SIGN_IN}">sign in</a>.</p>'
    )
    return _FRAME.format(title="The first user", style=STYLE, inside=said)


def sign_out_html(name: str) -> str:
    """Return the page that asks whether to sign out."""
    said = (
        f'<p>You are signed in as {escape_html(name)}.</p><form method="post" action="{SIGN_OUT}">'
        '<button type="submit" autofocus>Sign out</button></form><a class="company" href="/">Back to the desk</a>'
    )
    return _FRAME.format(title="Sign out", style=STYLE, inside=said)
