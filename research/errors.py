"""The one error tree: every failure the program expects, with what to do next.

Three branches tell apart what an analyst must not confuse: a question that could not be asked
(`CouldNotAskError`), a thing that does not exist (`NotFoundError`) and a file that cannot be read
(`CannotReadError`). Exit codes follow the command-line contract: 1 error, 2 usage, 3 insufficient evidence.
"""

from __future__ import annotations

from errno import EDQUOT, EIO, ENOSPC


class DeskError(Exception):
    """Base of every expected failure: one line that says what happened, to which id, and what to do next.

    `message` names the thing that failed; `hint` is the next step. `exit_code` is what a command ends with.
    """

    exit_code = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        """Return message and hint as one line."""
        return f"{self.message}; {self.hint}" if self.hint else self.message


class UsageError(DeskError):
    """The caller's words are off: an unknown option value, an empty question, a date that is not one."""

    exit_code = 2


class SettingsError(DeskError):
    """A setting is missing, malformed or contradicts another."""

    exit_code = 2


class NotFoundError(DeskError):
    """The named document, page, answer or company does not exist for this user."""


class NotAllowedError(DeskError):
    """What is asked for is not for this user's role, or the user is none; it says nothing of what there is."""


class SignedOutError(NotAllowedError):
    """The session of a page's user is over."""


class CouldNotAskError(DeskError):
    """A store, index, model or service could not be reached or is held by another process."""


class WorkspaceBusyError(CouldNotAskError):
    """Another process holds the ingest lease; the message names it."""


class WorkspaceDamagedError(CouldNotAskError):
    """The catalog or the ledger, which nothing can rebuild, failed its integrity check."""


class DiskFullError(CouldNotAskError):
    """No room is left where something was to be written: it is not kept, and what was told as done before is."""


def disk_full(error: BaseException, what: str = "") -> DiskFullError | None:
    """Return the error to raise for one of the system's that says that a disk, or a user's share of it, is full; None for any other.

    `what` could not be written; without it the error's own file is named.
    """
    if not isinstance(error, OSError) or error.errno not in {ENOSPC, EDQUOT}:
        return None
    return no_room(what or str(error.filename or "a file"))


def no_room(what: str) -> DiskFullError:
    """Return the error that says that the disk is too full for `what` to be written."""
    return DiskFullError(f"the disk is full: {what} could not be written", "make room, then do it again; what was told as done is kept")


def disk_failed(error: BaseException) -> CouldNotAskError | None:
    """Return the error to raise for one of the system's that says that a disk could not read or write; None for any other."""
    if not isinstance(error, OSError) or error.errno != EIO:
        return None
    what = str(error.filename or "a file")
    return CouldNotAskError(
        f"the disk failed: {what} could not be read or written (input/output error)",
        "check the disk, then do it again; what was told as done is kept",
    )


class IndexDamagedError(CouldNotAskError):
    """A cache (vector or lexical index) is torn; it is quarantined and rebuilt by whoever catches this."""


class ModelUnavailableError(CouldNotAskError):
    """The embedding model is absent, or its weights are not the ones that were pinned."""


class EndpointUnavailableError(ModelUnavailableError):
    """The endpoint that embeds does not answer now; whoever catches this does without what meaning finds, and says so."""


class CannotReadError(DeskError):
    """A file exists but cannot be read: damaged, encrypted, unsupported, or over a limit."""


class UnsupportedFileError(CannotReadError):
    """No loader reads this kind of file; ingest lists it as skipped, not failed."""


class PurgedFileError(UnsupportedFileError):
    """A file that was purged has come again; ingest lists it as skipped and reads it only when that is asked for."""


class HeldError(DeskError):
    """A legal hold forbids it; the message says which, why, by whom and since when."""


class LimitExceededError(CannotReadError):
    """A file, page or question went over a limit on time, memory, size or count."""


class QuoteNotFoundError(DeskError):
    """A quotation is not at the place that it claims; the answer that carried it must not be shown."""
