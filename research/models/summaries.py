"""The paragraph on top of a digest: a model's sentences over the digest's own lines, each checked, or one line why there is none."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import structlog

from research.errors import DeskError
from research.models.checking import DraftChecker, Given
from research.models.drafted import DraftAsker, ForDraft
from research.models.instructions import without_instructions
from research.models.limited import Caps
from research.models.parsing import draft_schema
from research.models.prompts import prompt
from research.models.replay import KeptReplies
from research.models.service import Asking
from research.models.sources import ComputedFact, Source, defused, shown, tokens_of
from research.models.writer import UNSUPPORTED
from research.nouns.access import Access
from research.nouns.answers import Citation, Claim, QuestionPlan
from research.nouns.digests import Digest, DigestLine, DigestSentence, DigestSummary
from research.nouns.documents import Document
from research.nouns.models import DraftClaim, ModelDraft, ModelRequest
from research.nouns.queries import DocumentFilter
from research.protocols.models import LLM
from research.text.figures import printed_figures
from research.text.matching import normal_form

MOST_SENTENCES = 4
# A digest of fewer lines is read as fast as a paragraph on it; of more lines the first, most urgent ones are given.
LEAST_LINES, MOST_LINES = 3, 40
MOST_REPLY = 1_000
# Tokens of what a gateway adds of its own; and so much of a model's window is used, since tokens are estimated.
_OVERHEAD, _SHARE_OF_ROOM = 200, 0.85
NO_MODEL = "no model is configured"
FEW_LINES = f"a digest of fewer than {LEAST_LINES} lines needs no paragraph"
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _Given:
    """What a model is given of a digest: passages and computed figures by their ids, and the line that each is of."""

    sources: tuple[Source, ...]
    facts: tuple[ComputedFact, ...]
    lines: Mapping[str, DigestLine]


class DigestSummaries:
    """Writes the summaries of digests with the first model that can be asked.

    The same lines have the same summary, since replies are kept; nowhere with `kept` of None, where models give recorded ones themselves.
    """

    def __init__(
        self,
        models: Sequence[LLM],
        caps: Caps,
        checker: DraftChecker,
        *,
        asking: Asking,
        may_send: Callable[[Document, LLM], bool],
        kept: KeptReplies | None,
    ) -> None:
        self._models, self._checker = tuple(models), checker
        self._documents, self._may_send = asking.documents, may_send
        self._asking, self._asker = asking, DraftAsker(caps, asking, kept)

    @property
    def is_configured(self) -> bool:
        """Return whether there is a model that may write one."""
        return bool(self._models)

    def with_summary(self, digest: Digest, access: Access) -> Digest:
        """Return a digest with its summary; nothing else of it is changed."""
        return replace(digest, summary=self.summary(digest, access))

    def summary(self, digest: Digest, access: Access) -> DigestSummary:
        """Return the summary of a digest's lines that have a source, and record what was sent; never raises for what a model does."""
        lines = [line for section in digest.sections for line in section.lines if line.citations][:MOST_LINES]
        if not self._models:
            return DigestSummary(why=NO_MODEL)
        if len(lines) < LEAST_LINES:
            return DigestSummary(why=FEW_LINES)
        cited = tuple(dict.fromkeys(one.document_id for line in lines for one in line.citations))
        documents = self._documents.find(access, DocumentFilter(ids=cited))
        why: list[str] = []
        for model in self._models:
            given = _given(lines, [one for one in documents if self._may_send(one, model)], _room(model))
            if not given.lines:
                why.append(f"nothing was sent to {model.name}: no line may be sent to it")
                continue
            try:
                return self._told(self._checked(self._draft(model, given, digest, access), given, model.name, access), digest, access)
            except DeskError as error:
                _log.warning("a model failed", model=model.name, why=error.message)
                why.append(error.message)
        return DigestSummary(why="; ".join(dict.fromkeys(why)))

    def _draft(self, model: LLM, given: _Given, digest: Digest, access: Access) -> ModelDraft:
        return self._asker.draft(model, ForDraft(_request(given), given.sources, given.facts, _subject(digest)), access)

    def _told(self, summary: DigestSummary, digest: Digest, access: Access) -> DigestSummary:
        """Return a summary, of which it is recorded how many sentences were struck."""
        self._asking.record_struck(summary.model, summary.struck, _subject(digest), access)
        return summary

    def _checked(self, draft: ModelDraft, given: _Given, model: str, access: Access) -> DigestSummary:
        """Return the sentences that hold, at most four, none twice."""
        known = Given(QuestionPlan(""), {one.id: one for one in given.sources}, {one.id: one for one in given.facts})
        kept: dict[str, DigestSentence] = {}
        struck = set()
        for claim in draft.claims:
            found = self._checker.check(claim, known, access)
            sentence = _sentence(claim, found, given) if isinstance(found, Claim) else None
            if sentence is None:
                struck.add(normal_form(claim.text))
            else:
                kept.setdefault(normal_form(sentence.text).strip("“”"), sentence)
        if not kept:
            said = f"{UNSUPPORTED} {model} is supported by the digest's lines" if struck else f"{model} found nothing to say of the lines"
            return DigestSummary(model=model, struck=len(struck), why=said)
        return DigestSummary(tuple(kept.values())[:MOST_SENTENCES], model, len(struck))


def _subject(digest: Digest) -> str:
    return f"digest of {digest.watchlist} to {digest.end:%Y-%m-%dT%H:%MZ}"


def _room(model: LLM) -> int:
    """Return how many tokens the lines may take."""
    bare = sum(tokens_of(turn.text) for turn in prompt("digest").turns(_values("", "")))
    return int((model.context_window - MOST_REPLY - _OVERHEAD) * _SHARE_OF_ROOM) - bare


def _values(sources: str, figures: str) -> dict[str, str]:
    return {"sources": sources, "figures": figures, "schema": draft_schema(), "most": str(MOST_SENTENCES)}


def _request(given: _Given) -> ModelRequest:
    figures = "\n".join(f"{one.id}: {one.text}" for one in given.facts)
    asking = prompt("digest")
    told = f"Lines that were computed; cite them by their ids, and quote them whole:\n{figures}" if figures else ""
    return ModelRequest(asking.turns(_values(shown(given.sources), told)), MOST_REPLY, draft_schema(), asking.version)


def _given(lines: Sequence[DigestLine], documents: Sequence[Document], room: int) -> _Given:
    """Return what a model is given of lines, as many as there is room for: what they cite of these documents."""
    allowed = {document.id for document in documents}
    sources: list[Source] = []
    facts: list[ComputedFact] = []
    line_of: dict[str, DigestLine] = {}
    for line in lines:
        is_whole = allowed.issuperset(one.document_id for one in line.citations)
        figure = line.calculation
        made = [ComputedFact(f"F{len(facts) + 1}", defused(line.text), figure, line.citations)] if figure and is_whole else []
        passages = [] if figure else list(_passages(line, allowed, len(sources)))
        parts: list[Source | ComputedFact] = [*made, *passages]
        room -= sum(tokens_of(one.text) for one in parts)
        if room < 0 and line_of:
            break
        facts += made
        sources += passages
        line_of |= dict.fromkeys([one.id for one in parts], line)
    return _Given(tuple(sources), tuple(facts), line_of)


def _passages(line: DigestLine, allowed: set[str], number: int) -> Iterator[Source]:
    """Yield what a line quotes, the quotes of a page together, without what reads like an instruction; ids go on from a number."""
    pages: dict[tuple[str, str, int], list[Citation]] = {}
    for one in line.citations:
        if one.document_id in allowed:
            pages.setdefault((one.document_id, one.document, one.page), []).append(one)
    about = ", ".join(filter(None, (line.company, line.event.value if line.event else "", f"{line.at:%Y-%m-%d}" if line.at else "")))
    for (document_id, document, page), cited in pages.items():
        text = defused(without_instructions("\n".join(one.quote for one in cited)))
        if text.strip():
            number += 1
            yield Source(f"S{number}", document_id, document, page, about or "news", text)


def _sentence(draft: DraftClaim, claim: Claim, given: _Given) -> DigestSentence | None:
    """Return a checked sentence with its lines; None where it says a figure that stands in none of them."""
    named = draft.quotes[:1] if len(claim.citations) == 1 else draft.quotes
    lines = list(dict.fromkeys(given.lines[one.source] for one in named if one.source in given.lines))
    held = {figure for line in lines for text in (line.text, *(one.quote for one in line.citations)) for figure in _figures(text)}
    if not lines or not _figures(claim.text) <= held:
        return None
    return DigestSentence(claim.text, tuple(line.id for line in lines))


def _figures(text: str) -> set[str]:
    """Return the figures of a text as they are printed, spaces left out."""
    return {normal_form(figure.text) for figure in printed_figures(text)}
