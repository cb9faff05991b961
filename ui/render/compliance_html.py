"""Rows of the audit trail and what its proof found, as HTML: every word escaped."""

from __future__ import annotations

from collections.abc import Sequence

from research.nouns.audit import AuditProof
from ui.render.answer_html import notice_html
from ui.render.compliance_view import LONGEST_VALUE, TrailRow
from ui.render.escaping import escape_html, shorten, visible_line
from ui.render.words import counted, plain_name

LONGEST_SUBJECT = 400


def rows_html(rows: Sequence[TrailRow]) -> str:
    """Return rows as a table, each with its details to unfold."""
    heads = "".join(f'<th scope="col">{one}</th>' for one in ("Row", "When (UTC)", "User", "What was done", "Of what"))
    body = "".join(_row(one) for one in rows)
    return (
        '<div class="rd-table-room" tabindex="0" role="region" aria-label="Rows of the audit trail"><table class="rd-table rd-trail" '
        f'data-testid="trail"><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>'
    )


def proof_html(proof: AuditProof) -> str:
    """Return what a proof found, as a card."""
    if proof.fault:
        lines = [proof.fault, f"{counted(proof.rows, 'row')} before it are whole. Keep a copy of ledger.db and ask who could write to it."]
        return notice_html("error", "The audit trail is not what was recorded", lines, "!")
    lines = [f"{counted(proof.rows, 'row')}, each bound to the one before. Keep the head elsewhere: a later proof is held against it."]
    return notice_html("proof", "The audit trail is whole", lines, "✓")


def _row(row: TrailRow) -> str:
    details = "".join(f"<dt>{escape_html(name)}</dt><dd>{escape_html(_short(value))}</dd>" for name, value in row.details)
    more = (
        f'<details class="rd-more"><summary>Details<span class="rd-hidden"> of row {row.number:,}</span></summary>'
        f'<dl class="rd-details">{details}</dl></details>'
    )
    subject = escape_html(shorten(visible_line(row.subject), LONGEST_SUBJECT)) or "—"
    cells = (
        ("rd-number", f"{row.number:,}"),
        ("rd-when", escape_html(row.when)),
        ("rd-user", escape_html(visible_line(row.user))),
        ("rd-act", escape_html(plain_name(visible_line(row.action)))),
        ("rd-subject", f"{subject}{more}"),
    )
    return "".join(("<tr>", *(f'<td class="{look}">{cell}</td>' for look, cell in cells), "</tr>"))


def _short(value: str) -> str:
    return value if len(value) <= LONGEST_VALUE else f"{value[:LONGEST_VALUE]}… ({len(value):,} characters; whole in the export)"
