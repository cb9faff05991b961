"""Tests reach nothing beyond loopback: here, in a Python that they start, in a process that is forked, in the browser."""

import socket
import subprocess
import sys

import pytest

from tests.conftest import HEARD
from tests.outside.hears.sitecustomize import is_here
from tests.outside.loopback import note_request, taken

ASKS = "import socket\ntry:\n    socket.getaddrinfo('filings.example.com', 443)\nexcept OSError as error:\n    print(error)"


def test_loopback_is_known_in_any_spelling():
    assert [one for one in ("127.0.0.1", "127.1", "localhost", "::1", "", None, b"127.0.0.9", "0x7f.1") if not is_here(one)] == []
    assert [one for one in ("10.0.0.1", "example.com", "8.8.8.8", "::2", "127.0.0.1.example.com") if is_here(one)] == []


def test_a_look_up_is_refused_and_noted():
    with pytest.raises(OSError, match="beyond loopback"):
        socket.getaddrinfo("filings.example.com", 443)
    assert [line.partition(",")[0] for line in taken(HEARD)] == ["socket.getaddrinfo 'filings.example.com'"]


def test_a_packet_is_refused_and_noted():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sending, pytest.raises(OSError, match="beyond loopback"):
        sending.sendto(b"x", ("192.0.2.1", 9))
    assert [line.partition(",")[0] for line in taken(HEARD)] == ["socket.sendto '192.0.2.1'"]


def test_another_python_is_heard_too_also_when_it_swallows_the_error():
    done = subprocess.run([sys.executable, "-c", ASKS], capture_output=True, text=True, check=True)
    assert "beyond loopback" in done.stdout
    assert [line.partition(",")[0] for line in taken(HEARD)] == ["socket.getaddrinfo 'filings.example.com'"]


def test_what_a_page_asks_for_is_noted_unless_it_is_here():
    for url in ("http://127.0.0.1:8501/x", "data:text/plain,x", "blob:http://127.0.0.1/x", "ws://localhost:8501/stream"):
        note_request(url)
    assert taken(HEARD) == []
    note_request("https://fonts.example.com/a.woff2")
    assert taken(HEARD) == ["the browser: https://fonts.example.com/a.woff2"]
