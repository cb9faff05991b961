"""What an endpoint lists, and which ports of this machine others can reach."""

from __future__ import annotations

import socket
import sys

import pytest

from research.adapters.endpoint_facts import is_open_to_network, list_models, port_of
from tests.fakes.model_server import serving

HEAD = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n"


def row(address, state="0A"):
    return f"   0: {address} 00000000:0000 {state} 00000000:00000000 00:00000000 00000000     0        0 1 1 0 100 0 0 10 0\n"


def tables(folder, tcp="", tcp6=""):
    (folder / "tcp").write_text(HEAD + tcp)
    (folder / "tcp6").write_text(HEAD + tcp6)
    return folder


@pytest.mark.parametrize(
    ("tcp", "tcp6", "expected"),
    [
        (row("0100007F:2CAA"), "", False),
        (row("00000000:2CAA"), "", True),
        (row("0A00000A:2CAA"), "", True),
        (row("0100007F:2CAA"), row("00000000000000000000000000000000:2CAA"), True),
        ("", row("00000000000000000000000001000000:2CAA"), False),
        ("", row("0000000000000000FFFF00000100007F:2CAA"), False),
        (row("00000000:2CAB"), "", None),
        (row("00000000:2CAA", state="01"), "", None),
    ],
    ids=["loopback", "all", "an address", "all of IPv6", "loopback of IPv6", "mapped", "another port", "no listener"],
)
def test_a_port_that_listens_beyond_loopback_is_open(tmp_path, tcp, tcp6, expected):
    assert is_open_to_network(11434, tables(tmp_path, tcp, tcp6)) is expected


def test_where_there_are_no_tables_nothing_is_said(tmp_path):
    assert is_open_to_network(11434, tmp_path) is None


@pytest.mark.skipif(sys.platform != "linux", reason="the tables of connections are Linux's")
def test_the_tables_of_this_machine():
    with socket.create_server(("127.0.0.1", 0)) as here, socket.create_server(("0.0.0.0", 0)) as there:  # noqa: S104 (to be found out)
        assert is_open_to_network(here.getsockname()[1]) is False
        assert is_open_to_network(there.getsockname()[1]) is True


def test_ports_of_addresses():
    assert [port_of(one) for one in ("http://h:11434/v1", "http://h/v1", "https://h/v1")] == [11434, 80, 443]


def test_models_are_listed_with_their_windows():
    listed = [{"id": "a", "max_model_len": 32_768}, {"id": "b", "context_length": 4_096}, {"id": "c", "owned_by": "us"}]
    with serving(listed=listed) as server:
        found = list_models(server.url, "sk-1", {"X-Team": "research"})
    assert (found.windows, found.why_not) == ({"a": 32_768, "b": 4_096, "c": None}, "")


def test_an_endpoint_without_a_list_says_why():
    with serving() as server:
        assert list_models(server.url, "", {}).why_not == "it answered 404"
    assert list_models(server.url, "", {}).why_not == "it could not be reached (ConnectError)"
