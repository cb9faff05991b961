"""Messages: headers, the body that is preferred, encodings, attachments named, and what the headers state."""

from email.message import EmailMessage

import pytest

from ingest.loaded import Limits
from ingest.mail.loader import EmlLoader
from research.errors import CannotReadError
from tests.ingest.office_files import covers, figures

HTML = """<html><head><style>p {}</style><title>x</title></head><body><h2>Call</h2>
<p>Café sales <b>rose</b><br>5%.</p><div style="display: none">hidden words</div><script>run()</script>
<table><tr><td><table><tr><th></th><th>2024</th><th>2023</th></tr><tr><td>Sales</td><td>1,200</td><td>(20)</td></tr></table></td></tr></table>
<ul><li>First</li></ul><img src="http://tracker.example/pixel.gif"></body></html>"""


def message(subject="Résumé of the call"):
    made = EmailMessage()
    made["From"] = "Ann Example <ann@fennimore.example>"
    made["To"] = "desk@example.com"
    made["Subject"] = subject
    made["Date"] = "Tue, 04 Mar 2025 18:30:00 +0200"
    return made


def load(content):
    return EmlLoader(Limits()).load(content if isinstance(content, bytes) else content.as_bytes(), name="call.eml")


def lines(loaded):
    return [line for line in loaded.text.split("\n") if line]


def test_headers_stand_at_the_top_and_state_title_and_day():
    made = message()
    made.set_content("Sales rose 5%.\n\nMargins held.\n", charset="iso-8859-1")
    loaded = load(made)
    assert lines(loaded) == [
        "Subject: Résumé of the call",
        "From: Ann Example <ann@fennimore.example>",
        "To: desk@example.com",
        "Date: Tue, 04 Mar 2025 18:30:00 +0200",
        "Sales rose 5%.",
        "Margins held.",
    ]
    assert {one.field: one.value for one in loaded.stated} == {"title": "Résumé of the call", "published_at": "2025-03-04T16:30:00+00:00"}
    assert covers(loaded)


def test_the_form_that_is_shown_is_read_and_no_other_one():
    made = message()
    made.set_content("The plain words.")
    made.add_alternative("<p>The words that are shown.</p>", subtype="html")
    assert lines(load(made))[4:] == ["The words that are shown."]


@pytest.mark.parametrize("encoding", ["quoted-printable", "base64"])
def test_html_is_read_without_what_it_hides_or_runs(encoding):
    made = message()
    made.set_content(HTML, subtype="html", cte=encoding, charset="utf-8")
    loaded = load(made)
    assert lines(loaded)[4:] == ["Call", "Café sales rose", "5%.", "2024\t2023", "Sales\t1,200\t(20)", "• First"]
    assert [heading.text for heading in loaded.headings] == ["Call"]
    (table,) = loaded.tables
    assert (table.heads, figures(loaded, table.rows[0])) == (("2024", "2023"), {0: "1,200", 1: "(20)"})


def test_attachments_are_named_not_read():
    made = message()
    made.set_content("See the deck.")
    made.add_attachment(b"%PDF-", maintype="application", subtype="pdf", filename="deck  2.pdf")
    made.add_attachment(message("Inner"))
    loaded = load(made)
    assert [defect.message for defect in loaded.defects] == [
        "not read: attachment “deck 2.pdf” (ingest it as a file of its own)",
        "not read: attachment “message/rfc822” (ingest it as a file of its own)",
    ]
    assert "Inner" not in loaded.text


def test_an_unknown_charset_and_a_bad_date_do_not_stop_the_message():
    loaded = load(b"Subject: x\nDate: soon\nContent-Type: text/plain; charset=klingon\n\nCaf\xe9 sales.\n")
    assert lines(loaded)[-1] == "Café sales."
    assert [one.field for one in loaded.stated] == ["title"]


def test_what_is_no_message_is_refused():
    with pytest.raises(CannotReadError, match=r"call\.eml: not an e-mail message \(no headers\)"):
        load(b"just words")


def test_a_message_nested_without_end_ends_in_one_line():
    deep = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (at, at) for at in range(3_000))
    with pytest.raises(CannotReadError, match=r"^call\.eml: "):
        load(b"Subject: deep\n" + deep)
