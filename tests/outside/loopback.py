"""Whether anything that the tests ran has reached beyond loopback: in this process, in every Python that it starts, in the browser."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

_FOLDER = Path(__file__).with_name("hears")
_NAMED = "DESK_TESTS_HEARD"


def guard_all() -> Path:
    """Refuse what goes beyond loopback from now on, here and in every Python that is started from here; return where it is noted."""
    descriptor, name = tempfile.mkstemp(prefix="desk-heard-")
    os.close(descriptor)
    os.environ[_NAMED] = name
    paths = [one for one in os.environ.get("PYTHONPATH", "").split(os.pathsep) if one and one != str(_FOLDER)]
    os.environ["PYTHONPATH"] = os.pathsep.join([str(_FOLDER), *paths])
    from tests.outside.hears import sitecustomize  # noqa: F401 - it listens from its import on

    return Path(name)


def taken(noted: Path) -> list[str]:
    """Return the lines that were noted since the last time."""
    if not noted.stat().st_size:
        return []
    lines = noted.read_text(encoding="utf-8", errors="replace").splitlines()
    noted.write_bytes(b"")
    return lines


def note_request(url: str) -> None:
    """Note what a page of the browser asks for, unless it is on this machine or comes from the page itself."""
    from tests.outside.hears import sitecustomize

    parts = urlsplit(url)
    if parts.scheme in {"http", "https", "ws", "wss", "ftp"} and not sitecustomize.is_here(parts.hostname):
        sitecustomize.note(f"the browser: {url[:200]}")
