"""Secure connections: the certificate is checked for the name that was asked, though the connection is made to an address."""

import shutil
import ssl
import subprocess

import pytest

from ingest.connecting import trusted
from ingest.fetch import SafeFetcher
from research.errors import CouldNotAskError
from tests.outside.server import NAME, answer, local_server

FEED = b"<rss/>"
OPENSSL = shutil.which("openssl")
pytestmark = pytest.mark.skipif(OPENSSL is None, reason="openssl makes the certificates of these tests and is not installed")


def certificate(folder, name):
    """Return contexts of a server that shows a certificate for a name, and of a client that trusts it."""
    key, made = folder / f"{name}.key", folder / f"{name}.pem"
    command = [OPENSSL, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
    command += ["-subj", "/CN=a test", "-addext", f"subjectAltName=DNS:{name}", "-keyout", str(key), "-out", str(made)]
    subprocess.run(command, check=True, capture_output=True)
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving.load_cert_chain(made, key)
    return serving, ssl.create_default_context(cafile=str(made))


@pytest.fixture(scope="module")
def named(tmp_path_factory):
    return certificate(tmp_path_factory.mktemp("tls"), NAME)


@pytest.fixture
def server(named):
    with local_server(named[0]) as running:
        running.routes["/feed.xml"] = answer(FEED)
        yield running


def test_the_name_is_asked_for_and_checked(server, named):
    shown = []
    named[0].sni_callback = lambda _socket, name, _context: shown.append(name)
    got = server.fetcher(context=named[1]).fetch(server.url("/feed.xml", scheme="https"))
    assert (got.content, shown, server.asked[0].headers["host"]) == (FEED, [NAME], f"{NAME}:{server.port}")


@pytest.mark.parametrize("host", ["other.example.com", "127.0.0.1", "example.com", "a.news.example.com"])
def test_a_certificate_for_another_name_is_refused(server, named, host):
    with pytest.raises(CouldNotAskError, match=r"certificate is not valid \(OpenSSL 6[24]\)"):
        server.fetcher(context=named[1]).fetch(server.url("/feed.xml", scheme="https", host=host))
    assert server.asked == []


def test_a_certificate_that_nobody_vouches_for_is_refused(server):
    with pytest.raises(CouldNotAskError, match=r"certificate is not valid \(OpenSSL 18\)"):
        server.fetcher().fetch(server.url("/feed.xml", scheme="https"))
    assert server.asked == []


def test_what_is_no_tls_is_refused(named):
    with local_server() as plain, pytest.raises(CouldNotAskError, match=r"no secure connection can be made|cannot be reached"):
        plain.fetcher(context=named[1]).fetch(plain.url("/feed.xml", scheme="https"))


def test_what_is_only_tls_does_not_answer_in_the_clear(server, named):
    with pytest.raises(CouldNotAskError, match=r"proper HTTP|breaks off"):
        server.fetcher(context=named[1]).fetch(server.url("/feed.xml"))


def test_a_redirect_from_https_to_http_is_refused(server, named):
    server.routes["/old.xml"] = answer(status=301, location=server.url("/feed.xml"))
    with pytest.raises(CouldNotAskError, match="redirects from https to http"):
        server.fetcher(context=named[1]).fetch(server.url("/old.xml", scheme="https"))
    assert server.targets == ["/old.xml"]


def test_a_redirect_from_http_to_https_is_followed(server, named):
    with local_server() as plain:
        plain.routes["/feed.xml"] = answer(status=301, location=server.url("/feed.xml", scheme="https"))
        fetcher = SafeFetcher(
            resolver=lambda _name: ["127.0.0.1"], allowed=[("127.0.0.1", plain.port), ("127.0.0.1", server.port)], context=named[1]
        )
        got = fetcher.fetch(plain.url("/feed.xml"))
    assert (got.content, got.moved_to) == (FEED, server.url("/feed.xml", scheme="https"))


def test_the_authorities_of_the_system_and_of_certifi_are_trusted():
    context = trusted()
    assert context is trusted()
    assert (context.verify_mode, context.check_hostname) == (ssl.CERT_REQUIRED, True)
    assert context.minimum_version >= ssl.TLSVersion.TLSv1_2
    assert context.cert_store_stats()["x509_ca"] > 100
