"""The file that a draft is written into: the house's own, or a reference document's styles, page, header and footer without its words."""

from __future__ import annotations

import posixpath
from functools import cache
from pathlib import Path

from lxml import etree

from ingest.drafts.reading import check_size
from ingest.drafts.word import WordDraft
from ingest.office.elements import attribute, child, children, local
from research.errors import CannotReadError
from ui.render.word.markup import STRICT, namespace_of
from ui.render.word.package import CONTENT_TYPES, PackageWriter, read_xml, written

MAIN = "word/document.xml"
_HOUSE = Path(__file__).parent / "house"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_MAIN_TYPE = f"{_WORD}.document.main+xml"
# What of a reference document is its look; all else (its words, comments, pictures, properties) stays behind.
_LOOKS = frozenset({"styles", "settings", "numbering", "theme", "fontTable", "webSettings", "header", "footer", "footnotes", "endnotes"})
_NOTES = ("footnotes", "endnotes")


def foundation(reference: bytes | None, *, name: str) -> tuple[bytes, str]:
    """Return a Word file without words, and the name of its main part.

    Raises CannotReadError or LimitExceededError, naming the reference document, for one that no draft can be read from either, and for
    one in the strict form, which is rare.
    """
    return (_house(), MAIN) if reference is None else _emptied(reference, name)


@cache
def _house() -> bytes:
    types = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/></Types>'
    )
    writer = PackageWriter({CONTENT_TYPES: types.encode()})
    writer.parts[MAIN] = (_HOUSE / "document.xml").read_bytes()
    writer.declare(MAIN, _MAIN_TYPE)
    writer.relate("", "officeDocument", MAIN)
    for kind in ("styles", "settings", "footer"):
        writer.add(MAIN, kind, f"word/{kind}.xml", (_HOUSE / f"{kind}.xml").read_bytes())
    return writer.saved()


def _emptied(reference: bytes, name: str) -> tuple[bytes, str]:
    check_size(reference, name=name)
    draft = WordDraft(reference, name=name)
    if namespace_of(draft.roots[draft.main]).startswith(STRICT):
        raise CannotReadError(f"{name}: is in the strict form of Word files", "save it as an ordinary .docx")
    writer = PackageWriter.of(reference)
    main = writer.spelt(draft.main)
    _empty_body(draft)
    writer.parts[main] = written(draft.roots[draft.main])
    kept = _followed(draft, writer, main)
    writer.parts = {part: content for part, content in writer.parts.items() if part in kept}
    for kind in _NOTES:
        if (part := draft.package.related(draft.main, kind)) and (spelt := writer.spelt(part)) in writer.parts:
            writer.parts[spelt] = _without_notes(writer.parts[spelt])
    if settings := draft.package.related(draft.main, "settings"):
        _detach(writer, writer.spelt(settings))
    _declare_kept(writer, main)
    return writer.saved(dated=False), main


def _empty_body(draft: WordDraft) -> None:
    """Take all out of the body but the properties of its last section."""
    last = child(draft.body, "sectPr")
    for one in list(draft.body):
        draft.body.remove(one)
    if last is not None:
        draft.body.append(last)


def _followed(draft: WordDraft, writer: PackageWriter, main: str) -> set[str]:
    """Cut the relations of the main part to those of its looks; return the parts that are then reached."""
    used = {attribute(one, "id") for one in draft.body.iter() if local(one) in ("headerReference", "footerReference")}
    listing = writer.listing(main)
    root = read_xml(writer.parts[listing])
    for one in list(root):
        kind, identity = str(one.get("Type")).rpartition("/")[2], one.get("Id")
        in_section = kind not in ("header", "footer") or identity in used
        if kind not in _LOOKS or one.get("TargetMode") == "External" or not in_section:
            root.remove(one)
    writer.parts[listing] = written(root)
    top = read_xml(writer.parts["_rels/.rels"])
    for one in list(top):
        if str(one.get("Type")).rpartition("/")[2] != "officeDocument":
            top.remove(one)
    writer.parts["_rels/.rels"] = written(top)
    found = {CONTENT_TYPES, "_rels/.rels", main}
    waiting = [main]
    while waiting:
        part = waiting.pop()
        listing = writer.listing(part)
        if listing not in writer.parts:
            continue
        found.add(listing)
        for one in children(read_xml(writer.parts[listing]), "Relationship"):
            target = writer.spelt(_inside(part, str(one.get("Target"))))
            if one.get("TargetMode") != "External" and target in writer.parts and target not in found:
                found.add(target)
                waiting.append(target)
    return found


def _inside(part: str, target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(part.rpartition("/")[0], target))


def _without_notes(content: bytes) -> bytes:
    """Return a part of notes with only those that part notes from text, which the settings name."""
    root = read_xml(content)
    for one in list(root):
        if attribute(one, "type") in (None, "normal"):
            root.remove(one)
    return written(root)


def _detach(writer: PackageWriter, settings: str) -> None:
    """Take out what makes Word fetch a template from elsewhere, track changes, or ask for a password."""
    root = read_xml(writer.parts[settings])
    for one in list(root):
        if local(one) in ("attachedTemplate", "documentProtection", "writeProtection", "trackRevisions", "mailMerge"):
            root.remove(one)
    writer.parts[settings] = written(root)
    writer.parts.pop(writer.listing(settings), None)


def _declare_kept(writer: PackageWriter, main: str) -> None:
    """Cut the content types to the parts that are kept; a template becomes a document."""
    root = read_xml(writer.parts[CONTENT_TYPES])
    for one in list(root):
        part = str(one.get("PartName") or "").lstrip("/")
        if local(one) == "Override" and writer.spelt(part) not in writer.parts:
            root.remove(one)
        elif part and writer.spelt(part) == main:
            one.set("ContentType", _MAIN_TYPE)
    writer.parts[CONTENT_TYPES] = written(root)


def house_styles() -> etree._Element:
    """Return the house's own styles, for what a reference document lacks."""
    return read_xml((_HOUSE / "styles.xml").read_bytes())
