"""The lines of a text file that a user names."""

from __future__ import annotations

from pathlib import Path

from research.errors import CannotReadError, LimitExceededError

MOST_MB = 200


def read_lines(path: Path, *, kind: str, hint: str) -> list[tuple[int, str]]:
    """Return the lines of a UTF-8 file that are not blank, each with its number, from 1; a byte-order mark is left out.

    Lines end with a line feed alone: JSON may hold what else ends one. Raises CannotReadError, which calls the file `kind`, says why it
    cannot be read, and with `hint` what to do; LimitExceededError for one of more than `MOST_MB` MiB.
    """
    try:
        if path.stat().st_size > MOST_MB * 1024 * 1024:
            raise LimitExceededError(f"{kind} {path} is larger than {MOST_MB} MiB", "split the file")
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise CannotReadError(f"{kind} {path}: {(error.strerror or str(error)).lower()}", hint) from error
    except UnicodeDecodeError as error:
        raise CannotReadError(f"{kind} {path}: byte {error.start + 1} is not UTF-8 text", hint) from error
    return [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
