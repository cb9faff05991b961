"""Ingest a folder of malformed files of our own among sound ones, and see that each costs one line and nobody else anything.

usage: python -m tests.bench.malformed [--every N] [--first K] [--only NAME] [--together N] [--seconds S] [--memory-mb N]
    [--skip-folder] [--skip-each]

First all in one folder, as a person would: every file is in the library or told of in one line, no line holds what a terminal obeys, no
traceback, exit code 1, at most N MiB at any time, and what the library holds of the sound files, and answers from them, is as without the
others. Then file by file as `tests.bench.hostile`. Exit 1 when something does not pass.
"""

import argparse
import hashlib
import json
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage

from research.nouns.facts import Fact
from research.nouns.queries import DocumentFilter, FactFilter
from research.settings import load_settings
from research.workspace import Workspace
from tests.bench.hostile import EVERY_SECONDS, LISTS, MEMORY_MB, SECONDS, TOGETHER, neighbours_of, resident_mb, show, together, watched
from tests.bench.malformed_places import sound_files, write_contents, write_places
from tests.ingest.interrupted import COMMAND, READER
from ui.cli.output import one_line

LONGEST_SECONDS = 3_600.0
QUESTIONS = (
    "What was Wexcombe's revenue in 2024?",
    "What was Wexcombe's net income in 2023?",
    "What were Wexcombe's total assets in 2022?",
)
_OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def printed(home, *paths):
    """Return (exit code, stdout, stderr, seconds of processors, peak MiB) of an ingest as a person sees it in a pipe."""
    before, peak, began = getrusage(RUSAGE_CHILDREN), 0, time.perf_counter()
    command = [*COMMAND, "ingest", *map(str, paths), "--home", str(home)]
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        process = subprocess.Popen(command, stdout=out, stderr=err, cwd=Path(__file__).resolve().parents[2])
        while process.poll() is None:
            peak = max(peak, resident_mb(process.pid))
            time.sleep(EVERY_SECONDS)
            if time.perf_counter() - began > LONGEST_SECONDS:
                process.kill()
        out.seek(0)
        err.seek(0)
        after = getrusage(RUSAGE_CHILDREN)
        seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        return process.returncode, out.read(), err.read(), seconds, peak


def held(home, paths):
    """Return a hash over what a library holds of these files (text, chunks, facts, defects), and its answers to the questions."""
    keys = {str(path.resolve()) for path in paths}
    with Workspace.open(load_settings(home)) as workspace:
        documents = [
            one for one in workspace.documents.find(READER, DocumentFilter(any_state=True)) if one.source_key.partition("#")[0] in keys
        ]
        content = []
        for one in sorted(documents, key=lambda one: one.source_key):
            whole = workspace.documents.get(READER, one.id)
            chunks = [(chunk.id, chunk.text) for chunk in workspace.documents.chunks(READER, document_ids=[one.id])]
            facts = sorted(map(_told, workspace.facts.find(READER, FactFilter(document_ids=(one.id,), everything=True))))
            content.append((one.id, one.source_key, str(one.state), whole.text, chunks, facts, [str(defect) for defect in one.defects]))
    return hashlib.sha256(repr(content).encode("utf-8", "surrogatepass")).hexdigest(), len(documents)


def _told(fact: Fact):
    return repr((fact.concept, fact.value, fact.unit, fact.period_start, fact.period_end))


def answered(home):
    """Return what `desk ask` says to the questions."""
    told = []
    for question in QUESTIONS:
        done = subprocess.run([*COMMAND, "ask", question, "--home", str(home), "--json"], capture_output=True, text=True, check=False)
        told.append(json.loads(done.stdout).get("text", "") if done.stdout else f"exit {done.returncode}")
    return told


def in_one_folder(folder, malformed, sound, options):
    """Return what is wrong with an ingest of all in one folder, and its figures."""
    homes = Path(tempfile.mkdtemp(dir=folder.parent, prefix="homes-"))
    alone = printed(homes / "sound", *sound)
    code, out, err, seconds, peak = printed(homes / "all", folder)
    lines = out.splitlines()
    wrong = [] if code == 1 else [f"exit code {code}"]
    wrong += ["a traceback"] if "Traceback" in out + err else []
    wrong += [f"control characters in: {line!r}" for line in (out + err).split("\n") if _OBEYED.search(line)][:5]
    wrong += [f"{peak} MiB"] if peak > options.memory_mb else []
    wrong += [f"on stderr: {line!r}" for line in err.splitlines()[:5]]
    left_out = [line for line in lines if line.startswith(("failed: ", "skipped: "))]
    with Workspace.open(load_settings(homes / "all")) as workspace:
        inside = {one.source_key.partition("#")[0] for one in workspace.documents.find(READER, DocumentFilter(any_state=True))}
    for path in malformed:
        names = {one_line(str(one).encode("utf-8", "backslashreplace").decode()) for one in (path.absolute(), path.resolve())}
        told = sum(any(line.partition(": ")[2].startswith(f"{name}: ") for name in names) for line in left_out)
        if told + (str(path.resolve()) in inside) != 1:
            wrong.append(f"{told} lines for {path.name!r}, {'' if str(path.resolve()) in inside else 'not '}in the library")
    kept, count = held(homes / "sound", sound)
    again, _ = held(homes / "all", sound)
    wrong += ["the sound files are held otherwise"] if kept != again else []
    wrong += ["other answers"] if answered(homes / "sound") != answered(homes / "all") else []
    figures = {
        "files": len(malformed),
        "left_out": len(left_out),
        "sound_documents": count,
        "seconds": round(seconds - alone[3], 1),
        "most_mb": peak,
        "hash": kept[:12],
    }
    return wrong, figures, left_out


def one_by_one(malformed, options):
    """Return the outcomes of the files, some together at first, each alone where they do not pass so."""
    results = []
    with tempfile.TemporaryDirectory(prefix="desk-malformed-") as made:
        good = Path(made).resolve()
        plain = watched(good / "alone", *neighbours_of(good, 2))[2]
        for at in range(0, len(malformed), options.together):
            group = malformed[at : at + options.together]
            found = together(group, good, plain=plain, options=options)
            if len(group) > 1 and any(one.wrong for one in found):
                found = [one for path in group for one in together([path], good, plain=plain, options=options)]
            results += found
            for one in found:
                show(one)
    return results


def main():
    """Print what became of each file and of all together."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--every", type=int, default=1, help="only one of so many files")
    parser.add_argument("--first", type=int, default=0, help="the number of the first file, from 0")
    parser.add_argument("--only", default="", help="only files whose name begins so")
    parser.add_argument("--together", type=int, default=TOGETHER)
    parser.add_argument("--seconds", type=float, default=SECONDS)
    parser.add_argument("--memory-mb", type=int, default=MEMORY_MB)
    parser.add_argument("--skip-folder", action="store_true")
    parser.add_argument("--skip-each", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="desk-malformed-files-") as made:
        folder = Path(made).resolve() / "files"
        folder.mkdir()
        written = write_contents(folder, every=options.every, first=options.first)
        malformed = [path for path in written if path.name.startswith(options.only)]
        wrong, results = [], []
        if not options.skip_folder:
            places = write_places(folder)
            wrong, figures, left_out = in_one_folder(folder, malformed + places, sound_files(folder), options)
            print(json.dumps(figures))
            print("\n".join(left_out[:: max(1, len(left_out) // 40)]))
            print("\n".join(f"WRONG: {one}" for one in wrong), flush=True)
        if not options.skip_each:
            results = one_by_one(malformed, options)
    bad = [one for one in results if one.wrong]
    summary = {
        "files": len(results),
        **{name: sum(one.outcome == name for one in results) for name in LISTS},
        "most_seconds": max((one.seconds for one in results), default=0),
        "most_mb": max((one.memory_mb for one in results), default=0),
        "not_passed": len(bad) + len(wrong),
    }
    print(json.dumps(summary))
    for one in bad:
        show(one)
    return 1 if bad or wrong else 0


if __name__ == "__main__":
    sys.exit(main())
