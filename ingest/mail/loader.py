"""E-mail messages (.eml): a block of headers, then the body; what is attached is named, not read."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import parsedate_to_datetime
from typing import Any, cast

from ingest.html.markup import check_tags
from ingest.loaded import Limits, Loaded, Stated
from ingest.mail.html_text import write_html
from ingest.text.plain import write_text
from ingest.writing import TextWriter
from research.errors import CannotReadError
from research.nouns.documents import Defect

SHOWN = ("Subject", "From", "To", "Cc", "Date")
SOURCE = "message headers"
LONGEST_HEADER = 1_000
LONGEST_RAW = 4_000
# Deeper messages are made to exhaust their reader.
MOST_PARTS = 1_000
# What a text says of parts is none; beyond this many no text does. Servers pass on no longer headers.
MOST_MARKED_PARTS, MOST_HEADER_BYTES = 5_000, 256 * 1024
_PART, _BODY = b"\nContent-Type:", re.compile(rb"\r?\n\r?\n")


class _ShortHeaders(EmailPolicy):
    """Takes headers apart as far as they are shown: some are written so that it takes minutes."""

    def header_fetch_parse(self, name: str, value: str) -> Any:  # noqa: ANN401 - as the class above says
        """Return a header, taken apart up to its `LONGEST_RAW` first characters."""
        return super().header_fetch_parse(name, value if hasattr(value, "name") else value[:LONGEST_RAW])


_POLICY = _ShortHeaders()


class EmlLoader:
    """Reads a message as it was saved; nothing that it refers to is fetched."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits

    def load(self, content: bytes, *, name: str) -> Loaded:
        """Return headers and body; raises CannotReadError or LimitExceededError, each naming the file."""
        content = content.lstrip(b"\r\n")
        if len(_BODY.split(content, 1)[0]) > MOST_HEADER_BYTES:
            raise CannotReadError(f"{name}: its headers are longer than {MOST_HEADER_BYTES // 1024} KiB", "save its text alone")
        if content.count(_PART) > MOST_MARKED_PARTS:
            raise CannotReadError(f"{name}: more than {MOST_MARKED_PARTS:,} parts, the limit is {MOST_PARTS:,}", "save its text alone")
        try:
            message = cast("EmailMessage", message_from_bytes(content, policy=_POLICY))
            headers = [(header, text) for header in SHOWN if (text := _header(message, header))]
            # What a mail program shows; another form of the same text may say anything.
            body = message.get_body(("html", "plain"))
            parts = list(message.walk())
        except (RecursionError, ValueError, LookupError, AttributeError, TypeError) as error:
            raise CannotReadError(f"{name}: not a readable e-mail message ({type(error).__name__})", "save the message again") from error
        if not headers:
            raise CannotReadError(f"{name}: not an e-mail message (no headers)", "check what was saved under this name")
        if len(parts) > MOST_PARTS:
            raise CannotReadError(f"{name}: {len(parts)} parts, the limit is {MOST_PARTS}", "save its text alone")
        writer = TextWriter(self._limits, name=name, paginate=True)
        writer.paragraph("\n".join(f"{header}: {text}" for header, text in headers))
        if isinstance(body, EmailMessage):
            _write_body(writer, body, name)
        writer.defects.extend(Defect("attachment_unread", _not_read(part)) for part in message.iter_attachments() if not _is_inline(part))
        writer.stated.extend(_stated(message))
        return writer.loaded()


def _write_body(writer: TextWriter, body: EmailMessage, name: str) -> None:
    text = _text(body)
    if body.get_content_type() == "text/html":
        check_tags(text, name=name)
        write_html(writer, text)
    else:
        write_text(writer, text.replace("\f", "\n"))


def _text(body: EmailMessage) -> str:
    """Return a part's text in its charset; in Windows-1252 where it names one that does not exist."""
    try:
        text = str(body.get_content())
    except (LookupError, ValueError, KeyError):
        payload = body.get_payload(decode=True)
        text = payload.decode("cp1252", errors="replace") if isinstance(payload, bytes) else ""
    return text.replace("\r\n", "\n").replace("\0", "")


def _header(message: EmailMessage, name: str) -> str:
    """Return a header's text on one line, "" without."""
    return " ".join(str(message.get(name, "")).split())[:LONGEST_HEADER]


def _stated(message: EmailMessage) -> list[Stated]:
    found = []
    if subject := _header(message, "Subject"):
        found.append(Stated("title", subject, SOURCE))
    if sent := _sent(_header(message, "Date")):
        found.append(Stated("published_at", sent.isoformat(), SOURCE))
    return found


def _sent(text: str) -> datetime | None:
    try:
        sent = parsedate_to_datetime(text)
        return sent.replace(tzinfo=UTC) if sent.tzinfo is None else sent.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _is_inline(part: EmailMessage) -> bool:
    """Return whether a part is a picture of the message's own layout, such as a signature's logo."""
    return part.get_content_maintype() == "image" and part.get_content_disposition() != "attachment"


def _not_read(part: EmailMessage) -> str:
    name = " ".join((part.get_filename() or part.get_content_type()).split())[:200]
    return f"not read: attachment “{name}” (ingest it as a file of its own)"
