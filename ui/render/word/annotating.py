"""A draft given back as it was brought, with what the check found: comments and, when asked for, footnotes with the sources.

Nothing else changes: parts that hold neither keep their bytes, and the body is the same once what was added is taken out.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from lxml import etree

from ingest.drafts.pieces import Pieces
from ingest.drafts.prose import one_line
from ingest.drafts.word import WordDraft
from research.errors import CannotReadError
from research.nouns.answers import Verdict
from research.nouns.drafts import DraftCheck, DraftPart
from ui.render.word.anchors import Anchors
from ui.render.word.annotated_markdown import annotate_markdown
from ui.render.word.markup import Markup, namespace_of
from ui.render.word.noting import Comments, Footnotes
from ui.render.word.package import PackageWriter, written
from ui.render.word.remarks import PROBLEMS, Remark, remarks

_WORD_FILES = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


def annotate(
    original: bytes, check: DraftCheck, *, footnotes: bool = False, commented: Collection[Verdict] = PROBLEMS, name: str = "the draft"
) -> bytes:
    """Return a draft's bytes (Word or Markdown) with a comment at each sentence of a verdict in `commented`, and at each contradiction.

    `footnotes` adds a footnote with its source to each supported sentence. A sentence accepted with a reason gets no comment. In
    Markdown, which has no comments, both are footnotes. Raises CannotReadError, naming the draft, for one that is damaged, signed, or
    not the one that was checked.
    """
    said = remarks(check, footnotes=footnotes, commented=commented)
    if not original.startswith(_WORD_FILES):
        return annotate_markdown(original, said, name=name)
    draft = WordDraft(original, name=name)
    if any(part.casefold().startswith("_xmlsignatures/") for part in draft.package.names):
        raise CannotReadError(f"{name}: is digitally signed, and a comment would break the signature", "save a copy without the signature")
    return _annotate_word(original, draft, said, check.checked_at) if said else original


def _annotate_word(original: bytes, draft: WordDraft, said: Sequence[Remark], at: datetime) -> bytes:
    root = draft.roots[draft.main]
    markup = Markup(namespace_of(root))
    writer = PackageWriter.of(original, office=markup.relations)
    comments = Comments(draft.package, draft.main, markup, writer, at=at, body=root)
    notes = Footnotes(draft.package, draft.main, markup, writer, body=root)
    found = [(remark, _pieces(draft, remark)) for remark in said]
    marks = [(remark, pieces, *_marks(remark, pieces, comments=comments, notes=notes)) for remark, pieces in found]
    anchors = Anchors(root)
    # From the last to the first: where a run is parted, what stands before keeps its place.
    for remark, pieces, before, after in sorted(marks, key=lambda one: one[0].sentence.place.start, reverse=True):
        place = remark.sentence.place
        if place.part is DraftPart.BODY:
            anchors.put(pieces, (place.start, place.end), before, after)
        else:
            # Word has no comments inside notes: they stand where the text refers to the note.
            anchors.put_around(draft.reference[(place.part, remark.sentence.note)], before, after)
    comments.save()
    notes.save()
    writer.parts[writer.spelt(draft.main)] = written(root)
    return writer.saved()


def _pieces(draft: WordDraft, remark: Remark) -> Pieces:
    """Return the paragraph or cell of a sentence; raises CannotReadError when the draft does not have the sentence there."""
    place = remark.sentence.place
    pieces = draft.pieces(place)
    in_note = place.part is not DraftPart.BODY
    if (
        pieces is None
        or one_line(pieces.text[place.start : place.end]) != remark.sentence.text
        or (in_note and (place.part, remark.sentence.note) not in draft.reference)
    ):
        raise CannotReadError(f"{draft.package.name}: is not the draft that was checked", "check it again")
    return pieces


def _marks(remark: Remark, pieces: Pieces, *, comments: Comments, notes: Footnotes) -> tuple[list[etree._Element], list[etree._Element]]:
    """Return what goes before and after a sentence."""
    before: list[etree._Element] = []
    after: list[etree._Element] = []
    place = remark.sentence.place
    # A note cannot refer to a note.
    if remark.footnote is not None and place.part is DraftPart.BODY:
        behind_another = any(note.offset == place.end for note in pieces.notes)
        after += notes.add(remark.footnote, apart=behind_another)
    if remark.comment:
        start, ends = comments.add(remark.comment)
        before.append(start)
        after += ends
    return before, after
