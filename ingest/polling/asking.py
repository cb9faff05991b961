"""One feed asked: what its server said, as an outcome that tells what is to become of the feed. Touches no store."""

from __future__ import annotations

import os
import re
import threading
from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus
from urllib.parse import urlsplit

from ingest.feeds import FeedContent, read_in_child
from ingest.naming import hash_content
from ingest.web_address import shown
from research.errors import DeskError
from research.nouns.feeds import Feed
from research.nouns.fetched import FetchedContent
from research.protocols.outside import Fetcher
from research.settings import Settings

LONGEST_ERROR = 300
LONGEST_VALIDATOR = 1024
_READ = frozenset({HTTPStatus.OK, HTTPStatus.NON_AUTHORITATIVE_INFORMATION})
_SAID = {
    HTTPStatus.UNAUTHORIZED: "the server wants a user name and password",
    HTTPStatus.PAYMENT_REQUIRED: "the server wants payment",
    HTTPStatus.FORBIDDEN: "the server refuses to give it",
    HTTPStatus.NOT_FOUND: "there is nothing at this address",
    HTTPStatus.TOO_MANY_REQUESTS: "the server says that it is asked too often",
    HTTPStatus.SERVICE_UNAVAILABLE: "the server is not available at the moment",
}
ENDED_LINE = "the publisher has ended this feed (410)"
_DECLARED = re.compile(rb"encoding\s*=|charset\s*=", re.IGNORECASE)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_HEAD_BYTES = 1024
# So many feeds are parsed at a time, each in a child process: a core is left to the worker that reads in what is new. With a child
# for each feed that is asked it got next to none, and the other core had nothing to do once all feeds were polled.
_PARSED_AT_A_TIME = max(1, (os.cpu_count() or 1) - 1)
_parsing = threading.BoundedSemaphore(_PARSED_AT_A_TIME)


class Outcome(StrEnum):
    """What a poll of a feed came to."""

    READ = "read"
    UNCHANGED = "unchanged"
    FAILED = "failed"
    ENDED = "ended"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class Asked:
    """A feed's answer: its outcome and, when it was read, what it holds.

    Validators and `content_hash` are those to keep once the entries are safe; `moved_to` is where the feed is from now on, "" when it
    stays; `retry_after` the seconds that the server asks to wait; `error` one line, "" when nothing is wrong.
    """

    outcome: Outcome
    content: FeedContent | None = None
    etag: str | None = None
    last_modified: str | None = None
    content_hash: str | None = None
    moved_to: str = ""
    retry_after: int | None = None
    error: str = ""


def host_of(url: str) -> str:
    """Return the host of a URL, in lower case."""
    return urlsplit(url).hostname or ""


def ask_feed(feed: Feed, fetcher: Fetcher, settings: Settings) -> Asked:
    """Return what a feed's server says now; a failure that is expected is an outcome, not an error."""
    try:
        answer = fetcher.fetch(feed.address or feed.url, etag=feed.etag, last_modified=feed.last_modified)
        return _read(feed, answer, settings)
    except DeskError as error:
        return Asked(Outcome.FAILED, error=one_line(str(error)))


def one_line(text: str) -> str:
    """Return what failed as one line that fits a table."""
    return " ".join(text.split())[:LONGEST_ERROR]


def _read(feed: Feed, answer: FetchedContent, settings: Settings) -> Asked:
    """Return what an answer means; raises CannotReadError, LimitExceededError for what is no feed."""
    if answer.status == HTTPStatus.GONE:
        return Asked(Outcome.ENDED, error=ENDED_LINE)
    if answer.status == HTTPStatus.NOT_MODIFIED:
        moved, hashed = answer.moved_to or "", feed.content_hash
        return Asked(Outcome.UNCHANGED, None, feed.etag, feed.last_modified, hashed, moved)
    if answer.status not in _READ:
        return Asked(Outcome.FAILED, retry_after=answer.retry_after, error=_status_line(answer.status))
    if not answer.content.strip():
        return Asked(Outcome.FAILED, error="the server sends nothing")
    content_hash = hash_content(answer.content)
    same = content_hash == feed.content_hash
    return Asked(
        Outcome.UNCHANGED if same else Outcome.READ,
        content=None if same else _parsed(feed, answer, settings),
        etag=_validator(answer.headers.get("etag")),
        last_modified=_validator(answer.headers.get("last-modified")),
        content_hash=content_hash,
        moved_to=answer.moved_to or "",
    )


def _parsed(feed: Feed, answer: FetchedContent, settings: Settings) -> FeedContent:
    text = _in_its_charset(answer.content, answer.headers.get("content-type", ""))
    with _parsing:
        return read_in_child(text, name=shown(feed.url), settings=settings)


def _status_line(status: int) -> str:
    said = _SAID.get(HTTPStatus(status)) if status in {one.value for one in HTTPStatus} else None
    return f"{said or 'the server cannot give it'} ({status})"


def _validator(value: str | None) -> str | None:
    return value if value and len(value) <= LONGEST_VALIDATOR and value.isprintable() else None


def _in_its_charset(content: bytes, content_type: str) -> bytes:
    """Return a feed that does not say its encoding in UTF-8, read as the server's header says; any other one as it is."""
    charset = _CHARSET.search(content_type)
    if charset is None or _DECLARED.search(content[:_HEAD_BYTES]) or content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        try:
            return content.decode(charset[1], "replace").encode()
        except (LookupError, ValueError):
            return content
    return content
