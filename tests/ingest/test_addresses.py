import threading
import tomllib
from ipaddress import IPv4Address, IPv6Address
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.addresses import is_private_name, resolve, resolve_within, why_not_public
from ingest.fetch import SafeFetcher
from research.errors import CouldNotAskError
from tests.outside.heard import hearing

ODD = tomllib.loads((Path(__file__).parents[1] / "outside" / "odd_addresses.toml").read_text(encoding="utf-8"))
PUBLIC = [
    "1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.1", "169.253.255.255",
    "172.15.255.255", "172.32.0.0", "192.0.1.0",
    "192.167.255.255", "198.17.255.255", "198.20.0.0", "223.255.255.255", "2606:4700:4700::1111",
    "2a00:1450:4001:80e::200e", "2001:200::1", "2400:cb00::1",
]  # fmt: skip


def refuse_to_look_up(name):
    raise AssertionError(f"{name} was looked up")


def test_the_table_is_as_long_as_promised():
    assert sum(map(len, ODD.values())) >= 180
    assert all(len(set(urls)) == len(urls) for urls in ODD.values())


@pytest.mark.parametrize(("says", "url"), [(says, url) for says, urls in ODD.items() for url in urls])
def test_an_odd_address_is_not_reached(says, url):
    with hearing() as heard, pytest.raises(CouldNotAskError) as raised:
        SafeFetcher(resolver=refuse_to_look_up).fetch(url)
    assert says in str(raised.value)
    assert str(raised.value).isprintable()
    assert heard == []


@pytest.mark.parametrize(
    "addresses",
    [
        ["127.0.0.1"],
        ["8.8.8.8", "10.0.0.1"],
        ["10.0.0.1", "8.8.8.8"],
        ["8.8.8.8", "::1"],
        ["::ffff:10.0.0.1"],
        ["fe80::1%2"],
        ["2606:4700::1%1"],
        ["169.254.169.254"],
        ["0"],
        ["127.1"],
        ["not an address"],
        [""],
    ],
)
def test_a_name_with_any_address_that_is_not_public_is_not_reached(addresses):
    with hearing() as heard, pytest.raises(CouldNotAskError, match="leads to an address that is not public"):
        SafeFetcher(resolver=lambda _name: addresses).fetch("https://news.example.com/feed.xml")
    assert heard == []


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_may_be_asked(address):
    assert why_not_public(address) is None


@given(st.ip_addresses(v=4))
def test_no_ipv4_address_is_public_that_the_standard_library_knows_not_to_be(address: IPv4Address):
    if not address.is_global or address.is_multicast or address.is_reserved:
        assert why_not_public(str(address)) is not None


@given(st.ip_addresses(v=6))
def test_no_ipv6_address_is_public_that_the_standard_library_knows_not_to_be(address: IPv6Address):
    holds_ipv4 = address.ipv4_mapped or address.sixtofour or address.teredo
    if not address.is_global or address.is_multicast or address.is_reserved or holds_ipv4:
        assert why_not_public(str(address)) is not None


@given(st.ip_addresses(v=4))
def test_no_ipv4_address_is_reached_inside_ipv6(address: IPv4Address):
    number = int(address)
    inside = [number, 0xFFFF << 32 | number, 0xFFFF << 48 | number, 0x64FF9B << 96 | number, 0x2002 << 112 | number << 80]
    assert all(why_not_public(str(IPv6Address(one))) for one in inside)


@pytest.mark.parametrize(
    ("name", "private"), [("localhost", True), ("a.b.local", True), ("notlocal.com", False), ("local.example.com", False)]
)
def test_private_names(name, private):
    assert is_private_name(name) is private


def test_the_system_is_asked_once_for_each_address():
    assert "127.0.0.1" in resolve("localhost")
    assert len(set(resolve("localhost"))) == len(resolve("localhost"))


def test_a_name_that_the_system_cannot_spell_has_no_address():
    with pytest.raises(OSError, match="not a name"):
        resolve("a" * 64 + ".example.com")


def fail(error):
    def resolver(_name):
        raise error

    return resolver


@pytest.mark.parametrize(
    ("resolver", "says"),
    [
        (fail(OSError("no")), "news.example.com: no such name, or no name server answers"),
        (fail(UnicodeError("no")), "news.example.com: no such name, or no name server answers"),
        (lambda _name: [], "news.example.com: the name has no address"),
    ],
)
def test_a_look_up_that_fails_says_so(resolver, says):
    with pytest.raises(CouldNotAskError) as raised:
        resolve_within(resolver, "news.example.com", 5.0)
    assert raised.value.message == says


def test_a_look_up_that_hangs_is_left_behind():
    let_go = threading.Event()
    with pytest.raises(CouldNotAskError, match="did not answer in time"):
        resolve_within(lambda _name: [str(let_go.wait(30))], "news.example.com", 0.05)
    let_go.set()
