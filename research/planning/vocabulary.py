"""The words around what a question asks for, read from `vocabulary.toml`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from research.nouns.facts import Statement
from research.text.patterns import any_of, read_beside


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Word lists of question understanding; patterns are compiled and ignore case."""

    statements: tuple[tuple[Statement, re.Pattern[str]], ...]
    actions: Mapping[str, tuple[str, ...]]
    form_types: tuple[tuple[str, re.Pattern[str]], ...]
    amended_forms: tuple[tuple[str, re.Pattern[str]], ...]
    amendment: re.Pattern[str]
    amendment_of_form: re.Pattern[str]
    amendment_of_others: re.Pattern[str]
    scales: tuple[tuple[int, re.Pattern[str]], ...]
    rounding: tuple[tuple[int, re.Pattern[str]], ...]
    derived: re.Pattern[str]
    comparing: frozenset[str]
    advice: re.Pattern[str]
    expecting: re.Pattern[str]
    reasons: re.Pattern[str]
    verdict_openings: frozenset[str]
    neutral: frozenset[str]
    paying: frozenset[str]
    naming: re.Pattern[str]
    answering: frozenset[str]
    instruction_clauses: tuple[re.Pattern[str], ...]
    leading_instruction: re.Pattern[str]
    opening: re.Pattern[str]
    polite: tuple[re.Pattern[str], ...]
    not_names: frozenset[str]
    follow_up: FollowUpWords


@dataclass(frozen=True, slots=True)
class FollowUpWords:
    """Words of questions that go on from the one before."""

    glue: frozenset[str]
    refining: frozenset[str]
    beside: frozenset[str]
    whole_library: frozenset[str]
    other_paper: re.Pattern[str]
    year_before: re.Pattern[str]
    year_after: re.Pattern[str]
    part_of_year: re.Pattern[str]
    stretches: tuple[tuple[str, re.Pattern[str]], ...]
    over_named: re.Pattern[str]
    over_before: re.Pattern[str]
    margin: re.Pattern[str]


@cache
def vocabulary() -> Vocabulary:
    """Return the vocabulary of `vocabulary.toml`, read once."""
    data = read_beside(__file__, "vocabulary.toml")
    instructions = data["instructions"]
    return Vocabulary(
        statements=tuple((Statement(name), any_of(phrases)) for name, phrases in data["statements"].items()),
        actions={name: tuple(verbs) for name, verbs in data["actions"].items()},
        form_types=tuple((name, any_of(phrases)) for name, phrases in data["form_types"].items()),
        amended_forms=tuple((name, _amended(phrases, data["amendments"])) for name, phrases in data["form_types"].items()),
        amendment=re.compile(data["amendments"]["alone"], re.IGNORECASE),
        amendment_of_form=re.compile(data["amendments"]["of_the_form"], re.IGNORECASE),
        amendment_of_others=any_of(data["amendments"]["of_others"]),
        scales=tuple((int(name), any_of(phrases)) for name, phrases in data["scales"].items()),
        rounding=tuple((int(name), any_of(phrases)) for name, phrases in data["rounding"].items()),
        derived=any_of(data["derived"]["words"]),
        comparing=frozenset(data["comparing"]["words"]),
        advice=any_of(data["questions"]["advice"]),
        expecting=any_of(data["questions"]["expecting"]),
        reasons=any_of(data["questions"]["reasons"]),
        verdict_openings=frozenset(data["questions"]["verdict"]),
        neutral=frozenset(data["neutral"]["words"]),
        paying=frozenset(data["neutral"]["paying"]),
        naming=re.compile(rf"\b(?P<first>{'|'.join(data['neutral']['naming'])})[ \-](?P<second>\w+)", re.IGNORECASE),
        answering=frozenset(data["answering"]["words"]),
        instruction_clauses=tuple(re.compile(pattern, re.IGNORECASE) for pattern in instructions["clauses"]),
        leading_instruction=re.compile(instructions["leading"], re.IGNORECASE),
        opening=re.compile(instructions["opening"], re.IGNORECASE),
        polite=tuple(re.compile(pattern, re.IGNORECASE) for pattern in instructions["polite"]),
        not_names=frozenset(data["names"]["not_names"]),
        follow_up=_follow_up(data["follow_up"]),
    )


def _follow_up(data: dict[str, Any]) -> FollowUpWords:
    return FollowUpWords(
        glue=frozenset(data["glue"]),
        refining=frozenset(data["refining"]),
        beside=frozenset(data["beside"]),
        whole_library=frozenset(data["whole_library"]),
        other_paper=re.compile(data["other_paper"], re.IGNORECASE),
        year_before=re.compile(data["year_before"], re.IGNORECASE),
        year_after=re.compile(data["year_after"], re.IGNORECASE),
        part_of_year=re.compile(data["part_of_year"], re.IGNORECASE),
        stretches=tuple((part, re.compile(pattern, re.IGNORECASE)) for part, pattern in data["stretches"].items()),
        over_named=re.compile(data["shares"]["over_named"], re.IGNORECASE),
        over_before=re.compile(data["shares"]["over_before"], re.IGNORECASE),
        margin=re.compile(data["shares"]["margin"], re.IGNORECASE),
    )


def _amended(phrases: list[str], around: dict[str, Any]) -> re.Pattern[str]:
    """Return a pattern that finds a form's name with the words that say that it was amended."""
    before, name, after = around["before"], any_of(phrases).pattern, around["after"]
    return re.compile(rf"\b{before}(?:{name})(?:{after}\b)?|(?:{name}){after}\b", re.IGNORECASE)
