"""The lexical index: tantivy in a local folder, its files checked before they are opened. The only door to tantivy.

Tantivy's segments are never changed once written, but they are read as mapped memory: a file cut short while it is read ends the process.
So the files are compared with the manifest before each use, and no thread of tantivy's reads them on its own. An index that a
killed process left is not mended but rebuilt from the catalog.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from research.indexing.held import HeldIndex
from research.indexing.manifest import IndexFolder, Manifest
from research.nouns.documents import Chunk
from research.nouns.queries import IndexHit, LexicalQuery
from research.protocols.search import DocumentChunks
from research.text.han import is_han
from research.text.segments import parted_words

if TYPE_CHECKING:
    import tantivy

FORMAT = 2
ANALYZER = "desk"
# A word of the context (company, period, form, section) says less than the same word in the text: every chunk of a section has it.
FIELD_WEIGHTS: Mapping[str, float] = {"text": 1.0, "context": 0.5}
WRITER_BYTES = 64_000_000
# Scores are sums of 32-bit floats in no fixed order; what differs beyond these digits is not a difference.
SCORE_DIGITS = 4
TIE_ROOM = 32
LONGEST_WORD = 80
_LOCKS = frozenset({".tantivy-meta.lock", ".tantivy-writer.lock"})
_WORD = r"[\p{L}\p{N}]+(?:[.&][\p{L}\p{N}]+)*"
_HYPHENS = re.compile("[\u2010-\u2012]")
# Each begins with the character that is taken out: the engine looks for that alone, five times faster than for words around it.
_GROUPED = re.compile(r",(?<=\d,)(?=\d{3}(?!\d))")
_FORM_NAME = re.compile(r"-(?:(?=[a-z]\b)(?:(?<=\b\d-)|(?<=\b\d\d-))|(?=\d{1,3}\b)(?<=\b[a-z]-))", re.IGNORECASE)
_INITIALS = re.compile(r"\.(?:(?=[a-z]\.)(?<=\b[a-z]\.)|(?<=\b[a-z]\.[a-z]\.))", re.IGNORECASE)
_POSSESSIVE = re.compile(r"['\u2019]s\b", re.IGNORECASE)


def searchable(text: str) -> str:
    """Return text as it is indexed and asked for, so that spellings of one thing meet.

    NFKC without soft hyphens; "1,577" as "1577", "10-K" as "10K", "U.S." as "US", "company's" as "company"; Chinese, which has no spaces,
    with a space between its words.
    """
    if not text.isascii():
        text = parted_words(_HYPHENS.sub("-", unicodedata.normalize("NFKC", text).replace("\u00ad", "")))
    return _POSSESSIVE.sub("", _INITIALS.sub("", _FORM_NAME.sub("", _GROUPED.sub("", text))))


@dataclass(slots=True)
class _Open:
    """An open index with a searcher on the files that a manifest describes."""

    index: tantivy.Index
    searcher: tantivy.Searcher
    manifest: Manifest
    analyzer: tantivy.TextAnalyzer
    _counted: tuple[str, int] = ("", 0)

    def filled(self) -> int:
        """Return how many documents have chunks, counted once for each write."""
        if self._counted[0] != self.manifest.state:
            self._counted = (self.manifest.state, sum(1 for count in self.manifest.documents.values() if count))
        return self._counted[1]


class TantivyIndex(HeldIndex[_Open]):
    """The `LexicalIndex` over tantivy. Threads and processes may share a folder; only the holder of the ingest lease writes."""

    def __init__(self, folder: Path) -> None:
        super().__init__(IndexFolder(folder, name="lexical index", made_with=f"tantivy {FORMAT}", ignored=_LOCKS))
        self._opened: _Open | None = None

    def check(self) -> None:
        """Raise IndexDamagedError unless the files open and hold the rows that the manifest counts."""
        with self._session():
            pass

    def add(self, document_id: str, chunks: Sequence[Chunk]) -> None:
        """Index a document's chunks, replacing those it had; durable when it returns.

        Raises ValueError when a chunk is another document's or two have one id.
        """
        self.add_all([(document_id, chunks)])

    def add_all(self, documents: Sequence[DocumentChunks]) -> None:
        """Index the chunks of several documents, each once, in one write: all are durable when it returns. Raises as `add`."""
        for document_id, chunks in documents:
            if any(chunk.document_id != document_id for chunk in chunks):
                raise ValueError(f"a chunk given for {document_id} belongs to another document")
            if len({chunk.id for chunk in chunks}) != len(chunks):
                raise ValueError(f"two chunks of {document_id} have one id")
        if len({document_id for document_id, _ in documents}) != len(documents):
            raise ValueError("a document is given twice")
        if documents:
            self._write([document_id for document_id, _ in documents], documents)

    def remove(self, document_id: str) -> None:
        """Forget a document; one that is not held is no error."""
        self.remove_all([document_id])

    def remove_all(self, document_ids: Sequence[str]) -> None:
        """Forget several documents in one write; those that are not held are no error."""
        self._write(document_ids, ())

    def query(self, query: LexicalQuery, *, limit: int, document_ids: frozenset[str]) -> list[IndexHit]:
        """Return matching chunks inside `document_ids`, best first, at most `limit`, none with score 0; ties by chunk id."""
        if limit < 1:
            raise ValueError(f"a limit of {limit}")
        with self._session() as opened:
            held = opened.manifest.documents
            whole = held.keys() <= document_ids
            wanted = () if whole else tuple(document_id for document_id in document_ids if held.get(document_id))
            whole = whole or len(wanted) == opened.filled()
            compiled = _compile(opened, query, wanted, whole=whole) if whole or wanted else None
            return _search(opened, compiled, limit) if compiled else []

    def _release(self) -> None:
        self._opened = None

    @staticmethod
    def _is_engine_failure(error: BaseException) -> bool:
        # Tantivy fails with ValueError; a panic of its engine is no Exception and has no importable class.
        return isinstance(error, ValueError) or type(error).__name__ == "PanicException"

    def _ready(self) -> _Open:
        manifest, opened = self._folder.manifest(), self._opened
        if self._folder.unfinished() is not None:
            raise self._folder.damaged("a write was not finished")
        if changed := self._folder.changed(manifest):
            raise self._folder.damaged(f"{', '.join(sorted(changed))} differ from what was written")
        if opened is None or opened.manifest.state != manifest.state:
            opened = self._opened = self._open(manifest)
        return opened

    def _open(self, manifest: Manifest) -> _Open:
        import tantivy  # noqa: PLC0415

        if manifest.state:
            index = tantivy.Index.open(str(self._folder.data))
        else:
            self._folder.begin()
            index = tantivy.Index(_schema(), path=str(self._folder.data))
            manifest = self._folder.finish({})
        analyzer = _analyzer()
        index.register_tokenizer(ANALYZER, analyzer)
        index.config_reader(reload_policy="manual")  # by default a thread opens whatever is committed
        searcher = index.searcher()
        if searcher.num_docs != manifest.chunks:
            raise self._folder.damaged(f"it holds {searcher.num_docs} rows, not {manifest.chunks}")
        return _Open(index, searcher, manifest, analyzer)

    def _write(self, document_ids: Sequence[str], put: Sequence[DocumentChunks]) -> None:
        """Replace the rows of documents by those of `put`; without any they are only removed."""
        with self._session() as opened:
            documents = dict(opened.manifest.documents)
            held = [document_id for document_id in document_ids if document_id in documents]
            if not put and not held:
                return
            self._folder.begin(*document_ids)
            writer = opened.index.writer(heap_size=WRITER_BYTES, num_threads=1)
            for document_id in held:
                if documents.pop(document_id):
                    writer.delete_documents_by_term("document_id", document_id)
            for document_id, chunks in put:
                for chunk in chunks:
                    writer.add_document(_row(chunk))
                documents[document_id] = len(chunks)
            writer.commit()
            writer.wait_merging_threads()  # merges change files: none may run once the manifest is written
            opened.index.reload()
            opened.searcher = opened.index.searcher()
            if opened.searcher.num_docs != sum(documents.values()):
                raise self._folder.damaged(f"it holds {opened.searcher.num_docs} rows after a write, not {sum(documents.values())}")
            opened.manifest = self._folder.finish(documents)


def _schema() -> tantivy.Schema:
    import tantivy  # noqa: PLC0415

    builder = tantivy.SchemaBuilder()
    builder.add_text_field("chunk_id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("document_id", tokenizer_name="raw", index_option="basic")
    for field in FIELD_WEIGHTS:
        builder.add_text_field(field, tokenizer_name=ANALYZER)
    return builder.build()


def _analyzer() -> tantivy.TextAnalyzer:
    """Return the analysis of text and queries: words and numbers in lower case without accents, English stems (Snowball)."""
    from tantivy import Filter, TextAnalyzerBuilder, Tokenizer  # noqa: PLC0415

    builder = TextAnalyzerBuilder(Tokenizer.regex(_WORD))
    for step in (Filter.remove_long(LONGEST_WORD), Filter.lowercase(), Filter.ascii_fold(), Filter.stemmer("english")):
        builder = builder.filter(step)
    return builder.build()


def _row(chunk: Chunk) -> tantivy.Document:
    import tantivy  # noqa: PLC0415

    return tantivy.Document(
        chunk_id=chunk.id, document_id=chunk.document_id, text=searchable(chunk.text), context=searchable(chunk.context)
    )


def _compile(opened: _Open, query: LexicalQuery, wanted: Sequence[str], *, whole: bool) -> tantivy.Query | None:
    """Return "any phrase, in either field, inside these documents", the documents adding nothing to the score; None when none can match."""
    from tantivy import Occur, Query  # noqa: PLC0415

    schema = opened.index.schema
    clauses: list[tuple[Occur, Query]] = []
    for phrase in query.phrases:
        terms = opened.analyzer.analyze(searchable(" ".join(phrase.words)))
        if not terms or phrase.weight <= 0:
            continue
        for field, weight in FIELD_WEIGHTS.items():
            clauses += [(Occur.Should, Query.boost_query(found, phrase.weight * weight)) for found in _queries(schema, field, terms)]
    if not clauses:
        return None
    any_phrase = Query.boolean_query(clauses)
    if whole:
        return any_phrase
    inside = Query.const_score_query(Query.term_set_query(schema, "document_id", list(wanted)), 0.0)
    return Query.boolean_query([(Occur.Must, any_phrase), (Occur.Must, inside)])


def _queries(schema: tantivy.Schema, field: str, terms: Sequence[str]) -> list[tantivy.Query]:
    """Return what a phrase asks of a field: its words side by side, or, since nothing parts those of a Chinese one, any of them.

    A lone Han character beside words says little ("的", "是").
    """
    from tantivy import Query  # noqa: PLC0415

    if len(terms) > 1 and any(map(is_han, terms)):
        asked = [term for term in dict.fromkeys(terms) if len(term) > 1 or not is_han(term)] or list(terms)
        return [Query.term_query(schema, field, term) for term in asked]
    return [Query.term_query(schema, field, terms[0]) if len(terms) == 1 else Query.phrase_query(schema, field, list(terms))]


def _search(opened: _Open, query: tantivy.Query, limit: int) -> list[IndexHit]:
    """Return the best `limit` chunks; more are looked at until the last is clearly below the cut, so that ties are broken by id alone."""
    room = limit + TIE_ROOM
    while True:
        found = opened.searcher.search(query, limit=room, count=False).hits
        scores = [round(float(score), SCORE_DIGITS) for score, _ in found]
        if len(found) < room or scores[-1] < scores[limit - 1]:
            break
        room *= 4
    cut = scores[limit - 1] if len(scores) >= limit else 0.0
    hits = [
        IndexHit(str(opened.searcher.doc(place).get_first("chunk_id")), score)
        for score, (_, place) in zip(scores, found, strict=True)
        if score >= cut and score > 0
    ]
    return sorted(hits, key=lambda hit: (-hit.score, hit.chunk_id))[:limit]
