"""The lexical index: tantivy in a local folder, its files checked before they are opened. The only door to tantivy.

Tantivy's segments are never changed once written, but they are read as mapped memory: a file cut short while it is read ends the process.
So the files are compared with the manifest before each use, and no thread of tantivy's reads them on its own. An index that a
killed process left is not mended but rebuilt from the catalog.
"""

from __future__ import annotations

import json
import math
import re
import unicodedata
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from research.indexing.bm25 import Clause, Statistics, inverse_frequency, pack
from research.indexing.held import HeldIndex
from research.indexing.manifest import IndexFolder, Manifest
from research.nouns.documents import Chunk
from research.nouns.queries import IndexHit, LexicalQuery
from research.protocols.search import DocumentChunks
from research.text.han import is_han
from research.text.segments import parted_words

if TYPE_CHECKING:
    import tantivy

FORMAT = 3
ANALYZER = "desk"
# A word of the context (company, period, form, section) says less than the same word in the text: every chunk of a section has it.
FIELD_WEIGHTS: Mapping[str, float] = {"text": 1.0, "context": 0.5}
WRITER_BYTES = 64_000_000
# Scores are sums of 32-bit floats in no fixed order; what differs beyond these digits is not a difference.
SCORE_DIGITS = 4
TIE_ROOM = 32
# Sets of documents whose words were counted, that are kept for each state of the index: readers have few different rights.
MOST_COUNTED = 16
# The engine's lengths are rounded down by up to an eighth, and those of what was removed count until it merges.
SLACK = 1.2
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
    counted: OrderedDict[frozenset[str], Statistics] = field(default_factory=OrderedDict)

    def filled(self) -> int:
        """Return how many documents have chunks, counted once for each write."""
        if self._counted[0] != self.manifest.state:
            self._counted = (self.manifest.state, sum(1 for count in self.manifest.documents.values() if count))
        return self._counted[1]

    def statistics(self, counted: frozenset[str]) -> Statistics:
        """Return what is counted of the documents of a set, the last sets kept."""
        known = self.counted.pop(counted, None)
        self.counted[counted] = known = known or _statistics(self, counted)
        while len(self.counted) > MOST_COUNTED:
            self.counted.popitem(last=False)
        return known


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

    def query(
        self, query: LexicalQuery, *, limit: int, document_ids: frozenset[str], counted: frozenset[str] | None = None
    ) -> list[IndexHit]:
        """Return matching chunks inside `document_ids`, best first, at most `limit`, none with score 0; ties by chunk id.

        How rare words are is counted in the documents of `counted`, which hold the others; in all that are held without it.
        """
        if limit < 1:
            raise ValueError(f"a limit of {limit}")
        with self._session() as opened:
            held = opened.manifest.documents
            whole = held.keys() <= document_ids
            wanted = () if whole else tuple(document_id for document_id in document_ids if held.get(document_id))
            whole = whole or len(wanted) == opened.filled()
            clauses = _clauses(opened, query) if whole or wanted else []
            if not clauses:
                return []
            inside = None if whole else wanted
            if counted is None:
                return _search(opened, _compile(opened, clauses, inside), limit)
            return _search_counted(opened, clauses, inside, opened.statistics(counted), limit=limit)

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
                    writer.add_document(_row(chunk, opened.analyzer))
                documents[document_id] = len(chunks)
            writer.commit()
            writer.wait_merging_threads()  # merges change files: none may run once the manifest is written
            opened.index.reload()
            opened.searcher = opened.index.searcher()
            opened.counted.clear()
            if opened.searcher.num_docs != sum(documents.values()):
                raise self._folder.damaged(f"it holds {opened.searcher.num_docs} rows after a write, not {sum(documents.values())}")
            opened.manifest = self._folder.finish(documents)


def _schema() -> tantivy.Schema:
    import tantivy  # noqa: PLC0415

    builder = tantivy.SchemaBuilder()
    builder.add_text_field("chunk_id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("document_id", tokenizer_name="raw", index_option="basic")
    for name in FIELD_WEIGHTS:
        builder.add_text_field(name, tokenizer_name=ANALYZER)
        builder.add_integer_field(f"{name}_length", stored=False, indexed=False, fast=True)
    builder.add_bytes_field("packed", stored=True, indexed=False, fast=False)
    return builder.build()


def _analyzer() -> tantivy.TextAnalyzer:
    """Return the analysis of text and queries: words and numbers in lower case without accents, English stems (Snowball)."""
    from tantivy import Filter, TextAnalyzerBuilder, Tokenizer  # noqa: PLC0415

    builder = TextAnalyzerBuilder(Tokenizer.regex(_WORD))
    for step in (Filter.remove_long(LONGEST_WORD), Filter.lowercase(), Filter.ascii_fold(), Filter.stemmer("english")):
        builder = builder.filter(step)
    return builder.build()


def _row(chunk: Chunk, analyzer: tantivy.TextAnalyzer) -> tantivy.Document:
    import tantivy  # noqa: PLC0415

    texts = {"text": searchable(chunk.text), "context": searchable(chunk.context)}
    terms = {name: analyzer.analyze(text) for name, text in texts.items()}
    lengths = {f"{name}_length": len(found) for name, found in terms.items()}
    packed = pack([terms[name] for name in FIELD_WEIGHTS]).encode()
    return tantivy.Document(chunk_id=chunk.id, document_id=chunk.document_id, packed=packed, **texts, **lengths)


def _clauses(opened: _Open, query: LexicalQuery) -> list[Clause]:
    """Return what a query asks: "any phrase, in either field"."""
    clauses: list[Clause] = []
    for phrase in query.phrases:
        terms = opened.analyzer.analyze(searchable(" ".join(phrase.words)))
        if terms and phrase.weight > 0:
            clauses += [Clause(name, part, phrase.weight * weight) for name, weight in FIELD_WEIGHTS.items() for part in _parts(terms)]
    return clauses


def _parts(terms: Sequence[str]) -> list[tuple[str, ...]]:
    """Return what is asked of a field for a phrase: its words side by side, or, since nothing parts those of a Chinese one, any of them.

    A lone Han character beside words says little ("的", "是").
    """
    if len(terms) > 1 and any(map(is_han, terms)):
        asked = [term for term in dict.fromkeys(terms) if len(term) > 1 or not is_han(term)] or list(terms)
        return [(term,) for term in asked]
    return [tuple(terms)]


def _compile(opened: _Open, clauses: Sequence[Clause], inside: Sequence[str] | None) -> tantivy.Query:
    """Return "any clause, inside these documents", the documents adding nothing to the score; inside all without any."""
    from tantivy import Occur, Query  # noqa: PLC0415

    found = [(Occur.Should, Query.boost_query(_asked(opened, one), one.weight)) for one in clauses]
    any_clause = Query.boolean_query(found)
    return any_clause if inside is None else Query.boolean_query([(Occur.Must, any_clause), (Occur.Must, _inside(opened, inside))])


def _asked(opened: _Open, clause: Clause) -> tantivy.Query:
    from tantivy import Query  # noqa: PLC0415

    schema = opened.index.schema
    if len(clause.terms) == 1:
        return Query.term_query(schema, clause.field, clause.terms[0])
    return Query.phrase_query(schema, clause.field, [*clause.terms])


def _inside(opened: _Open, document_ids: Sequence[str]) -> tantivy.Query:
    from tantivy import Query  # noqa: PLC0415

    return Query.const_score_query(Query.term_set_query(opened.index.schema, "document_id", list(document_ids)), 0.0)


def _statistics(opened: _Open, counted: frozenset[str]) -> Statistics:
    """Return what is counted of the documents of a set: in them, or in all others where those are fewer."""
    from tantivy import Occur, Query  # noqa: PLC0415

    held = opened.manifest.documents
    inside = [one for one, count in held.items() if count and one in counted]
    outside = [one for one, count in held.items() if count and one not in counted]
    chunks = sum(held[one] for one in inside)
    fewer = min(inside, outside, key=len)

    def of_fewer(query: tantivy.Query) -> tantivy.Query:
        """Return a query inside the fewer documents."""
        return Query.boolean_query([(Occur.Must, query), (Occur.Must, _inside(opened, fewer))])

    def whole_or_less(whole: float, of_these: float) -> float:
        """Return what is counted inside, given that of all and of the fewer documents."""
        return of_these if fewer is inside else whole - of_these

    def count(name: str, term: str) -> int:
        """Return how many chunks hold a term in a field."""
        asked = Query.term_query(opened.index.schema, name, term)
        whole = _number(opened, asked) if fewer is outside else 0
        return int(whole_or_less(whole, _number(opened, of_fewer(asked)) if fewer else 0))

    every = Query.all_query()
    totals = {name: whole_or_less(_words(opened, every, name), _words(opened, of_fewer(every), name)) for name in FIELD_WEIGHTS}
    return Statistics(chunks, {name: total / chunks if chunks else 0.0 for name, total in totals.items()}, count)


def _number(opened: _Open, query: tantivy.Query) -> int:
    """Return how many chunks a query finds, what was removed not counted."""
    found = opened.searcher.search(query, limit=1, count=True)
    return int(found.count or 0)  # type: ignore[attr-defined]  # the stubs lack it


def _words(opened: _Open, query: tantivy.Query, name: str) -> float:
    """Return how many words the chunks that a query finds have in a field."""
    found = opened.searcher.aggregate(query, {"words": {"sum": {"field": f"{name}_length"}}})
    told = json.loads(found) if isinstance(found, str) else found
    return float(told["words"]["value"] or 0)


def _search_counted(
    opened: _Open, clauses: Sequence[Clause], inside: Sequence[str] | None, counted: Statistics, *, limit: int
) -> list[IndexHit]:
    """Return the best `limit` chunks by the words of the counted documents alone.

    The engine proposes by its own count, each clause set to be as rare as it is in the counted documents; what is left differs by the
    average lengths alone, so that chunks below a bound cannot be among the best.
    """
    from tantivy import Query  # noqa: PLC0415

    set_right = [replace(one, weight=one.weight * counted.rarity(one) / _engines_rarity(opened, one)) for one in clauses]
    compiled = _compile(opened, set_right, inside)
    total = opened.searcher.num_docs or 1
    longer = (counted.lengths[name] * total / max(1.0, _words(opened, Query.all_query(), name)) for name in FIELD_WEIGHTS)
    most = SLACK * max(1.0, *longer)
    room, known = limit + TIE_ROOM, dict[str, float]()
    while True:
        found = opened.searcher.search(compiled, limit=room, count=False).hits
        for _, place in found[len(known) :]:
            row = opened.searcher.doc(place)
            packed = bytes(row.get_first("packed") or b"").decode()
            known[str(row.get_first("chunk_id"))] = round(counted.score(clauses, packed), SCORE_DIGITS)
        best = sorted(((-score, chunk_id) for chunk_id, score in known.items() if score > 0))[:limit]
        if len(found) < room or (len(best) == limit and float(found[-1][0]) * most < -best[-1][0]):
            return [IndexHit(chunk_id, -score) for score, chunk_id in best]
        room *= 4


def _engines_rarity(opened: _Open, clause: Clause) -> float:
    """Return how rare a clause is to the engine, which counts all that it holds."""
    total = opened.searcher.num_docs
    return math.fsum(inverse_frequency(total, min(total, opened.searcher.doc_freq(clause.field, term))) for term in clause.terms)


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
