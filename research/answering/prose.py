"""What a question that no figure answers asks of sentences, and the word lists that judge them, from `prose.toml`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from research.answering.prose_words import prose_words
from research.concepts.catalogue import Concept, find_concept
from research.nouns.answers import PlanTerm, QuestionPlan
from research.planning.alike import CHANGE, asks_for_reasons
from research.planning.beginnings import common_words
from research.planning.vocabulary import vocabulary
from research.retrieval.asked_topics import KIND, METRIC, AskedTopics, asked_topics, words_of
from research.retrieval.question_kinds import REASONS, QuestionKind, kinds_of
from research.retrieval.reading import topics_of
from research.retrieval.signals import asked_shapes, quoted_numbers
from research.text.words import stem, stop_words, words

_RISKS = frozenset({"risk", "security", "legal", "customers"})
RISK = "risk"
# Other words may stand between those of a metric that is no printed row: "operating income margin".
MOST_BETWEEN = 1
SHORTEST_ABBREVIATION = 5


@dataclass(frozen=True, slots=True)
class ProseQuestion:
    """What is asked: its topics with the words that carry them, the metric's topic and those of proper names, and its kind.

    `metric_names` are the stems of the metric's names, between which `gap` other words may stand. `strict` tells questions for a reason
    that nothing else answers, `amount`, `money` and `counts` those for a figure, a sum of money and how many there are, `numbered` those
    for a number besides; `chooses` one of several; `names_wanted` the names of a list; `joined` several things; `who` somebody.
    `question` is the question in its own words, `stretches` the fiscal periods that it names ("FY", "Q2"), `moved` tells one for a change,
    `terse` one that is the mere name of a figure and its period or unit.
    `of_part` names a segment, `of_risks` asks for risks themselves. `direction` is 1 for a rise, -1 for a fall, 0 when neither or both
    are asked about; `years` are those asked about; `companies` finds the names of the question's companies, None without any.
    """

    question: str
    topics: AskedTopics
    words: frozenset[str]
    metric: str
    metric_names: tuple[tuple[str, ...], ...]
    gap: int
    names: frozenset[str]
    reasons: bool
    strict: bool
    amount: bool
    money: bool
    counts: bool
    numbered: bool
    chooses: bool
    names_wanted: bool
    policies: bool
    of_part: bool
    joined: bool
    who: bool
    risk: bool
    of_risks: bool
    wants_list: bool
    direction: int
    sections: frozenset[str]
    shapes: frozenset[str]
    numbers: frozenset[str]
    years: frozenset[int]
    stretches: frozenset[str]
    moved: bool
    terse: bool
    companies: re.Pattern[str] | None

    def about(self, text: str) -> str:
        """Return a text without the names of the question's companies, whose words are no topic: Best Buy buys nothing."""
        return self.companies.sub(" ", text) if self.companies else text

    def importance(self, topic: str) -> float:
        """Return how much a topic counts against one of the same rarity."""
        if topic == CHANGE and self.reasons:
            return 0.3
        if topic.startswith(KIND):
            return prose_words().governed["kind"]
        if topic == self.metric and self.reasons:
            return 1.4
        return 1.5 if topic in self.names else 1.0


def prose_question(plan: QuestionPlan) -> ProseQuestion:
    """Return what a plan's question asks of sentences."""
    read, known = _read(plan), prose_words()
    plan = read.plan
    concept = find_concept(plan.metric.value) if plan.metric else None
    return ProseQuestion(
        question=read.question,
        topics=read.topics,
        words=words_of(read.topics),
        metric=next((topic for topic in read.topics if topic.startswith(METRIC)), ""),
        metric_names=_metric_names(plan.metric, concept),
        gap=0 if concept or read.measured else MOST_BETWEEN,
        names=_names(plan) & frozenset(read.topics),
        reasons=read.reasons,
        strict=read.strict,
        amount=plan.asks_amount and not read.reasons,
        money=concept is not None and concept.unit == "currency" and not read.moved and known.shares.search(plan.question) is None,
        counts=known.counts.search(plan.question) is not None and not read.reasons,
        numbered=known.numbered.search(plan.question) is not None and not read.reasons,
        chooses=known.choosing.search(plan.question) is not None,
        names_wanted=read.wants_names,
        policies=any(kind.name == "policies" for kind in read.kinds),
        of_part=known.parts.search(plan.question) is not None,
        joined=known.joined.search(plan.focus) is not None,
        who=known.who.search(plan.question) is not None,
        risk=read.risk,
        of_risks=any(kind.name == "risk" for kind in read.kinds),
        wants_list=known.lists.search(plan.question) is not None,
        direction=int(read.up) - int(read.down),
        sections=frozenset().union(*(kind.sections for kind in read.kinds)),
        shapes=asked_shapes(plan.question),
        numbers=quoted_numbers(plan.question),
        companies=read.companies,
        years=frozenset(period.fiscal_year for period in plan.periods if period.fiscal_year is not None),
        stretches=frozenset(period.fiscal_period for period in plan.periods if period.on is None),
        moved=read.moved,
        terse=_is_terse(plan, read.kinds),
    )


@dataclass(frozen=True, slots=True)
class _Read:
    """What the whole of a question decides: its plan without what is granted, and what kind of answer it wants.

    `measured` tells one for a measure that `prose.toml` names, `up` a rise, `down` a fall; the rest is as in `ProseQuestion`.
    """

    plan: QuestionPlan
    question: str
    companies: re.Pattern[str] | None
    kinds: Sequence[QuestionKind]
    topics: AskedTopics
    measured: bool
    up: bool
    down: bool
    risk: bool
    strict: bool
    reasons: bool
    moved: bool
    wants_names: bool


def _read(plan: QuestionPlan) -> _Read:
    """Return what a plan's question decides as a whole; one that wants names wants no figure."""
    known = prose_words()
    companies = _company_names(plan)
    question = companies.sub(" ", plan.question) if companies else plan.question
    plan = replace(plan, question=_asking(question), focus=_asking(plan.focus))
    measure = known.measures.search(plan.question)
    plan = replace(plan, metric=PlanTerm(measure[0], measure[0])) if measure else _without_the_form(plan)
    kinds = kinds_of(plan)
    up, down = known.up.search(plan.question) is not None, known.down.search(plan.question) is not None
    risk = any(kind.name in _RISKS for kind in kinds)
    strict = asks_for_reasons(plan.question) and (up or down or not risk)
    reasons = strict or (any(kind.name == REASONS for kind in kinds) and not risk)
    wants_names = _wants_names(plan, kinds)
    moved = plan.operation is not None or up or down or any(word in vocabulary().comparing for word in (plan.derived, *plan.qualifiers))
    if wants_names:
        plan = replace(plan, metric=None, asks_amount=False)
    return _Read(
        plan=plan,
        question=question,
        companies=companies,
        kinds=kinds,
        topics=_topics(plan, () if reasons and not wants_names else kinds),
        measured=measure is not None,
        up=up,
        down=down,
        risk=risk,
        strict=strict,
        reasons=reasons,
        moved=moved,
        wants_names=wants_names,
    )


def _metric_names(metric: PlanTerm | None, concept: Concept | None) -> tuple[tuple[str, ...], ...]:
    """Return the stems of each name of a metric: those of its concept, else the question's own words for it."""
    titles = (concept.title, *concept.aliases) if concept else (metric.words,) if metric else ()
    return tuple(dict.fromkeys(stems for title in titles if (stems := tuple(stems_in_order(title)))))


def _asking(text: str) -> str:
    """Return a question without the clause that grants something ("even though sales rose"), the whole when nothing is left."""
    return prose_words().granted.sub("", text) or text


def _is_terse(plan: QuestionPlan, kinds: Sequence[QuestionKind]) -> bool:
    """Return whether a question names a figure and no more: it has a period or a unit, and no word of a question for anything else."""
    known = prose_words()
    if known.units.search(plan.question) and not known.joined.search(plan.focus.replace(",", " ")):
        return True
    return bool(plan.periods) and not kinds and known.telling.search(plan.question) is None


def _wants_names(plan: QuestionPlan, kinds: Sequence[QuestionKind]) -> bool:
    """Return whether a question wants the names of a list's members: "which companies were acquired"."""
    known = prose_words()
    listed = known.lists.search(plan.question) is not None or any(kind.name == "deals" for kind in kinds)
    return listed and known.named.search(plan.question) is not None


def _company_names(plan: QuestionPlan) -> re.Pattern[str] | None:
    """Return a pattern for the names of a plan's companies, with and without their legal forms; None without companies."""
    full = [name for term in plan.companies for name in (term.value, term.words) if len(name) > 2]
    short = [re.split(r",|\s(?:Inc|Co|Corp|Company|Corporation|Ltd|plc)\b", name)[0].strip() for name in full]
    names = sorted({name for name in (*full, *short) if len(name) > 1}, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)") if names else None


def stems_in_order(text: str) -> list[str]:
    """Return the stems of a text's words that carry a topic, repeated ones too."""
    return [stem(word) for word in words(text.replace("-", " ")) if word not in stop_words() and not word[0].isdigit()]


def _without_the_form(plan: QuestionPlan) -> QuestionPlan:
    """Return the plan without a form's name in its topic, and without a metric of its words: an earnings release is no earnings."""
    focus = plan.focus
    for form in plan.form_types:
        focus = re.sub(rf"\b{re.escape(form.words)}\b", " ", focus, flags=re.IGNORECASE)
    is_form = plan.metric and any(plan.metric.words.lower() in form.words.lower() for form in plan.form_types)
    return replace(plan, focus=focus if focus.strip(" ?.") else plan.focus, metric=None if is_form else plan.metric)


def _topics(plan: QuestionPlan, kinds: Sequence[QuestionKind]) -> AskedTopics:
    """Return the question's topics less its mere words; a metric that is no printed row is one topic too."""
    known = prose_words()
    found = {
        topic: (*ways, *known.said_as.get(topic, ()))
        for topic, ways in asked_topics(plan, kinds).items()
        if len(topic) > 1 and topic not in known.asking
    }
    if RISK in found and any(not topic.startswith(KIND) and topic != RISK for topic in found):
        found.pop(RISK)
    if plan.metric and find_concept(plan.metric.value) is None:
        own = topics_of(plan.metric.words.replace("-", " "))
        found = {topic: ways for topic, ways in found.items() if topic not in own} | {f"{METRIC}{plan.metric.value}": (own,)}
    return found


def _names(plan: QuestionPlan) -> frozenset[str]:
    """Return the topics of the proper names that a question names besides its companies; abbreviations may be printed in full."""
    rest = plan.question.split()[1:]
    unknown = [word for term in plan.unknown_companies for word in term.words.split()]
    capital = [word.strip("?,.;:()’'\"") for word in (*rest, *unknown) if word[:1].isupper() and word.strip("?,.;:()") in plan.focus]
    return frozenset(
        topic
        for word in capital
        if not _is_common(word) and (not word.isupper() or len(word) >= SHORTEST_ABBREVIATION)
        for topic in topics_of(word.replace("-", " "))
    )


def _is_common(word: str) -> bool:
    parts = [part for part in words(word.replace("-", " ")) if part]
    return all(part in common_words() or part in vocabulary().not_names or stem(part) in prose_words().asking for part in parts)
