"""OPML → the feeds that a subscription list names. Read in the limited child: such lists come from outside, too."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from lxml import etree

from ingest.feed_text import plain_line
from ingest.loaded import Limits, Loaded
from research.errors import CannotReadError, LimitExceededError
from research.nouns.documents import Page

if TYPE_CHECKING:
    from research.settings import Settings

MAX_OPML_MB = 16
MAX_FEEDS = 20_000
MAX_OUTLINES = 4 * MAX_FEEDS
_LONGEST_TITLE = 200
_DECLARES = re.compile(rb"<\s*!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_HINT = "export the list again, as OPML"


@dataclass(frozen=True, slots=True)
class Subscription:
    """A feed as a list names it: its address as written, its title, and the headings that it stands under ("Chips / Foundries")."""

    address: str
    title: str = ""
    folder: str = ""


def read_opml(content: bytes, *, name: str, settings: Settings) -> tuple[Subscription, ...]:
    """Return the feeds of an OPML file in its order, each address once; parsed in a limited child.

    Raises CannotReadError for what is no OPML, is damaged or declares a document type; LimitExceededError over 16 MiB or 20,000 feeds.
    """
    from ingest.child import load_in_child  # noqa: PLC0415 - the child itself, which reads feeds, does without what starts one

    loaded = load_in_child(content, name=name, settings=settings, loader="ingest.opml:OpmlLoader")
    return tuple(Subscription(**json.loads(loaded.text[page.start : page.end])) for page in loaded.pages)


class OpmlLoader:
    """A loader whose pages are the subscriptions of a list, so that the list is parsed in the limited child only."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits

    def load(self, content: bytes, *, name: str) -> Loaded:
        """Return a page for each subscription: its fields as JSON. Raises as `read_opml`."""
        pages: list[Page] = []
        texts = [json.dumps(asdict(one)) for one in parse_opml(content, name=name)]
        start = 0
        for number, text in enumerate(texts, 1):
            pages.append(Page(number, start, start + len(text), 0.0, 0.0))
            start += len(text)
        return Loaded("".join(texts), tuple(pages))


def parse_opml(content: bytes, *, name: str) -> tuple[Subscription, ...]:
    """Return the feeds of an OPML file in this process; raises as `read_opml`."""
    if len(content) > MAX_OPML_MB * 1024 * 1024:
        raise LimitExceededError(f"{name}: {len(content) / 1024 / 1024:.0f} MiB, a list of feeds may have {MAX_OPML_MB}", "split the list")
    found: dict[str, Subscription] = {}
    for subscription in _subscriptions(_root(content, name), name):
        found.setdefault(subscription.address, subscription)
        if len(found) > MAX_FEEDS:
            raise LimitExceededError(f"{name}: more than {MAX_FEEDS:,} feeds", "split the list")
    return tuple(found.values())


def _root(content: bytes, name: str) -> etree._Element:
    """Return the root of the list; declarations are refused in any encoding that XML parsers know, and entities never resolved."""
    refused = CannotReadError(
        f"{name} declares a document type or entities, which can read files or grow without end", "ask for plain OPML"
    )
    if _DECLARES.search(content.replace(b"\x00", b"")):
        raise refused
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(content.lstrip(), parser)
    except (etree.LxmlError, ValueError) as error:
        raise CannotReadError(f"{name} is not well-formed XML ({getattr(error, 'msg', None) or error})", _HINT) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise refused  # written in an encoding that hides it from the look above
    if etree.QName(root).localname.lower() != "opml":
        raise CannotReadError(f"{name} is not an OPML list of feeds", _HINT)
    return root


def _subscriptions(root: etree._Element, name: str) -> Iterator[Subscription]:
    """Yield the feeds in order, walking without recursion: outlines may nest as deep as the parser allows."""
    headings: list[str] = []
    outlines = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if not isinstance(element.tag, str) or etree.QName(element).localname.lower() != "outline":
            continue
        if event == "end":
            headings.pop()
            continue
        outlines += 1
        if outlines > MAX_OUTLINES:
            raise LimitExceededError(f"{name}: more than {MAX_OUTLINES:,} outlines", "split the list")
        given = {str(key).lower(): str(value).strip() for key, value in element.attrib.items()}
        title = plain_line(given.get("title") or given.get("text") or "")[:_LONGEST_TITLE]
        if address := given.get("xmlurl"):
            yield Subscription(address, title, " / ".join(filter(None, headings)))
        headings.append(title)
