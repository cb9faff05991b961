"""Addresses that may be linked to: those of the web alone, whatever a feed says."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

LONGEST = 2_000
# What ends an address in HTML, in Markdown or on a line of text, and what turns the direction of what is shown.
_UNFIT = re.compile('[\x00-\x20\x7f-\xa0"<>\\\\^`{|}\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]')


def web_link(text: str) -> str:
    """Return an address that may be linked to, "" for any other: http or https, with a host, without credentials, on one line."""
    link = text.strip()
    if not link or len(link) > LONGEST or _UNFIT.search(link):
        return ""
    try:
        parts = urlsplit(link)
        port = parts.port
    except ValueError:
        return ""
    return link if parts.scheme in {"http", "https"} and parts.hostname and "@" not in parts.netloc and port != 0 else ""
