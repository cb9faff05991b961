import pytest

from ingest.articles import LONGEST_TEXT, Article, ArticleReader
from ingest.fetch import FetchLimits
from research.errors import CannotReadError, CouldNotAskError, LimitExceededError
from research.settings import Settings
from tests.outside.server import answer, local_server

SENTENCES = [
    "Vellanor Instruments said on Tuesday that it will buy the valve maker Brackwater for $410 million in cash.",
    "The company expects the purchase to add about 4 % to earnings in its first full year, after costs of integration.",
    "“We have known Brackwater’s people for years,” chief executive Ilse Tarrow said; sales < plan were not a worry & are not now.",
    "The two will close the transaction in the third quarter of 2025 if the authorities of both countries agree to it.",
]
LIMITS = FetchLimits(seconds=20.0)
MENU = "".join(f"<li><a href='/{at}'>Section {at}</a></li>" for at in range(30))


def page(*paragraphs, head="", wrap="<article><h1>Vellanor buys Brackwater</h1>{}</article>"):
    told = "".join(f"<p>{one.replace('&', '&amp;').replace('<', '&lt;')}</p>" for one in paragraphs)
    story = wrap.format(told)
    return (
        f"<!DOCTYPE html><html><head>{head}<title>Vellanor buys Brackwater</title><script>var secret = 'tracker';</script></head><body>"
        f"<nav><ul>{MENU}</ul></nav>{story}<aside>Subscribe to our newsletter</aside><footer>All rights reserved</footer></body></html>"
    )


@pytest.fixture
def server():
    with local_server() as running:
        yield running


@pytest.fixture
def reader(server):
    return ArticleReader(server.fetcher(LIMITS), Settings())


def html(text, encoding="utf-8", content_type="text/html; charset=utf-8"):
    return answer(text.encode(encoding), content_type=content_type)


def test_the_story_is_read_and_nothing_around_it(server, reader):
    server.routes["/1"] = html(page(*SENTENCES, head='<meta charset="utf-8">'))
    article = reader.read(server.url("/1"))
    assert article.url == server.url("/1")
    assert article.text.splitlines()[-4:] == SENTENCES
    assert not any(word in article.text for word in ("Section", "newsletter", "tracker", "rights reserved"))


def test_chinese(server, reader):
    told = [
        "韦兰诺仪器公司周二表示，将以四点一亿美元现金收购阀门制造商布拉克沃特。",
        "公司预计此次收购将在首个完整年度增加约百分之四的每股收益。",
    ] * 4
    told = [f"{at}、{one}" for at, one in enumerate(told)]
    server.routes["/1"] = html(page(*told), "gb18030", "text/html; charset=gb2312")
    assert reader.read(server.url("/1")).text.splitlines()[-8:] == told


@pytest.mark.parametrize("said", ["windows-1252", "iso-8859-1", "no-such-charset", "idna", '"><script>'])
def test_a_wrong_charset_costs_no_letter_of_utf8(server, reader, said):
    server.routes["/1"] = html(page(*SENTENCES), content_type=f"text/html; charset={said}")
    assert reader.read(server.url("/1")).text.splitlines()[-4:] == SENTENCES


def test_the_charset_that_only_the_server_says(server, reader):
    told = [one.replace("valve", "ventilé") for one in SENTENCES]
    server.routes["/1"] = html(page(*told), "cp1252", "text/html; charset=windows-1252")
    assert reader.read(server.url("/1")).text.splitlines()[-4:] == told


def test_markup_that_the_story_holds_as_text_does_not_come_back_as_markup(server, reader):
    hostile = [*SENTENCES, "Read on: <script>alert(1)</script><img src=x onerror=alert(1)> and so it went on for the whole of the day."]
    server.routes["/1"] = html(page(*hostile))
    text = reader.read(server.url("/1")).text
    assert "<script" not in text
    assert "<img" not in text
    assert SENTENCES[0] in text


def test_a_site_that_does_not_allow_it_is_not_read(server, reader):
    server.routes |= {"/robots.txt": answer(b"User-agent: *\nDisallow: /news\n"), "/news/1": html(page(*SENTENCES))}
    with pytest.raises(CouldNotAskError, match="does not allow programs to read this page"):
        reader.read(server.url("/news/1"))
    assert server.targets == ["/robots.txt"]


def test_a_redirect_to_what_is_not_allowed_is_not_used(server, reader):
    server.routes |= {
        "/robots.txt": answer(b"User-agent: research-desk\nDisallow: /news\n"),
        "/1": answer(status=302, location="/news/1"),
        "/news/1": html(page(*SENTENCES)),
    }
    with pytest.raises(CouldNotAskError, match="does not allow"):
        reader.read(server.url("/1"))


def test_a_redirect_is_followed_and_told(server, reader):
    server.routes |= {"/1": answer(status=302, location="/2"), "/2": html(page(*SENTENCES))}
    assert reader.read(server.url("/1")).url == server.url("/2")


@pytest.mark.parametrize(("status", "error"), [(404, CouldNotAskError), (403, CouldNotAskError), (500, CouldNotAskError)])
def test_no_page(server, reader, status, error):
    server.routes["/1"] = answer(page(*SENTENCES).encode(), status=status, content_type="text/html")
    with pytest.raises(error, match=f"status {status}"):
        reader.read(server.url("/1"))


@pytest.mark.parametrize("kind", ["application/pdf", "image/png", "text/plain", "application/json"])
def test_what_is_no_page(server, reader, kind):
    server.routes["/1"] = html(page(*SENTENCES), content_type=kind)
    with pytest.raises(CannotReadError, match="not a page"):
        reader.read(server.url("/1"))


@pytest.mark.parametrize(
    "content",
    ["", "<html></html>", page("We use cookies.", wrap="<div>{}</div>"), "\0" * 100, "<" * 1_000, "<div>" * 60_000, "<!ENTITY a 'b'>" * 10],
)
def test_a_page_without_an_article(server, reader, content):
    server.routes["/1"] = html(content)
    with pytest.raises(CannotReadError):
        reader.read(server.url("/1"))


def test_entities_do_not_grow(server, reader):
    declared = '<!DOCTYPE html [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>'
    wrap = "<article><p>It said &b; and &c; then.</p>{}</article>"
    server.routes["/1"] = html(declared + page(*SENTENCES, wrap=wrap).removeprefix("<!DOCTYPE html>"))
    text = reader.read(server.url("/1")).text
    assert "aaaaaaaaaa" not in text
    assert "root:" not in text
    assert SENTENCES[0] in text


@pytest.mark.parametrize("content", ["<b>" * 250_000, page(*(f"{at} {SENTENCES[0]}" for at in range(LONGEST_TEXT // 100)))])
def test_too_much(server, reader, content):
    server.routes["/1"] = html(content)
    with pytest.raises(LimitExceededError):
        reader.read(server.url("/1"))


def test_an_article_does_not_print_its_text():
    assert repr(Article("https://news.example.com/1", "words")) == "Article(url='https://news.example.com/1')"
