"""Ask every path as six users whether it tells anything of what they may not see.

usage: python -m tests.bench.leaks [--documents N] [--more N] [--revocations N]

A walled home has public papers and news and N restricted documents, each with a word of its own in title, company, alias, text, row labels,
file name, path and news. Each path is asked as each user, of documents that are hidden from them, and what it gives is searched for the
words of all hidden ones; asked for a document that nobody has, it has to read the same. Then an outsider's results and scores of 30
questions are hashed before and after so many more restricted documents are read in, and a grant is given and revoked so many times, each
time followed by a request. Exit 1 on any leak.
"""

import argparse
import hashlib
import json
import sys
import tempfile
from pathlib import Path

from research.nouns.conversations import FRESH
from research.nouns.queries import DocumentFilter
from tests.bench.leak_paths import GHOST, PATHS, Look, Pages, found_in, plain, uploads
from tests.bench.walled import CHIEF, FALCON, GRANTED, LEAVE, OUTSIDER, PUBLIC_COMPANIES, Walled, add_secrets, secrets, walled

SUBJECTS = (
    "net sales",
    "the cost of freight",
    "inventory",
    "demand for pumps",
    "the annual report",
    "rating and target price",
    "operating income",
)
QUESTIONS = [f"What is said of {subject} of {company}?" for company in PUBLIC_COMPANIES for subject in SUBJECTS] + [
    "Which programme lowered the cost of freight?",
    "Who agreed to acquire a maker of valves?",
]


def derive(held: Walled) -> None:
    """Have somebody who sees everything make of the restricted documents what others might come across: names, answers, lists, digests."""
    access = held.workspace.access("kim")
    for one in held.secrets:
        held.workspace.names.put(f"Aliva{one.word}", one.company, user="kim")
        if one.kind != "feed" and one.is_open_to("kim"):
            found = held.workspace.documents.find(access, DocumentFilter(names=(held.name(one),)))
            question = f"What is the Texva{one.word} programme of {one.company}?"
            held.kept[one.number] = held.workspace.converse(question, access, FRESH).id
            assert found, one.stem


def paths(held: Walled, folder: Path, users: list[str], *, of_each: int) -> list[dict[str, object]]:
    """Return for each path and user what leaked, `of_each` hidden documents being asked for."""
    pages, rows = Pages.of(held), []
    for user in users:
        hidden = held.hidden(user)
        for name, (path, is_of_one) in PATHS.items():
            asked = hidden[:: max(1, len(hidden) // of_each)][:of_each] if is_of_one else [GHOST]
            leaks: list[str] = []
            pages.read_by(held, user)
            # A name that is near one that its reader may see is told so: only who sees none of the kind is told the same of all.
            ghost = list(path(Look(held, pages, user, GHOST, folder))) if is_of_one and user == OUTSIDER else []
            for target in asked:
                told = list(path(Look(held, pages, user, target, folder)))
                for place, words in enumerate(told):
                    leaks += [f"{place}: {word}" for word in found_in(words, hidden, target if is_of_one else None)]
                    leaks += (
                        [f"{place}: reads otherwise: {_difference(words, target, ghost[place])}"]
                        if ghost and _differs(words, target, ghost[place])
                        else []
                    )
            rows.append({"path": name, "user": user, "asked": len(asked), "leaks": sorted(set(leaks))})
    return rows


def _differs(told: str, target: object, ghost: str) -> bool:
    return plain(told, target) != plain(ghost, GHOST)


def _difference(told: str, target: object, ghost: str) -> str:
    one, other = plain(told, target), plain(ghost, GHOST)
    at = next((place for place, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), min(len(one), len(other)))
    return f"“{one[max(0, at - 60) : at + 80]}” and “{other[max(0, at - 60) : at + 80]}”"


def outsiders_results(held: Walled) -> tuple[str, list[object]]:
    """Return the hash of what an outsider finds for each question, scores with it, and the results themselves."""
    access = held.workspace.access(OUTSIDER)
    results: list[object] = []
    for question in QUESTIONS:
        found = held.workspace.search(question, access).retrieval.results
        answer = held.workspace.ask(question, access, telling=None)
        results.append(
            [
                [(one.document, one.chunk.page, one.score, one.dense_rank, one.lexical_rank, one.features) for one in found],
                (answer.status.value, answer.text, answer.missing, [(one.document, one.score) for one in answer.retrieved]),
            ]
        )
    return hashlib.sha256(json.dumps(results, default=str).encode()).hexdigest(), results


def revoked(held: Walled, times: int) -> int:
    """Return after how many of so many revocations the next request of each way still saw the document."""
    pages, seen = Pages.of(held), 0
    rights = held.workspace.rights
    pages.read_by(held, "eve")
    for _ in range(times):
        rights.grant(CHIEF, "eve", FALCON, LEAVE)
        assert len(pages.desk.library()) > len(PUBLIC_COMPANIES) * 2
        rights.revoke(CHIEF, "eve", FALCON, reason="left")
        told = repr((pages.desk.library(), pages.library.sought("").papers, pages.desk.companies(), pages.library.companies()))
        found = held.workspace.search("freight programme", held.workspace.access("eve"))
        seen += any(one.word in f"{told}{found}".lower() for one in held.hidden(OUTSIDER))
    return seen


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=40)
    parser.add_argument("--more", type=int, default=500)
    parser.add_argument("--revocations", type=int, default=100)
    parser.add_argument("--users", default=",".join(GRANTED))
    parser.add_argument("--of-each", type=int, default=3)
    options = parser.parse_args()
    leaks = 0
    with tempfile.TemporaryDirectory(prefix="desk-leaks-") as name, walled(Path(name), options.documents) as held:
        folder = Path(name)
        derive(held)
        rows = paths(held, folder, options.users.split(","), of_each=options.of_each)
        for row in rows:
            leaks += len(row["leaks"])
            sys.stdout.write(f"{row['user']:<5} {row['path']}: {len(row['leaks'])} leaks of {row['asked']} asked\n")
            sys.stdout.write("".join(f"      {one}\n" for one in row["leaks"][:12]))
        pages = Pages.of(held)
        target = next(one for one in held.hidden(OUTSIDER) if one.kind == "note")
        told = [plain(uploads(Look(held, pages, OUTSIDER, one, folder)), one) for one in (target, GHOST)]
        sys.stdout.write(f"an upload of a hidden document's bytes reads like a new one: {told[0] == told[1]}\n{told[0]}\n{told[1]}\n")
        leaks += told[0] != told[1]
        again = revoked(held, options.revocations)
        sys.stdout.write(f"revocations seen on the next request: {options.revocations - again} of {options.revocations}\n")
        leaks += again
        before, first = outsiders_results(held)
        add_secrets(held.workspace, folder / "more", secrets(options.documents + options.more)[options.documents :])
        after, second = outsiders_results(held)
        changed = [question for question, one, two in zip(QUESTIONS, first, second, strict=True) if one != two]
        sys.stdout.write(
            f"an outsider's {len(QUESTIONS)} results and scores: {before[:16]} before and {after[:16]} after {options.more} more; "
            f"{len(changed)} changed\n"
        )
        leaks += len(changed)
    sys.stdout.write(f"{leaks} leaks\n")
    return 1 if leaks else 0


if __name__ == "__main__":
    sys.exit(main())
