"""A digest's message: its headers, a plain part and an HTML part, the same bytes for the same digest and reader."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from research.errors import UsageError
from ui.render.escaping import shorten, visible_line

SENDER_NAME = "Research Desk"
LONGEST_SUBJECT = 180
_LOCAL = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS = re.compile(rf"(?=.{{3,254}}\Z)(?P<local>(?=[^@]{{1,64}}@){_LOCAL})@(?P<domain>{_LABEL}(?:\.{_LABEL})*)")


@dataclass(frozen=True, slots=True)
class Letter:
    """What a message is made of; `key` names it among all that were ever sent, `at` is when it was made."""

    key: str
    sender: str
    recipient: str
    subject: str
    plain: str
    html: str
    at: datetime


def check_address(text: str) -> str:
    """Return a mail address as it is used; raises UsageError for what is none, or has letters that mail servers may not take."""
    address = text.strip()
    if not _ADDRESS.fullmatch(address):
        raise UsageError(f"{visible_line(address)[:80]!r} is no mail address", "write it as name@example.org")
    return address


def message_bytes(letter: Letter) -> bytes:
    """Return the message as it goes to the server, its lines ended as mail wants them and none longer than mail allows."""
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(SENDER_NAME, addr_spec=check_address(letter.sender))
    message["To"] = Address(addr_spec=check_address(letter.recipient))
    message["Subject"] = shorten(visible_line(letter.subject), LONGEST_SUBJECT)
    message["Date"] = format_datetime(letter.at)
    message["Message-ID"] = message_id(letter.key, letter.sender)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.plain, cte="quoted-printable")
    message.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    message.set_boundary(f"=_{hashlib.sha256(letter.key.encode()).hexdigest()[:32]}")
    return message.as_bytes()


def message_id(key: str, sender: str) -> str:
    """Return the name under which mail programs know the message: the same for the same key, so that a copy can be told."""
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:40]}@{sender.rpartition('@')[2]}>"
