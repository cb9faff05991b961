"""The door for drafts: what kind a file is, its limits, and one clear line for what cannot be read."""

from __future__ import annotations

import hashlib
from pathlib import Path, PurePath

from ingest.drafts.building import build_draft
from ingest.drafts.markdown import MarkdownDraft
from ingest.drafts.word import WordDraft
from research.errors import CannotReadError, LimitExceededError, NotFoundError, UnsupportedFileError
from research.nouns.drafts import DraftKind, DraftText

MOST_MB = 10
_KINDS = {".docx": DraftKind.WORD, ".md": DraftKind.MARKDOWN, ".markdown": DraftKind.MARKDOWN}
_WITH_MACROS = (".docm", ".dotm")


def read(source: Path | bytes, name: str = "") -> DraftText:
    """Return a draft as read, from a file or from its bytes; `name` is what the draft is called (a file's own by default).

    Raises NotFoundError for a file that is not there, UnsupportedFileError for one that is neither .docx nor .md, LimitExceededError for
    one over 10 MiB or that inflates too far, CannotReadError for one with macros, locked, damaged, or not in UTF-8: each in one line.
    """
    name = name or (source.name if isinstance(source, Path) else "draft")
    kind = draft_kind(name)
    content = _content(source, name) if isinstance(source, Path) else source
    check_size(content, name=name)
    read_blocks = WordDraft(content, name=name).read if kind is DraftKind.WORD else MarkdownDraft(content, name=name).read
    draft = build_draft(read_blocks, name=name, kind=kind, sha256=hashlib.sha256(content).hexdigest())
    if not draft.sentences:
        raise CannotReadError(f"{name}: holds no text", "check what was saved under this name")
    return draft


def draft_kind(name: str) -> DraftKind:
    """Return what a draft of this name is; raises UnsupportedFileError, or CannotReadError for a name of files with macros."""
    suffix = PurePath(name).suffix.lower()
    if suffix in _WITH_MACROS:
        raise CannotReadError(f"{name}: is a Word file with macros ({suffix})", "save it as .docx, which has none")
    if suffix not in _KINDS:
        raise UnsupportedFileError(f"{name}: is no draft that is read", "save it as .docx or .md")
    return _KINDS[suffix]


def check_size(content: bytes, *, name: str) -> None:
    """Raise LimitExceededError for a draft over the limit, CannotReadError for an empty one."""
    if len(content) > MOST_MB * 1024 * 1024:
        raise _too_large(len(content), name)
    if not content:
        raise CannotReadError(f"{name}: is empty", "check what was saved under this name")


def _content(path: Path, name: str) -> bytes:
    try:
        size = path.stat().st_size
        if size > MOST_MB * 1024 * 1024:
            raise _too_large(size, name)
        return path.read_bytes()
    except FileNotFoundError as error:
        raise NotFoundError(f"draft {path} does not exist", "check its name") from error
    except OSError as error:
        raise CannotReadError(f"draft {path} cannot be read: {error.strerror or error}", "check the file and its rights") from error


def _too_large(size: int, name: str) -> LimitExceededError:
    return LimitExceededError(
        f"{name}: is {size / 1024 / 1024:.1f} MiB, the limit for a draft is {MOST_MB} MiB", "compress its pictures, or split the draft"
    )
