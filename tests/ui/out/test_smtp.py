"""Messages to a mail server: over TLS, as they were made, ended only when that is marked, and no secret told."""

import base64
import socket
import threading

import pytest

from research.errors import SettingsError
from research.nouns.sending import Channel, Outgoing
from research.settings import Settings
from tests.contracts.samples import JANUARY
from tests.ui.out.mail_server import HOST, OPENSSL, PASSWORD, USER, certificate, mail_server
from tests.waiting import LONG_SECONDS
from ui.out.handing import ClaimLostError, NeverHeardError, NotHandedOverError
from ui.out.mail import Letter, message_bytes
from ui.out.smtp import SmtpWay

needs_openssl = pytest.mark.skipif(OPENSSL is None, reason="openssl makes the certificates of these tests and is not installed")
pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")  # a server of this machine may
LETTER = Letter(
    "key-1", "desk@example.org", "ann@example.org", "Pumps: 2 exceptions · 11 Feb 2025", "plain\n.\n..dots\n", "<p>é 奎</p>", JANUARY
)
STEP_SECONDS = LONG_SECONDS


CONTENT = message_bytes(LETTER)


def item(content=CONTENT, target="ann@example.org"):
    return Outgoing("key-1", "ann", Channel.MAIL, target, "Pumps", "d1", content, JANUARY, JANUARY)


def settings(port, **changes):
    plain = {"smtp_host": HOST, "smtp_port": port, "smtp_from": "desk@example.org", "smtp_tls": "none"}
    return Settings(**plain | changes)


def hand(port, *, mark=lambda: True, context=None, content=None, target="ann@example.org", **changes):
    way = SmtpWay(settings(port, **changes), context=context, step_seconds=STEP_SECONDS)
    way.hand(item(target=target) if content is None else item(content), "t1", mark)


@pytest.fixture(scope="module")
def trusted(tmp_path_factory):
    return certificate(tmp_path_factory.mktemp("tls"), HOST)


def test_a_message_arrives_as_it_was_made():
    with mail_server() as box:
        marks = []
        hand(box.port, mark=lambda: marks.append(len(box.taken)) is None)
    assert marks == [0]  # marked once, before it was taken
    assert [(sender, to) for sender, to, _ in box.taken] == [("desk@example.org", ["ann@example.org"])]
    assert box.taken[0][2] == item().content
    (message,) = box.messages
    assert message["Subject"] == LETTER.subject
    assert message.get_body(("plain",)).get_content().splitlines() == ["plain", ".", "..dots"]
    assert message.get_body(("html",)).get_content().splitlines() == ["<p>é 奎</p>"]


@needs_openssl
@pytest.mark.parametrize("way", ["starttls", "tls"])
def test_over_tls_with_a_name_and_password(trusted, way):
    with mail_server(**{way: trusted[0]}, auth=True) as box:
        hand(box.port, context=trusted[1], smtp_tls=way, smtp_user=USER, smtp_password=PASSWORD)
    assert (len(box.taken), box.logged_in) == (1, [True])


@needs_openssl
@pytest.mark.parametrize("way", ["starttls", "tls"])
def test_a_certificate_that_nobody_vouches_for_is_given_nothing(trusted, tmp_path, way):
    other = certificate(tmp_path, "mail.example.org")
    for shown, context in ((trusted[0], None), (other[0], other[1])):
        with mail_server(**{way: shown}, auth=True) as box:
            with pytest.raises(NotHandedOverError, match="has no certificate that holds") as raised:
                hand(box.port, context=context, smtp_tls=way, smtp_user=USER, smtp_password=PASSWORD)
            assert (box.taken, raised.value.for_good) == ([], False)


def test_a_server_without_tls_is_given_nothing():
    with mail_server(auth=True) as box, pytest.raises(NotHandedOverError, match="offers no STARTTLS, and nothing was sent"):
        hand(box.port, smtp_tls="starttls", smtp_user=USER, smtp_password=PASSWORD)
    assert box.taken == []


@needs_openssl
@pytest.mark.parametrize("password", ["wrong", PASSWORD + "x"])
def test_a_wrong_password_is_told_of_but_not_told(trusted, password):
    with mail_server(starttls=trusted[0], auth=True) as box, pytest.raises(NotHandedOverError) as raised:
        hand(box.port, context=trusted[1], smtp_tls="starttls", smtp_user=USER, smtp_password=password)
    assert "refused the name and password (535)" in str(raised.value)
    assert (raised.value.for_good, raised.value.__cause__, box.taken) == (False, None, [])


def test_what_a_server_repeats_is_without_the_password():
    plain = base64.b64encode(f"\0{USER}\0{PASSWORD}".encode()).decode()
    with mail_server(auth=True) as box:
        box.say["DATA"] = f"554 no: {PASSWORD} {plain} {base64.b64encode(PASSWORD.encode()).decode()}\x1b[31m end"
        with pytest.raises(NotHandedOverError) as raised:
            hand(box.port, smtp_user=USER, smtp_password=PASSWORD)
    assert str(raised.value).startswith(f"the mail server {HOST} refused the message: 554 no: … … …")
    assert "\x1b" not in str(raised.value)


@pytest.mark.parametrize(
    ("when", "said", "for_good"),
    [
        ("RCPT", "550 no such mailbox", True),
        ("RCPT", "450 try later", False),
        ("DATA", "554 spam", True),
        ("DATA", "451 try later", False),
        ("MAIL", "530 log in first", False),
    ],
)
def test_a_refusal_is_for_good_when_it_is_about_this_message(when, said, for_good):
    with mail_server() as box:
        box.say[when] = said
        with pytest.raises(NotHandedOverError, match=said) as raised:
            hand(box.port)
    assert (raised.value.for_good, box.taken) == (for_good, [])


def test_without_the_mark_nothing_is_ended():
    with mail_server() as box:
        with pytest.raises(ClaimLostError):
            hand(box.port, mark=lambda: False)
        hand(box.port)
    assert len(box.taken) == 1


def test_an_answer_that_never_came_is_unsure():
    with mail_server() as box:
        box.before_answer = lambda server: server.transport.abort()
        with pytest.raises(NeverHeardError, match="was given the message and did not answer"):
            hand(box.port)
    assert len(box.taken) == 1


def test_a_server_that_breaks_off_before_the_end_has_got_nothing():
    marks = []
    with (
        ClosingServer([b"220 hello\r\n", b"250 hi\r\n", b"250 ok\r\n", b"250 ok\r\n"]) as port,
        pytest.raises(NotHandedOverError) as raised,
    ):
        hand(port, mark=lambda: marks.append(1) is None)
    assert (marks, raised.value.for_good) == ([], False)


def test_no_server_is_told_with_what_to_do():
    with socket.create_server((HOST, 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(NotHandedOverError, match=rf"the mail server {HOST}, port {port}, was not reached: connection refused"):
        hand(port)


@pytest.mark.parametrize("missing", ["smtp_host", "smtp_from"])
def test_mail_that_is_not_set_up_is_told(missing):
    with pytest.raises(SettingsError, match=f"set .*DESK_{missing.upper()}"):
        hand(25, **{missing: None})


class ClosingServer:
    """A server that gives its answers one a line and then closes."""

    def __init__(self, answers):
        self._answers = answers

    def __enter__(self):
        self._server = socket.create_server((HOST, 0))
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()
        return self._server.getsockname()[1]

    def __exit__(self, *_):
        self._thread.join()
        self._server.close()

    def _serve(self):
        with self._server.accept()[0] as connection:
            for answer in self._answers:
                connection.sendall(answer)
                connection.recv(65536)
