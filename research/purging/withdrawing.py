"""Taking the text of purged documents out of what was made from them: "withdrawn" stands in its place.

What cites, quotes or computes from a purged document loses its words and figures as a whole; what somebody typed loses them where a
stretch of the document stands in it. Ids are hashes and tell nothing; names of documents go.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from hashlib import sha256

from research.nouns.answers import Answer, Citation, Claim, QuestionPlan
from research.nouns.conversations import KeptAnswer
from research.nouns.digests import Digest, DigestLine, DigestSection
from research.nouns.drafts import Block, ChartBlock, Draft, MissingBlock, ParagraphBlock, Section, TableBlock
from research.nouns.facts import Calculation, Fact, Operand
from research.nouns.purging import WITHDRAWN, PurgeOrder
from research.purging.traces import Traces

NOTE = "A document that this came from was purged."
# Characters as JSON escapes them, those of one pair together.
_ESCAPES = re.compile(r'(?:\\(?:u[0-9a-fA-F]{4}|["\\/bfnrt]))+')


class Withdrawing:
    """The `Redactor` of one purge."""

    def __init__(self, order: PurgeOrder, traces: Traces) -> None:
        self._ids = order.ids
        self._names = frozenset(one.name for one in order.documents)
        # A name that is a plain word stands in sentences that have nothing to do with the document.
        self._unlike_words = frozenset(one for one in self._names if not one.isalpha())
        self._keys = frozenset(sha256(one.source_key.encode("utf-8", "surrogatepass")).hexdigest() for one in order.documents)
        self._traces = traces

    @property
    def ids(self) -> frozenset[str]:
        """Return the ids of the purged documents."""
        return self._ids

    def suspects(self, stored: str) -> bool:
        """Return whether something that is stored as JSON may have anything of the purged documents."""
        plain = _ESCAPES.sub(lambda found: str(json.loads(f'"{found[0]}"')), stored)
        if any(one in stored for one in self._ids) or any(name in plain for name in self._names):
            return True
        return self._traces.found_in(plain)

    def tells(self, value: str) -> bool:
        """Return whether a value that was recorded names a purged document or the hash of its source, or has a stretch of it."""
        quoted = any(json.dumps(name) in value or json.dumps(name, ensure_ascii=False) in value for name in self._names)
        return quoted or value in self._names | self._keys | self._ids or self._traces.found_in(value)

    def words(self, text: str) -> str:
        """Return words that somebody typed, or "withdrawn" where a stretch of a purged document stands in them."""
        return WITHDRAWN if self._traces.found_in(text) else text

    def answer(self, kept: KeptAnswer) -> KeptAnswer:
        """Return a kept answer without their text.

        One that stands on a purged document keeps its question, when it was asked, and nothing else: whose it was alone can open it.
        """
        answer = kept.answer
        plan = self._plan(answer.plan)
        steps = tuple(replace(one, question=self.words(one.question)) for one in answer.steps)
        asked = replace(answer, question=self.words(answer.question), plan=plan, steps=steps)
        if self._is_touched(answer):
            bare = Answer(
                question=asked.question,
                status=answer.status,
                text=WITHDRAWN,
                plan=plan,
                missing=(NOTE,),
                model=answer.model,
                settings_fingerprint=answer.settings_fingerprint,
                as_of=answer.as_of,
                created_at=answer.created_at,
            )
            return replace(kept, answer=bare, turn=replace(kept.turn, earlier=self._earlier(kept)), document_ids=())
        redacted = replace(
            asked,
            retrieved=tuple(one for one in answer.retrieved if one.chunk.document_id not in self._ids),
            missing=tuple(self._line(line) for line in answer.missing),
        )
        ids = tuple(one for one in kept.document_ids if one not in self._ids)
        made = replace(kept, answer=redacted, turn=replace(kept.turn, earlier=self._earlier(kept)), document_ids=ids)
        return kept if made == kept else made

    def draft(self, draft: Draft) -> Draft:
        """Return a draft without their text."""
        sections = tuple(self._section(one) for one in draft.sections)
        touched = sections != draft.sections or any(one.citation.document_id in self._ids for one in draft.sources)
        conflicts = tuple(replace(one, text=WITHDRAWN if touched else self.words(one.text)) for one in draft.conflicts)
        made = replace(
            draft,
            title=self.words(draft.title),
            subtitle=self.words(draft.subtitle),
            topic=self.words(draft.topic),
            sections=sections,
            sources=tuple(one for one in draft.sources if one.citation.document_id not in self._ids),
            elements=tuple(replace(one, value=self.words(one.value)) for one in draft.elements),
            choices=tuple(one for one in draft.choices if one.document_id not in self._ids),
            conflicts=conflicts,
            open_items=tuple(WITHDRAWN if touched and self._says_a_name(one) else self.words(one) for one in draft.open_items),
        )
        return draft if made == draft else made

    def digest(self, digest: Digest) -> Digest:
        """Return a digest without their text."""
        gone = {line.id for section in digest.sections for line in section.lines if self._stands_on(line)}
        summary = replace(
            digest.summary,
            sentences=tuple(
                one if gone.isdisjoint(one.lines) else replace(one, text=WITHDRAWN, lines=()) for one in digest.summary.sentences
            ),
        )
        made = replace(
            digest,
            sections=tuple(self._digest_section(one) for one in digest.sections),
            summary=summary,
            missing=tuple(self._line(one) for one in digest.missing),
        )
        return digest if made == digest else made

    def _digest_section(self, section: DigestSection) -> DigestSection:
        lines = tuple(self._digest_line(line) if self._stands_on(line) else line for line in section.lines)
        return replace(section, lines=lines)

    @staticmethod
    def _digest_line(line: DigestLine) -> DigestLine:
        return DigestLine(id=line.id, text=WITHDRAWN, citations=(), event=line.event, company=line.company, at=line.at)

    def _stands_on(self, line: DigestLine) -> bool:
        return self._cites(line.citations) or self._computes(line.calculation)

    def _section(self, section: Section) -> Section:
        blocks = tuple(self._block(one) for one in section.blocks)
        made = replace(section, heading=self.words(section.heading), blocks=blocks)
        return section if made == section else made

    def _block(self, block: Block) -> Block:
        made: Block
        if isinstance(block, ParagraphBlock):
            made = replace(block, claims=tuple(self._claim(one) for one in block.claims))
        elif isinstance(block, TableBlock):
            made = self._table(block)
        elif isinstance(block, ChartBlock):
            made = self._chart(block)
        else:
            made = replace(block, text=self._line(block.text)) if isinstance(block, MissingBlock) else block
        return block if made == block else made

    def _claim(self, claim: Claim) -> Claim:
        if self._rests(claim) or any(name in claim.text for name in self._unlike_words):
            return Claim(WITHDRAWN)
        # What cites other documents alone is theirs, whatever it has in common with a purged one.
        return claim if claim.citations else replace(claim, text=self.words(claim.text))

    def _table(self, block: TableBlock) -> TableBlock:
        if not self._cites(block.sources) and not any(self._rests(cell) for row in block.rows for cell in row):
            return replace(
                block,
                caption=self.words(block.caption),
                header=tuple(map(self.words, block.header)),
                rows=tuple(tuple(self._claim(cell) for cell in row) for row in block.rows),
                unit=self.words(block.unit),
            )
        rows = tuple(tuple(Claim(WITHDRAWN if cell.text else "") for cell in row) for row in block.rows)
        header = tuple(WITHDRAWN if one else "" for one in block.header)
        return TableBlock(WITHDRAWN, header, rows, totals=block.totals)

    def _chart(self, block: ChartBlock) -> ChartBlock:
        if not self._cites(block.sources):
            return replace(
                block,
                caption=self.words(block.caption),
                alt_text=self.words(block.alt_text),
                unit=self.words(block.unit),
                labels=tuple(map(self.words, block.labels)),
                series=tuple(replace(one, name=self.words(one.name)) for one in block.series),
            )
        series = tuple(replace(one, name=WITHDRAWN, values=tuple(None for _ in one.values)) for one in block.series)
        labels = tuple(WITHDRAWN for _ in block.labels)
        return ChartBlock(WITHDRAWN, WITHDRAWN, "", labels, series, form=block.form, estimates_from=block.estimates_from)

    def _is_touched(self, answer: Answer) -> bool:
        """Return whether an answer says anything that stands in a purged document, not only found it on the way."""
        return (
            self._cites(answer.citations)
            or any(map(self._rests, answer.claims))
            or any(self._computes(one.calculation) for one in answer.values)
            or self._computes(answer.calculation)
            or (not answer.citations and self._traces.found_in(answer.text))
        )

    def _rests(self, claim: Claim) -> bool:
        return self._cites(claim.citations) or self._computes(claim.calculation)

    def _cites(self, citations: Iterable[Citation]) -> bool:
        return any(one.document_id in self._ids for one in citations)

    def _computes(self, calculation: Calculation | None) -> bool:
        return calculation is not None and any(fact.document_id in self._ids for fact in _facts(calculation))

    def _plan(self, plan: QuestionPlan) -> QuestionPlan:
        return QuestionPlan(WITHDRAWN) if self._traces.found_in(plan.question) else plan

    def _earlier(self, kept: KeptAnswer) -> QuestionPlan | None:
        return self._plan(kept.turn.earlier) if kept.turn.earlier else None

    def _says_a_name(self, text: str) -> bool:
        return any(name in text for name in self._names)

    def _line(self, text: str) -> str:
        return WITHDRAWN if self._says_a_name(text) else self.words(text)


def _facts(operand: Operand) -> Iterator[Fact]:
    if isinstance(operand, Fact):
        yield operand
        return
    for _, inner in operand.inputs:
        yield from _facts(inner)
