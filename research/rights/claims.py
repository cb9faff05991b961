"""Whom the claims of a company's sign-in (OpenID Connect) name."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

# A token older than this makes no session: the browser's cookie that holds it lives for a month.
FRESH = timedelta(minutes=5)
_EMAIL = "email"
_LONGEST = 200


def identity_key(text: str) -> str:
    """Return what a user is known by at the company's sign-in, spelt one way."""
    plain = text.strip()
    return plain.casefold() if "@" in plain else plain


def identity_of(claims: Mapping[str, object], claim: str, *, issuer: str = "") -> str:
    """Return what a claim names, "" where it names nobody for sure: no text, an address that is not verified, another issuer's."""
    value = claims.get(claim)
    if not isinstance(value, str) or not value.strip() or len(value) > _LONGEST or not value.isprintable():
        return ""
    if claim == _EMAIL and claims.get("email_verified") is not True:
        return ""
    if issuer and claims.get("iss") != issuer:
        return ""
    return identity_key(value)


def issued_at(claims: Mapping[str, object]) -> datetime | None:
    """Return when the claims were made, None where they do not say."""
    value = claims.get("iat")
    if not isinstance(value, int | float) or isinstance(value, bool):
        return None
    try:
        return datetime.fromtimestamp(value, UTC)
    except (OverflowError, OSError, ValueError):
        return None


def is_fresh(claims: Mapping[str, object], now: datetime) -> bool:
    """Return whether the claims were made just now, give or take the clocks."""
    made = issued_at(claims)
    return made is not None and abs(now - made) <= FRESH
