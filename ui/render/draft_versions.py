"""The versions of a draft in a list: when each was saved, how far it is, and who signed it."""

from __future__ import annotations

from datetime import datetime

from research.nouns.editing import DraftVersion, SignOff, SignOffAction
from ui.render.draft_list import STATE_WORDS, saved_words, state_html
from ui.render.escaping import escape_html, visible_line
from ui.render.words import plain_name

HASH_DIGITS = 12


def version_label(version: DraftVersion, now: datetime) -> str:
    """Return a version in one line of plain text."""
    saved = saved_words(version.saved_at, version.number, now).rsplit(",", 1)[0]
    return f"version {version.number} · {STATE_WORDS[version.state].lower()} · {saved}"


def version_html(version: DraftVersion, now: datetime, *, is_shown: bool, is_own: bool) -> str:
    """Return a version's line in the list."""
    local = saved_words(version.saved_at, version.number, now).rsplit(",", 1)[0]
    shown = '<span class="rd-muted"> · shown</span>' if is_shown else ""
    own = '<span class="rd-muted"> · this tab</span>' if is_own else ""
    signed = "".join(f'<div class="rd-small">{escape_html(sign_off_words(one, now))}</div>' for one in version.sign_offs)
    return (
        f'<div class="rd-version" data-testid="draft-version"><div><strong>Version {version.number}</strong> {state_html(version.state)}'
        f'{shown}{own}</div><div class="rd-muted rd-small">{escape_html(local)} · <span title="{escape_html(version.sha256)}">content '
        f"{escape_html(version.sha256[:HASH_DIGITS])}</span></div>{signed}</div>"
    )


def sign_off_words(signed: SignOff, now: datetime) -> str:
    """Return who signed which version, when, its content's hash, and the comment."""
    local = signed.at.astimezone(now.tzinfo)
    own = ", the writer alone" if signed.is_own and signed.action is not SignOffAction.SENT else ""
    comment = f": “{visible_line(signed.comment)}”" if signed.comment.strip() else ""
    when = f"{local.day} {local:%B %Y}, {local:%H:%M:%S}"
    return (
        f"{plain_name(signed.action.value)} by {visible_line(signed.by)}{own}, {when}, version {signed.version}, "
        f"content {signed.sha256[:HASH_DIGITS]}{comment}"
    )
