"""Ask every path as six users whether it tells anything of what they may not see.

usage: python -m tests.bench.leaks [--documents N] [--more N] [--revocations N] [--users A,B] [--of-each N] [--only-paths]

A walled home has public papers and news and N restricted documents, each with a word of its own in title, company, alias, text, row labels,
file name, path and news. Each path is asked as each user, of documents that are hidden from them (all of them, or --of-each), and what it
gives, with what is logged meanwhile, is searched for the words of all hidden ones; asked for a document that nobody has, it has to read the
same to an outsider. What is hidden and what is not there have to take the same processor time (medians of 50). A file with a hidden
document's bytes has to come in as any other. Then an outsider's results, scores, lists and counts are hashed before and after so many more
restricted documents are read in, a grant is given and revoked so many times, each time followed by a request, and everything restricted is
purged, after which none of its words may stand in a file. Exit 1 on any leak.
"""

import argparse
import hashlib
import io
import json
import re
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

from research.nouns.news import NewsFilter
from tests.bench.leak_checks import after_the_right, brought_again, derive, purged, timed
from tests.bench.leak_more import ALL, standing
from tests.bench.leak_paths import GHOST, Look, Pages, Path_, found_in, plain
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
    *(f"What were {figure} of {company} in FY2024?" for company in PUBLIC_COMPANIES for figure in ("net sales", "operating income")),
    *(f"What was the operating margin of {company} in FY2024?" for company in PUBLIC_COMPANIES),
    f"Compare net sales of {PUBLIC_COMPANIES[0]} and {PUBLIC_COMPANIES[1]} in FY2024",
    f"How did net income of {PUBLIC_COMPANIES[2]} change from FY2023 to FY2024?",
    "Which company had the highest net sales in FY2024?",
    "How many companies had net sales above $1 billion in FY2024?",
    f"What is the news on {PUBLIC_COMPANIES[0]}?",
    "Who cut its outlook?",
]


def paths(held: Walled, folder: Path, users: list[str], *, of_each: int) -> list[dict[str, object]]:
    """Return for each path and user what leaked, `of_each` hidden documents being asked for."""
    pages, rows = Pages.of(held), []
    for user in users:
        hidden = held.hidden(user)
        for name, (path, is_of_one) in ALL.items():
            every = max(1, len(hidden) // of_each) if of_each else 1
            asked = hidden[::every][: of_each or None] if is_of_one else [GHOST]
            leaks: list[str] = []
            began = time.process_time()
            pages.read_by(held, user)
            # A name that is near one that its reader may see is told so: only who sees none of the kind is told the same of all.
            ghost = _told(path, Look(held, pages, user, GHOST, folder)) if is_of_one and user == OUTSIDER else []
            for target in asked:
                told = _told(path, Look(held, pages, user, target, folder))
                for place, words in enumerate(told):
                    leaks += [f"{place}: {word}" for word in found_in(words, hidden, target if is_of_one else None)]
                    leaks += (
                        [f"{place}: reads otherwise: {_difference(words, target, ghost[place])}"]
                        if ghost and _differs(words, target, ghost[place])
                        else []
                    )
            rows.append({"path": name, "user": user, "asked": len(asked), "leaks": sorted(set(leaks))})
            sys.stdout.write(f"{user:<5} {name}: {len(set(leaks))} leaks of {len(asked)} asked ({time.process_time() - began:.1f} s)\n")
            sys.stdout.write("".join(f"      {one}\n" for one in sorted(set(leaks))[:12]))
            sys.stdout.flush()
    return rows


def _told(path: Path_, look: Look) -> list[str]:
    """Return what a path tells, and last what was logged and printed meanwhile."""
    out = io.StringIO()
    with redirect_stdout(out), redirect_stderr(out):
        told = list(path(look))
    return [*told, out.getvalue()]


def _differs(told: str, target: object, ghost: str) -> bool:
    return plain(told, target) != plain(ghost, GHOST)


def _difference(told: str, target: object, ghost: str) -> str:
    return _apart(plain(told, target), plain(ghost, GHOST))


def _apart(first: object, second: object) -> str:
    """Return where two things begin to read otherwise."""
    one, other = str(first), str(second)
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
    # By which rules and table of companies an entry was understood is for ingest alone: nothing shows it.
    results.append(re.sub(r"\brules='[^']*'", "", repr(held.workspace.stories.stories(access, NewsFilter()))))
    results.append(plain(standing(Look(held, Pages.of(held), OUTSIDER, GHOST, Path())), GHOST))
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
    parser.add_argument("--of-each", type=int, default=0)
    parser.add_argument("--only-paths", action="store_true", help="ask the paths, and nothing else")
    options = parser.parse_args()
    users, leaks = options.users.split(","), 0
    with tempfile.TemporaryDirectory(prefix="desk-leaks-") as name:
        if not options.only_paths:
            with walled(Path(name) / "purged", options.documents) as held:
                derive(held, aliases=False)
                left = purged(held)
                _say(f"after the purge of {len(held.secrets)} documents {len(left)} of their words stand in files of the workspace", left)
                leaks += len(left)
        with walled(Path(name), options.documents) as held:
            leaks += _of_walls(held, Path(name), users, options)
    sys.stdout.write(f"{leaks} leaks\n")
    return 1 if leaks else 0


def _of_walls(held: Walled, folder: Path, users: list[str], options: argparse.Namespace) -> int:
    """Return how many leaks a walled home has, all that is asked of it but purges."""
    derive(held)
    rows = paths(held, folder, users, of_each=options.of_each)
    leaks = sum(len(row["leaks"]) for row in rows)
    _say(f"{len(rows)} rows, {sum(row['asked'] for row in rows)} looks by {len(users)} users: {leaks} leaks")
    if options.only_paths:
        return leaks
    lines, apart = timed(held)
    _say(f"what is hidden and what is not there take different time in {apart} of {len(lines)} ways", lines)
    again = revoked(held, options.revocations)
    _say(f"revocations seen on the next request: {options.revocations - again} of {options.revocations}")
    still = after_the_right(held)
    _say(f"told after a right was lost, of what was made before: {len(still)}", still)
    before, first = outsiders_results(held)
    more = secrets(options.documents + options.more)[options.documents :]
    add_secrets(held.workspace, folder / "more", more)
    held.secrets.extend(more)
    after, second = outsiders_results(held)
    changed = [number for number, (one, two) in enumerate(zip(first, second, strict=True)) if one != two]
    _say(
        f"an outsider's {len(first)} results, scores and lists: {before[:16]} before and {after[:16]} after {options.more} more; "
        f"{len(changed)} changed",
        [f"{QUESTIONS[one : one + 1]} {_apart(first[one], second[one])}" for one in changed],
    )
    wrong = brought_again(held, folder, users)
    _say(f"files with a hidden document's bytes that do not come in as any other: {len(wrong)}", wrong)
    return leaks + apart + again + len(still) + len(changed) + len(wrong)


def _say(line: str, more: Sequence[object] = ()) -> None:
    sys.stdout.write(f"{line}\n" + "".join(f"      {one}\n" for one in more[:40]))
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
