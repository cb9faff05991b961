"""Links as they are kept, and the form that all spellings of one share."""

import pytest

from ingest.feed_keys import canonical_link, entry_key, web_address


@pytest.mark.parametrize(
    ("link", "kept"),
    [
        ("https://news.example.com/a", "https://news.example.com/a"),
        (" https://news.example.com/a?utm_source=rss&utm_medium=feed ", "https://news.example.com/a"),
        ("https://news.example.com/a?id=7&UTM_Source=rss&page=2#part", "https://news.example.com/a?id=7&page=2#part"),
        ("https://news.example.com/a?q=%20x&gclid=1", "https://news.example.com/a?q=%20x"),
        ("https://news.example.com/?fbclid=1", "https://news.example.com/"),
        ("javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("file:///etc/passwd", ""),
        ("//news.example.com/a", ""),
        ("https://news.example.com/a b", ""),
        ('https://news.example.com/"onmouseover=x', ""),
        ("https://news.example.com/<script>", ""),
        ("https:///nothing", ""),
        ("http://news.example.com:99999/", ""),
        ("https://[::1", ""),
        ("https://news.example.com\\@evil.example/", ""),
    ],
)
def test_a_link_is_an_address_without_what_tracks_readers(link, kept):
    assert web_address(link) == kept


def test_spellings_of_one_address_share_a_form():
    spelt = ["HTTPS://News.Example.com:443/A?id=7#top", "https://news.example.com./A?id=7", "https://news.example.com/A?id=7"]
    assert {canonical_link(one) for one in spelt} == {"https://news.example.com/A?id=7"}
    assert canonical_link("http://news.example.com:8080") == "http://news.example.com:8080/"
    assert canonical_link("https://[2606:4700::1111]/x") == "https://[2606:4700::1111]/x"


def test_an_identifier_goes_before_the_link_and_the_link_before_the_words():
    assert entry_key(" tag:x,\n2025:1 ", "https://a.example/", "words") == "tag:x, 2025:1"
    assert entry_key("", "https://A.example/#x", "words") == "https://a.example/"
    assert entry_key("", "", "words") == entry_key("", "", "words") != entry_key("", "", "other words")
    long = "x" * 401
    assert entry_key(long, "", "") == entry_key(long, "", "other")
    assert len(entry_key(long, "", "")) < 40
