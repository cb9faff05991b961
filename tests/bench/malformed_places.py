"""Folders of malformed files: content that is spoiled or made to harm, and names, links and devices that no reader expects."""

import os
import random
import socket

from tests.bench.malformed_packed import packed_files
from tests.bench.malformed_pdf import pdf_files
from tests.bench.malformed_seeds import SAMPLE, seeds, spoiled, spoiled_inside
from tests.bench.malformed_text import text_files

SEED = 20_261_127
_GIB = 1024**3
_SOUND = "Quillmere keeps presses in its foundry.\n"
NAMES = (
    "line\nfeed.txt",
    "return\rover.txt",
    "tab\there.txt",
    "\x1b[31mred\x1b[0m.pdf",
    "\x1b]0;title\x07.txt",
    "bell\x07.csv",
    "direction\u202etxt.fdp",
    "direction\u202efdp.txt",
    "isolate\u2066\u2069.md",
    "width\u200b\ufeff.txt",
    "separator\u2028line.txt",
    "erased\x7f.txt",
    "second\x9b31m.txt",
    "tag\U000e0041.txt",
    "-rf.txt",
    "--help.txt",
    "part#one.txt",
    "#.txt",
    "$(touch here).txt",
    "`id`.txt",
    'quote\'s "two".txt',
    "percent%2e%2e%2f.txt",
    "https:example.org.txt",
    "[bold red]markup[-].txt",
    ":smile:.txt",
    " .txt",
    "end .txt ",
    "dot..txt.",
    "..pdf",
    "UPPER.TXT",
    "no-suffix",
    "con.txt",
    "n" * 251 + ".txt",
    "漢" * 83 + ".txt",
    "e\u0301.txt",
    "\u00e9.txt",
    "{}.txt",
    "%s%n.txt",
    "a|b>c.txt",
    "*?.txt",
    "\\back\\slash.txt",
    "; rm x.txt",
)


def contents(seed=SEED):
    """Yield (name, bytes) of files with malformed content, the same for the same seed; no name comes twice."""
    sound = seeds()
    suffixes = list(sound)
    for at, (suffix, content) in enumerate(sound.items()):
        dice = random.Random(f"{seed} {suffix}")  # noqa: S311
        for name, made in spoiled(dice, content, sound[suffixes[at - 1]]):
            yield f"{name}.{suffix}", made
        if suffix in {"docx", "xlsx", "pptx"}:
            for name, made in spoiled_inside(dice, content):
                yield f"{name}.{suffix}", made
        yield f"empty.{suffix}", b""
        yield f"other-kind.{suffix}", sound[suffixes[at - 1]]
    yield from ((f"{name}.pdf", made) for name, made in pdf_files())
    yield from packed_files()
    yield from text_files()


def write_contents(folder, *, every=1, first=0, seed=SEED):
    """Write the files of malformed content, one of `every` from the one of number `first` on, and return their paths."""
    made = []
    for at, (name, content) in enumerate(contents(seed)):
        if at >= first and (at - first) % every == 0:
            path = folder / name
            path.write_bytes(content)
            made.append(path)
    return made


def write_places(folder):
    """Make odd names, links, devices and sizes in a folder; return the paths that must each be told of, in a line or as a document."""
    made = []
    for name in (*NAMES, b"not-utf-8-\xff\xfe.txt"):
        path = folder / os.fsdecode(name)
        path.write_text(f"{_SOUND}It has {len(made)} halls.\n", encoding="utf-8")
        made.append(path)
    for name, target in (("broken.txt", "gone"), ("loop.txt", "loop.txt"), ("zero.pdf", "/dev/zero"), ("memory.txt", "/proc/self/mem")):
        made.append(folder / f"link-{name}")
        made[-1].symlink_to(target)
    (folder / "link-up").symlink_to(folder, target_is_directory=True)
    made.append(folder / "pipe.txt")
    os.mkfifo(made[-1])
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(os.path.relpath(folder / "socket.txt"))
    made.append(folder / "socket.txt")
    for name in ("sparse.pdf", "sparse.txt", "sparse.zip", "sparse", "sparse.docx", "sparse.json"):
        made.append(folder / name)
        with made[-1].open("wb") as file:
            file.truncate(8 * _GIB)
    made.append(folder / "folder.pdf")
    made[-1].mkdir()
    deep = folder / "deep"
    for _ in range(40):
        deep /= "d" * 80
    os.makedirs(deep)
    made.append(deep / "end.txt")
    made[-1].write_text(f"{_SOUND}At the end of a path.\n", encoding="utf-8")
    if os.geteuid():  # the superuser may read all
        made.append(folder / "forbidden.txt")
        made[-1].write_text(_SOUND, encoding="utf-8")
        made[-1].chmod(0)
    return made


def sound_files(folder):
    """Write sound files that are read before all others, of companies that no malformed file speaks of; return their paths."""
    made = [SAMPLE / f"wexcombe-10k-{year}.pdf" for year in (2022, 2023, 2024)]
    contents = {f"0-{path.name}": path.read_bytes() for path in made}
    for suffix in ("md", "txt", "csv", "xhtml", "eml"):
        contents[f"0-ardmoor.{suffix}"] = (
            seeds()[suffix].replace(b"Quillmere", b"Ardmoor").replace(b"120", b"1204").replace(b"Costs", b"Wages")
        )
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    return [folder / name for name in contents]
