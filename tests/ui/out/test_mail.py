"""Messages: their headers, two parts, and that nothing in them can begin a header or a recipient of its own."""

from dataclasses import replace
from email import message_from_bytes, policy

import pytest

from research.errors import UsageError
from tests.contracts.samples import JANUARY
from tests.ui.digests import HOSTILE, LINKS, hostile_digest, sample_digest
from ui.out.mail import Letter, check_address, message_bytes
from ui.render.digest_html import digest_html
from ui.render.digest_text import digest_text
from ui.render.digest_view import subject_of


def letter(digest, **changes):
    made = Letter(
        "key-1", "desk@example.org", "ann@example.org", subject_of(digest), digest_text(digest, LINKS), digest_html(digest, LINKS), JANUARY
    )
    return replace(made, **changes)


def read(content):
    return message_from_bytes(content, policy=policy.default)


def test_both_parts_are_what_was_rendered():
    message = read(message_bytes(letter(sample_digest())))
    assert message["From"] == "Research Desk <desk@example.org>"
    assert (message["To"], message["Auto-Submitted"]) == ("ann@example.org", "auto-generated")
    assert message["Subject"] == "Pumps and foods: 2 exceptions, 5 new lines · 11 Feb 2025"
    assert message["Date"].datetime == JANUARY.replace(microsecond=0)
    assert message.get_content_type() == "multipart/alternative"
    plain, html = (part.get_content().replace("\r\n", "\n") for part in message.iter_parts())
    assert (plain, html) == (digest_text(sample_digest(), LINKS), digest_html(sample_digest(), LINKS))


def test_the_same_letter_is_the_same_bytes_and_another_key_another_message():
    one = letter(sample_digest())
    assert message_bytes(one) == message_bytes(one)
    assert read(message_bytes(one))["Message-ID"] != read(message_bytes(replace(one, key="key-2")))["Message-ID"]
    assert read(message_bytes(one))["Message-ID"].endswith("@example.org>")


def test_no_line_is_longer_than_mail_allows_and_all_are_plain():
    content = message_bytes(letter(hostile_digest(), plain="x" * 5000 + "奎" * 3000))
    lines = content.split(b"\r\n")
    assert max(map(len, lines)) <= 998
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert content.isascii()


@pytest.mark.parametrize("subject", [HOSTILE, "x\r\nBcc: eve@x.org", "x\nBcc: eve@x.org\n\nbody", "奎" * 400, "\0a\x1b[31m", ""])
def test_a_subject_is_one_header(subject):
    message = read(message_bytes(letter(sample_digest(), subject=subject)))
    assert sorted(message.keys()) == sorted(
        ["From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type"]
    )
    assert not any(c in message["Subject"] for c in "\r\n\0\x1b\u202e")


@pytest.mark.parametrize("text", ["ann@example.org", " a.b+c@mail.example.co.uk ", "o'neil@x-y.example", "root@localhost", "_@a.b"])
def test_addresses_are_taken(text):
    assert check_address(text) == text.strip()


@pytest.mark.parametrize(
    "text",
    [
        "", "ann", "@example.org", "ann@", "ann@@example.org", "a b@example.org", "ann@x.org, eve@x.org", "ann@x.org\nBcc: x@y.z",
        "<ann@example.org>", "Ann <ann@example.org>", '"a b"@example.org', "ann@[127.0.0.1]", "ann@-x.org", ".a@x.org", "a.@x.org",
        "a..b@x.org", "ünï@example.org", "ann@exämple.org", "a" * 65 + "@x.org", "a@" + "x" * 64 + ".org", "ann@example.org>",
    ],
)  # fmt: skip
def test_anything_else_is_no_address(text):
    with pytest.raises(UsageError, match="is no mail address"):
        check_address(text)
