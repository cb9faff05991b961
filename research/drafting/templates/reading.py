"""Reading a template: a file of front matter (TOML between lines of +++) and Markdown, held against the rules before it is used."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass

from pydantic import ValidationError

from research.drafting.templates.body import check_markup
from research.drafting.templates.evidence import Front
from research.drafting.templates.sandbox import TemplateTextError, check_text
from research.errors import CannotReadError

LONGEST_TEMPLATE = 64_000
FENCE = "+++"
# What a text may name, beside its evidence: of the company, of the draft, and what was given with the command.
COMPANY = frozenset({"name", "ticker", "currency", "year", "fiscal_year_end", "period"})
DRAFT = frozenset({"title", "date", "time", "topic", "author"})
_HINT = "correct the template; desk draft --list shows which ones can be used"
_TOML_LINE = re.compile(r"\(at line (\d+), column \d+\)")


@dataclass(frozen=True, slots=True)
class Template:
    """A template that may be used: its name (the file's stem), where it is from, its front matter and its text.

    `shipped` tells those of the program from the workspace's own.
    """

    name: str
    path: str
    front: Front
    body: str
    shipped: bool


def read_template(name: str, path: str, content: bytes, *, shipped: bool) -> Template:
    """Return a template; raises CannotReadError, which names the file, the line where one is to blame, and what is wrong."""
    if len(content) > LONGEST_TEMPLATE:
        raise CannotReadError(f"template {path}: it has {len(content):,} bytes, more than {LONGEST_TEMPLATE:,}", "make it shorter")
    try:
        text = content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise CannotReadError(f"template {path}: it is no UTF-8 text", "save it as UTF-8") from error
    raw, body, first = _split(text, path)
    front = _front(raw, path)
    try:
        _check(front, body)
    except TemplateTextError as error:
        where = f", line {first + error.line - 1}" if error.line else ""
        raise CannotReadError(f"template {path}{where}: {error.reason}", _HINT) from error
    return Template(name, path, front, body, shipped)


def _split(text: str, path: str) -> tuple[str, str, int]:
    """Return the front matter, the text and the number of its first line (1-based)."""
    lines = text.split("\n")
    ends = [number for number, line in enumerate(lines[1:], start=1) if line.rstrip() == FENCE]
    if lines[0].rstrip() != FENCE or not ends:
        what = "begins with no front matter" if lines[0].rstrip() != FENCE else "has front matter that does not end"
        raise CannotReadError(f"template {path}, line 1: it {what}", f"put TOML between two lines of {FENCE} at its beginning")
    return "\n".join(lines[1 : ends[0]]), "\n".join(lines[ends[0] + 1 :]), ends[0] + 2


def _front(raw: str, path: str) -> Front:
    try:
        return Front.model_validate(tomllib.loads(raw))
    except tomllib.TOMLDecodeError as error:
        found = _TOML_LINE.search(str(error))
        where = f", line {int(found[1]) + 1}" if found else ""
        raise CannotReadError(f"template {path}{where}: {_TOML_LINE.sub('', str(error)).strip()}", _HINT) from error
    except RecursionError as error:
        raise CannotReadError(f"template {path}: its front matter is nested too deep", _HINT) from error
    except ValidationError as error:
        # A key that is misspelt is missing too: what is there says more.
        first = min(error.errors(include_url=False), key=lambda one: one["type"] != "extra_forbidden")
        keys = [str(part) for part in first["loc"]]
        line = _line_of(raw, keys)
        where = f", line {line + 1}" if line else ""
        raise CannotReadError(f"template {path}{where}: {_reason(keys, first['type'], first['msg'])}", _HINT) from error


def _reason(keys: list[str], kind: str, message: str) -> str:
    """Return what is wrong with the front matter in words."""
    named = ".".join(key for at, key in enumerate(keys) if not (keys[0] == "evidence" and at == 2 and len(keys) > 3))
    if kind == "extra_forbidden":
        return f"there is no key “{named}”"
    if kind == "missing":
        return f"the key “{named}” is missing"
    return f"{named}: {message.removeprefix('Value error, ')}"


def _line_of(raw: str, keys: list[str]) -> int:
    """Return the line (1-based) of the front matter that sets a key, that of its table when the key is not there; 0 for neither."""
    found, table = 0, ""
    for number, line in enumerate(raw.split("\n"), start=1):
        if head := re.fullmatch(r"\s*\[+([^\[\]]+)\]+\s*(?:#.*)?", line):
            table = head[1].strip().replace('"', "").replace(" ", "")
            if table == ".".join(keys[:2]) or table == keys[0]:
                found = number
        key = re.match(r"\s*[\"']?([\w-]+)[\"']?\s*=", line)
        if key and key[1] in keys and (table == "" or table == ".".join(keys[:2])):
            return number
    return found


def _check(front: Front, body: str) -> None:
    """Raise TemplateTextError for what a text may not hold, lacks, or has that its front matter does not name."""
    elements = frozenset((*front.required, *front.optional))
    small_print = frozenset(front.small_print)
    headings = check_markup(body, small_print)
    for heading in front.sections:
        if heading not in headings:
            raise TemplateTextError(0, f"the section “{heading}” that its front matter names is missing from its text")
    used = check_text(
        body,
        {
            "company": COMPANY,
            "draft": DRAFT,
            "elements": elements,
            "evidence": frozenset(front.evidence),
            "found": frozenset(front.evidence),
            "peers": None,
        },
    )
    placed = {attribute for name, attribute in used if name == "evidence"}
    if unplaced := [name for name in front.evidence if name not in placed]:
        raise TemplateTextError(0, f"the evidence “{unplaced[0]}” has no place in its text: write {{{{ evidence.{unplaced[0]} }}}}")
