"""In-memory stores with the promises of the protocols, for tests of what stands above them."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import copy
from dataclasses import replace
from datetime import UTC, datetime
from operator import attrgetter
from types import SimpleNamespace

from research.directory import identity
from research.errors import NotFoundError, UsageError
from research.nouns.access import PUBLIC, Access
from research.nouns.corrections import CORRECTED, Corrected, Correction, needed_for
from research.nouns.documents import ANSWERING, Chunk, Document, DocumentState, Kind, MarkKind, Page, PageMark
from research.nouns.facts import Fact
from research.nouns.feeds import Feed, FeedSpan, span_of
from research.nouns.news import NewsEntry, StoryEdge, StorySignature
from research.nouns.queries import DocumentFilter, FactFilter, Totals
from research.protocols.documents import WholeDocument
from tests.fakes.embeddings import FakeEmbeddingStore
from tests.fakes.jobs import FakeJobQueue
from tests.fakes.news import FakeNewsStore


def _wanted(value: object, values: Sequence[object]) -> bool:
    return not values or value in values


def _called(one: Document) -> str:
    published = one.published_at.date().isoformat() if one.published_at else ""
    parts = (one.name, one.title, one.company, one.ticker, one.form_type, published, one.kind, one.tier, one.label)
    return "\n".join(part or "" for part in parts).casefold()


def _visible(document: Document, access: Access) -> bool:
    if not access.allows(document.label, document.company):
        return False
    if access.as_of is None:
        return True
    return document.published_at is not None and document.published_at <= access.as_of and document.known_at <= access.as_of


class FakeDocumentStore:
    """Documents in a dictionary, in the order they were added."""

    def __init__(self) -> None:
        self.documents: dict[str, Document] = {}
        self.chunks_of: dict[str, list[Chunk]] = {}
        self.facts_of: dict[str, list[Fact]] = {}
        self.news_of: dict[str, NewsEntry] = {}
        self._originals: dict[str, bytes] = {}
        self._names: dict[str, str] = {}
        self._marks: list[PageMark] = []
        self._version = 0
        self.corrections: list[Correction] = []

    def add(self, document: Document, chunks: Sequence[Chunk], facts: Sequence[Fact], marks: Sequence[PageMark] = ()) -> None:
        if any(part.document_id != document.id for part in (*chunks, *facts)):
            raise ValueError(f"a part of {document.id} belongs to another document")
        end, number = 0, 0
        for page in document.pages:
            if not (end <= page.start <= page.end <= len(document.text)) or page.number <= number:
                raise ValueError(f"page {page.number} is out of order or outside the text")
            end, number = page.end, page.number
        elsewhere = {chunk.id for other, held in self.chunks_of.items() if other != document.id for chunk in held}
        if elsewhere & {chunk.id for chunk in chunks} or len({chunk.id for chunk in chunks}) < len(chunks):
            raise ValueError("a chunk of this id exists")
        if any(name == document.name and key != document.source_key for key, name in self._names.items()):
            raise ValueError(f"the name {document.name} belongs to another source")
        replaced = self.documents.pop(document.id, None)
        self.news_of.pop(document.id, None)
        self._names[document.source_key] = document.name
        self.documents[document.id] = replace(document, chunk_count=len(chunks), fact_count=len(facts), page_count=len(document.pages))
        self.chunks_of[document.id] = sorted(chunks, key=lambda chunk: chunk.ordinal)
        self.facts_of[document.id] = list(facts)
        self._marks = [one for one in self._marks if one.document_id != document.id] + list(marks)
        if document.state in ANSWERING or (replaced and replaced.state in ANSWERING):
            self._version += 1

    def add_all(self, documents: Sequence[WholeDocument]) -> None:
        with self._all_or_nothing():
            for parts in documents:
                self.add(*parts)

    def add_facts(self, document: Document, facts: Sequence[Fact]) -> None:
        held = self._held(document.id)
        if any(fact.document_id != document.id for fact in facts):
            raise ValueError(f"a fact of {document.id} belongs to another document")
        state = DocumentState.LEXICAL if held.state is DocumentState.PARSED else held.state
        said = {"defects": document.defects, "corrected": document.corrected}
        self.documents[document.id] = replace(held, state=state, fact_count=len(facts), **said)
        self.facts_of[document.id] = list(facts)
        self._version += held.state in ANSWERING

    def set_state(self, document_id: str, state: DocumentState) -> None:
        before = self._held(document_id).state
        if before is not state:
            self.documents[document_id] = replace(self.documents[document_id], state=state)
            self._version += before in ANSWERING or state in ANSWERING

    def complete(self, document_id: str) -> None:
        document = self._held(document_id)
        if document.state is DocumentState.SUPERSEDED:
            return
        older = [one for one in self._older(document) if one.state in ANSWERING]
        if older or document.state is not DocumentState.COMPLETE:
            self._version += 1
        self.documents[document_id] = replace(document, state=DocumentState.COMPLETE)
        for one in older:
            self.documents[one.id] = replace(one, state=DocumentState.SUPERSEDED)

    def complete_all(self, document_ids: Sequence[str]) -> None:
        with self._all_or_nothing():
            for document_id in document_ids:
                self.complete(document_id)

    @contextmanager
    def _all_or_nothing(self) -> Iterator[None]:
        before = {name: copy(value) for name, value in self.__dict__.items()}
        try:
            yield
        except BaseException:
            self.__dict__.update(before)
            raise

    def find(self, access: Access, wanted: DocumentFilter) -> list[Document]:
        found = [document for document in self._filtered(wanted) if _visible(document, access)]
        return sorted((replace(document, text="", pages=()) for document in found), key=lambda document: document.name)

    def news_carriers(self, access: Access) -> list[Document]:
        held = [self.documents[one.id] for one in self.find(access, DocumentFilter(kinds=(Kind.NEWS,))) if one.company]
        order = list(self.documents)
        first: dict[object, Document] = {}
        for one in sorted(held, key=lambda one: order.index(one.id)):
            first.setdefault((one.company, one.ticker, one.also_called), replace(one, text="", pages=()))
        return sorted(first.values(), key=lambda one: one.name)

    def totals(self, access: Access, wanted: DocumentFilter) -> Totals:
        found = self.find(access, wanted)
        return Totals(len(found), *(sum(map(attrgetter(name), found)) for name in ("page_count", "chunk_count", "fact_count")))

    def allowed(self, access: Access) -> frozenset[str]:
        return frozenset(one.id for one in self.find(access, DocumentFilter()))

    def latest(self, access: Access, wanted: DocumentFilter, *, most: int, after: int = 0) -> list[Document]:
        order = {key: at for at, key in enumerate(self.documents)}
        found = sorted(self.find(access, wanted), key=lambda one: (one.known_at, order[one.id]), reverse=True)
        return found[after : after + most]

    def undated(self, access: Access, wanted: DocumentFilter) -> list[str]:
        if access.as_of is None:
            return []
        found = (one for one in self._filtered(wanted) if one.published_at is None and one.known_at <= access.as_of)
        return sorted(document.name for document in found if access.allows(document.label, document.company))

    def get(self, access: Access, document_id: str) -> Document:
        document = self._held(document_id)
        if not _visible(document, access):
            raise NotFoundError(f"no document {document_id}")
        return document

    def pages(self, access: Access, document_id: str, numbers: Sequence[int]) -> list[tuple[Page, str]]:
        document = self.get(access, document_id)
        return [(page, document.text[page.start : page.end]) for page in document.pages if page.number in numbers]

    def original(self, access: Access, document_id: str) -> bytes:
        content_hash = self.get(access, document_id).content_hash
        if content_hash not in self._originals:
            raise NotFoundError(f"original {content_hash} is gone")
        return self._originals[content_hash]

    def keep_original(self, content_hash: str, content: bytes) -> None:
        if hashlib.sha256(content).hexdigest() != content_hash:
            raise ValueError(f"{content_hash} is not the SHA-256 of the bytes to keep")
        self._originals[content_hash] = content

    def keep_originals(self, contents: Mapping[str, bytes]) -> None:
        for content_hash, content in contents.items():
            self.keep_original(content_hash, content)

    def kept(self, content_hash: str) -> bytes:
        if content_hash not in self._originals:
            raise NotFoundError(f"original {content_hash} is gone")
        return self._originals[content_hash]

    def move(self, document_id: str, source_key: str) -> None:
        old = self._held(document_id).source_key
        if old == source_key:
            return
        for one in list(self.documents.values()):
            if one.source_key == source_key and one.state in ANSWERING:
                self.documents[one.id] = replace(one, state=DocumentState.SUPERSEDED)
            if one.source_key == old:
                self.documents[one.id] = replace(one, source_key=source_key)
        self._names[source_key] = self._names.pop(old)
        self.corrections[:] = [_moved(one, old, source_key) for one in self.corrections]
        self._version += 1

    def relabel(self, document_id: str, label: str) -> None:
        source = self._held(document_id).source_key
        versions = [one for one in self.documents.values() if one.source_key == source and one.label != label]
        for one in versions:
            self.documents[one.id] = replace(one, label=label)
        self._version += bool(versions)

    def relabel_parts(self, start: str, label: str) -> int:
        changed = 0
        for one in [held for held in self.documents.values() if held.source_key.startswith(start)]:
            given, corrected = dict(one.given) | {"label": label}, dict(one.sources).get("label", "").startswith(CORRECTED)
            if dict(one.given).get("label", one.label) != label:
                self.documents[one.id] = replace(one, label=one.label if corrected else label, given=tuple(given.items()))
                changed += 1
        self._version += bool(changed)
        return changed

    def mark(self, kinds: Sequence[MarkKind], marks: Sequence[PageMark]) -> None:
        kept = [one for one in self._marks if one.kind not in kinds]
        self._marks = kept + [one for one in marks if one.document_id in self.documents]

    def marks(self, access: Access, document_ids: Sequence[str]) -> list[PageMark]:
        readable = [key for key in dict.fromkeys(document_ids) if key in self.documents and _visible(self.documents[key], access)]
        found = [one for one in self._marks if one.document_id in readable]
        return sorted(found, key=lambda one: (readable.index(one.document_id), one.page, one.kind.value))

    def sizes(self) -> list[tuple[str, DocumentState, int]]:
        return [(one.id, one.state, one.chunk_count) for one in self.documents.values() if one.state in ANSWERING]

    def current(self, source_key: str) -> Document | None:
        found = [one for one in self.documents.values() if one.source_key == source_key and one.state in ANSWERING]
        return replace(found[-1], text="", pages=()) if found else None

    def newest(self, source_key: str) -> Document | None:
        found = [one for one in self.documents.values() if one.source_key == source_key]
        return replace(found[-1], text="", pages=()) if found else None

    def by_content(self, content_hash: str) -> list[Document]:
        return [replace(one, text="", pages=()) for one in self.documents.values() if one.content_hash == content_hash]

    def known(self, source_keys: Sequence[str], content_hashes: Sequence[str]) -> frozenset[str]:
        held = {one.source_key for one in self.documents.values()} | {one.content_hash for one in self.documents.values()}
        return frozenset(held & {*source_keys, *content_hashes})

    def purged(self, source_keys: Sequence[str], content_hashes: Sequence[str]) -> Mapping[str, datetime]:
        return {}

    def free_name(self, stem: str, source_key: str, *, taken: Collection[str] = (), seen: Access | None = None) -> str:
        if source_key in self._names:
            return self._names[source_key]
        shown = {one.source_key for one in self.documents.values() if seen is None or _visible(one, seen)}
        held = {name for key, name in self._names.items() if seen is None or key in shown}
        name, number = stem, 1
        while name in held or name in taken:
            number += 1
            name = f"{stem}~{number}"
        return name

    def rename(self, source_key: str, name: str) -> None:
        if any(held == name and key != source_key for key, held in self._names.items()):
            raise ValueError(f"{name} is the name of another source")
        for key, one in self.documents.items():
            if one.source_key == source_key:
                self.documents[key] = replace(one, name=name)
                self._names[source_key], self._version = name, self._version + 1

    def chunks(
        self, access: Access, *, ids: Sequence[str] = (), document_ids: Sequence[str] = (), pages: Collection[int] | None = None
    ) -> list[Chunk]:
        if ids and document_ids:
            raise ValueError("ask for chunks by id or by document, not both")
        readable = {key: chunks for key, chunks in self.chunks_of.items() if _visible(self.documents[key], access)}
        if ids:
            by_id = {chunk.id: chunk for chunks in readable.values() for chunk in chunks}
            return [by_id[key] for key in dict.fromkeys(ids) if key in by_id]
        found = [chunk for key in dict.fromkeys(document_ids) for chunk in readable.get(key, [])]
        return [chunk for chunk in found if pages is None or chunk.page in pages]

    def version(self) -> int:
        return self._version

    def _held(self, document_id: str) -> Document:
        if document_id not in self.documents:
            raise NotFoundError(f"no document {document_id}")
        return self.documents[document_id]

    def _older(self, document: Document) -> list[Document]:
        held = list(self.documents.values())
        before = held[: next(index for index, one in enumerate(held) if one.id == document.id)]
        return [one for one in before if one.id == document.supersedes or one.source_key == document.source_key]

    def _findable(self, document: Document) -> bool:
        if document.state in (DocumentState.PARSED, DocumentState.LEXICAL):
            return not any(one.state in ANSWERING for one in self._older(document))
        return document.state is DocumentState.COMPLETE

    def _filtered(self, wanted: DocumentFilter) -> Iterator[Document]:
        for document in self.documents.values():
            fields = (
                (document.company, wanted.companies),
                (document.form_type, wanted.form_types),
                (document.fiscal_year, wanted.fiscal_years),
                (document.name, wanted.names),
                (document.id, wanted.ids),
                (document.kind, wanted.kinds),
            )
            came = document.known_at
            in_time = (wanted.known_from or came) <= came and (wanted.known_before is None or came < wanted.known_before)
            called = _called(document)
            in_words = (
                document.source_key.startswith(wanted.source_start)
                and document.name in (wanted.named_in or document.name)
                and all(one.casefold() in called for one in wanted.said)
            )
            is_wanted = in_time and in_words and all(_wanted(value, values) for value, values in fields)
            if is_wanted and (wanted.any_state or self._findable(document)):
                yield document


def _moved(one: Correction, old: str, new: str) -> Correction:
    if one.target == new and one.undone_at is None:
        return replace(one, undone_at=datetime.now(UTC), undone_by=one.user)
    return replace(one, target=new) if one.target == old else one


class FakeCorrectionStore:
    """Corrections in the list of a fake document store, which moves them."""

    def __init__(self, documents: FakeDocumentStore) -> None:
        self._documents = documents

    def make(self, correction: Correction) -> Correction:
        made = replace(correction, id=len(self._documents.corrections) + 1)
        self._documents.corrections.append(made)
        return made

    def undo(self, access: Access, correction_id: int, *, at: datetime) -> Correction:
        found = [one for one in self._documents.corrections if one.id == correction_id and self._seen(one, access)]
        if not found:
            raise NotFoundError(f"no correction {correction_id}")
        access.need(needed_for(found[0].kind, found[0].field))
        if found[0].undone_at is not None:
            raise UsageError(f"correction {correction_id} was undone before")
        undone = replace(found[0], undone_at=at, undone_by=access.user)
        self._documents.corrections[correction_id - 1] = undone
        return undone

    def of(self, access: Access, kind: Corrected, target: str) -> list[Correction]:
        held = self._documents.corrections
        return [one for one in held if (one.kind, one.target) == (kind, target) and self._seen(one, access)]

    def of_company(self, access: Access, kind: Corrected, company: str) -> list[Correction]:
        held = self._documents.corrections
        return [one for one in held if company and (one.kind, one.company) == (kind, company) and self._seen(one, access)]

    def holding(self, kind: Corrected, target: str, *, company: str = "", label: str = PUBLIC) -> list[Correction]:
        held = [one for one in self._documents.corrections if one.kind == kind and one.undone_at is None]
        labels = {PUBLIC, label}
        newest = {held.source_key: held.label for held in self._documents.documents.values()}
        return [
            one for one in held if one.target == target or (one.company and one.company == company and newest.get(one.target, "") in labels)
        ]

    def _seen(self, one: Correction, access: Access) -> bool:
        versions = [held for held in self._documents.documents.values() if held.source_key == one.target]
        return bool(versions) and _visible(versions[-1], access) and (access.as_of is None or one.made_at <= access.as_of)


class FakeFactStore:
    """The facts of a fake document store."""

    def __init__(self, documents: FakeDocumentStore) -> None:
        self._documents = documents

    def find(self, access: Access, wanted: FactFilter) -> list[Fact]:
        found = []
        for document in self._documents.find(access, DocumentFilter(ids=wanted.document_ids)):
            facts = sorted(self._documents.facts_of[document.id], key=lambda fact: (fact.page, fact.start, fact.cell_start))
            found.extend(fact for fact in facts if wanted.fits(fact))
        return found

    def companies(self, access: Access) -> list[str]:
        return sorted({document.company for document in self._documents.find(access, DocumentFilter()) if document.company is not None})


class FakeCompanyNames:
    """Names in a dictionary by what makes them one."""

    def __init__(self) -> None:
        self._names: dict[str, tuple[str, str]] = {}

    def all(self) -> dict[str, str]:
        return dict(sorted(self._names.values()))

    def put(self, name: str, company: str, *, user: str) -> None:
        self._names[identity(name)] = (name, company)

    def remove(self, name: str) -> None:
        if self._names.pop(identity(name), None) is None:
            raise NotFoundError(f"the table of company names has no {name}")


class FakeFeedStore:
    """Feeds in a dictionary."""

    def __init__(self) -> None:
        self._feeds: dict[str, Feed] = {}
        self._spans: dict[str, dict[datetime, FeedSpan]] = {}

    def put(self, feed: Feed) -> None:
        self._feeds[feed.url] = feed

    def add(self, feeds: Sequence[Feed]) -> None:
        for feed in feeds:
            self._feeds.setdefault(feed.url, feed)

    def named(self, urls: Collection[str]) -> list[Feed]:
        return [self._feeds[url] for url in sorted(self._feeds) if url in urls]

    def note(self, feed: Feed) -> bool:
        held = self._feeds.get(feed.url)
        if held is None:
            return False
        theirs = {name: getattr(held, name) for name in ("label", "every_minutes", "articles", "added_at")}
        titled_at = feed.polled_at if feed.title and not held.title else held.titled_at
        self._feeds[feed.url] = replace(feed, title=held.title or feed.title, titled_at=titled_at, **theirs)
        spans = self._spans.setdefault(feed.url, {})
        before = [spans[at] for at in sorted(spans) if feed.polled_at and at <= feed.polled_at]
        if span := span_of(feed, before[-1] if before else None):
            spans[span.began_at] = span
        return True

    def spans(self, access: Access, before: datetime) -> list[FeedSpan]:
        found: list[FeedSpan] = []
        for feed in self.all(access):
            spans = [span for at, span in sorted(self._spans.get(feed.url, {}).items()) if at < before]
            reads = [span for span in spans if not span.error]
            found += sorted({*spans[-1:], *reads[-1:]}, key=lambda span: span.began_at)
        return found

    def all(self, access: Access) -> list[Feed]:
        return [self._feeds[url] for url in sorted(self._feeds) if access.allows(self._feeds[url].label)]

    def remove(self, url: str) -> None:
        self._spans.pop(url, None)
        if self._feeds.pop(url, None) is None:
            raise NotFoundError(f"no feed {url}")


class FakeStoryStore:
    """Signatures and ties in memory, found through the documents of a fake store."""

    def __init__(self, documents: FakeDocumentStore) -> None:
        self._documents = documents
        self._signatures: dict[str, StorySignature] = {}
        self._edges: dict[tuple[str, str], StoryEdge] = {}

    def put(self, signatures: Sequence[StorySignature], edges: Sequence[StoryEdge]) -> None:
        new = {one.document_id: one for one in signatures if one.document_id in self._documents.documents}
        self._signatures.update(new)
        self._edges = {pair: edge for pair, edge in self._edges.items() if not new.keys() & set(pair)}
        self._edges |= {(one.earlier, one.later): one for one in edges if {one.earlier, one.later} <= self._signatures.keys()}

    def alike(self, keys: Sequence[Sequence[int]]) -> list[dict[str, bytes]]:
        held = [self._signatures[key] for key in sorted(self._signatures)]
        return [{one.document_id: one.traits for one in held if set(one.keys) & set(wanted)} for wanted in keys]

    def edges(self, access: Access, document_ids: Sequence[str]) -> list[StoryEdge]:
        findable = {document.id for document in self._documents.find(access, DocumentFilter())}
        followed = {pair: edge for pair, edge in self._edges.items() if set(pair) <= findable}
        reached, more = set(document_ids) & findable, True
        while more:
            more = {one for pair in followed if set(pair) & reached for one in pair} - reached
            reached |= more
        return [followed[pair] for pair in sorted(followed) if pair[0] in reached]


def fake_catalog() -> SimpleNamespace:
    """Return fakes over one memory, under the names that `open_catalog` gives the real ones."""
    documents = FakeDocumentStore()
    return SimpleNamespace(
        documents=documents,
        facts=FakeFactStore(documents),
        embeddings=FakeEmbeddingStore(documents),
        jobs=FakeJobQueue(),
        feeds=FakeFeedStore(),
        stories=FakeStoryStore(documents),
        news=FakeNewsStore(documents),
        names=FakeCompanyNames(),
        corrections=FakeCorrectionStore(documents),
        copy=lambda folder: None,
        close=lambda: None,
    )
