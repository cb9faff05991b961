"""What may be linked to."""

import pytest

from ui.render.web_links import web_link


@pytest.mark.parametrize("address", ["https://news.example/a?b=1&c=2#d", "http://news.example:8080/", " https://news.example/ä "])
def test_addresses_of_the_web_are_linked(address):
    assert web_link(address) == address.strip()


@pytest.mark.parametrize(
    "address",
    [
        "", "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "file:///etc/passwd", "ftp://x.example/", "mailto:a@b.c",
        "//news.example/", "/local", "https://", "https:///path", "https://user:secret@news.example/", "https://user@news.example/",
        "https://news.example/\nbcc: x", "https://news.example/a b", 'https://news.example/"onclick=1', "https://news.example/<b>",
        "https://news.example/\u202egpj.exe", "https://news.example/\u200b", "https://[::1", "https://news.example:99999/",
        "https://news.example:0/", "\x00https://news.example/", "https://news.example/" + "a" * 2000, "vbscript:x", "http:\\\\news.example",
    ],
)  # fmt: skip
def test_anything_else_is_not(address):
    assert web_link(address) == ""
