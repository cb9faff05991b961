"""Lets no process of the tests reach beyond loopback: every Python that they start imports this module by its name before anything else.

A connection to another address, a packet to one and a look-up of any other name are refused, and noted in the file that DESK_TESTS_HEARD
names, so that whoever swallows the error does not hide it. `tests/conftest.py` sets both and fails the test.
"""

import os
import sys

NAMED = "DESK_TESTS_HEARD"
UNREACHABLE = 101


def is_here(host: object) -> bool:
    """Return whether a host is this machine: loopback in any spelling, or no host at all."""
    text = host.decode("ascii", "replace") if isinstance(host, bytes | bytearray) else host
    if not isinstance(text, str) or text.lower() in {"", "localhost", "::1", "::", "0.0.0.0", "::ffff:127.0.0.1"}:  # noqa: S104 - to itself
        return True
    import socket

    try:
        return socket.inet_aton(text)[0] == 127
    except OSError:
        return False


def hear(event: str, args: tuple[object, ...]) -> None:
    """Note and refuse what goes beyond this machine."""
    if event in {"socket.connect", "socket.sendto"}:
        address = args[1]
        host = address[0] if isinstance(address, tuple) else ""
    elif event in {"socket.getaddrinfo", "socket.gethostbyname"}:
        host = args[0]
    else:
        return
    if not is_here(host):
        note(f"{event} {host!r}, process {os.getpid()}: {' '.join(sys.argv)[:200]}")
        raise OSError(UNREACHABLE, f"tests reach nothing beyond loopback, and not {host!r}")


def note(line: str) -> None:
    """Write a line to the file of what was heard; lines of several processes do not mix."""
    descriptor = os.open(os.environ[NAMED], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    os.write(descriptor, f"{line}\n".encode("utf-8", "replace"))
    os.close(descriptor)


if NAMED in os.environ:
    sys.addaudithook(hear)
