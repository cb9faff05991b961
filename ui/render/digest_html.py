"""A digest as the HTML part of a mail: tables and inline styles alone, as mail programs want it, and a small sheet for the dark.

Everything that comes from outside is escaped; what is linked is http, https, or the page. No image, no script, nothing that is fetched.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from research.nouns.digests import Digest
from ui.render.digest_mail import CLOSING, DigestMail, MailLine, MailSection, digest_mail
from ui.render.digest_summary import label_of
from ui.render.digest_view import DigestLinks
from ui.render.escaping import escape_html, visible_line

_FONT = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif"
_PAGE, _CARD, _LINE, _SOFT = "#f4f4f1", "#ffffff", "#dcdcd5", "#fdf4e3"
_TEXT, _MUTED, _ACCENT, _WARN = "#1d2327", "#5c666d", "#0b5a6b", "#8a4b00"
# Programs that read no sheet show the inline colours, which are those of the light.
_DARK = (
    ":root{color-scheme:light dark;supported-color-schemes:light dark}"
    "@media (prefers-color-scheme:dark){"
    ".d-page{background:#14181b !important}.d-card{background:#1a2024 !important;border-color:#333b41 !important}"
    ".d-text{color:#e7eaec !important}.d-muted{color:#a3afb6 !important}.d-link{color:#7cc3d0 !important}"
    ".d-warn{color:#f0b86a !important}.d-soft{background:#2d2517 !important;border-color:#f0b86a !important}"
    ".d-rule{border-color:#333b41 !important}}"
    "@media (max-width:480px){.d-pad{padding-left:16px !important;padding-right:16px !important}.d-outer{padding:0 !important}"
    ".d-card{border-left:0 !important;border-right:0 !important;border-radius:0 !important}}"
)
_CSP = "default-src 'none'; style-src 'unsafe-inline'"


def digest_html(digest: Digest, links: DigestLinks, notes: Sequence[str] = ()) -> str:
    """Return the digest as one HTML document, the same for the same digest; `notes` are told to this reader at its top."""
    mail = digest_mail(digest, links, notes)
    title = escape_html(visible_line(mail.title))
    rows = "".join((_head(mail), _notes(mail.notes), _summary(mail), *map(_section, mail.sections), _ending(mail)))
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{_CSP}">'
        '<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="color-scheme" content="light dark">'
        '<meta name="supported-color-schemes" content="light dark"><meta name="referrer" content="no-referrer">'
        f"<title>{title}</title><style>{_DARK}</style></head>"
        f'<body class="d-page" style="margin:0;padding:0;background:{_PAGE};-webkit-text-size-adjust:100%">'
        f'<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" class="d-page" style="background:{_PAGE}">'
        f'<tr><td align="center" class="d-outer" style="padding:20px 8px">'
        '<table role="presentation" width="600" cellpadding="0" cellspacing="0" border="0" class="d-card" '
        f'style="width:100%;max-width:600px;background:{_CARD};border:1px solid {_LINE};border-radius:10px">{rows}</table>'
        "</td></tr></table></body></html>\n"
    )


def _head(mail: DigestMail) -> str:
    opened = f'<div style="padding-top:8px;{_FONT};font-size:14px">{_link(mail.link, "Open on the page")}</div>' if mail.link else ""
    return _row(
        f'<h1 class="d-text" style="margin:0;{_FONT};font-size:21px;line-height:27px;font-weight:600;color:{_TEXT}">'
        f"{escape_html(visible_line(mail.title))}</h1>"
        f'<div class="d-text" style="padding-top:2px;{_FONT};font-size:15px;line-height:21px;color:{_TEXT}">'
        f"{escape_html(mail.counts)}</div>"
        f'<div class="d-muted" style="padding-top:2px;{_FONT};font-size:13px;line-height:19px;color:{_MUTED}">'
        f"{escape_html(mail.window)}</div>{opened}",
        style="padding:22px 24px 14px",
    )


def _notes(notes: Sequence[str]) -> str:
    """Return what this reader is to be told before all else, nothing when there is nothing."""
    style = f"{_FONT};font-size:14px;line-height:20px;color:{_WARN}"
    return "".join(_row(f'<div class="d-warn" style="{style}">{escape_html(visible_line(note))}</div>') for note in notes)


def _summary(mail: DigestMail) -> str:
    """Return the paragraph on top, each number in it and each source below it a link to its line on the page; "" without one."""
    if mail.summary is None:
        return ""
    addresses = dict(enumerate(mail.addresses, 1))
    said = " ".join(
        f"{escape_html(visible_line(text))} {''.join(_to(addresses[number], f'[{number}]') for number in numbers)}"
        for text, numbers in mail.summary.sentences
    )
    sources = " · ".join(_to(addresses[one.number], escape_html(visible_line(label_of(one)))) for one in mail.summary.lines)
    return _row(
        f'<p class="d-text" style="margin:0;{_FONT};font-size:15px;line-height:23px;color:{_TEXT};overflow-wrap:anywhere">{said}</p>'
        f"{_small(sources, is_html=True)}{_small(mail.summary.about)}"
    )


def _to(address: str, words: str) -> str:
    return _link(address, words) if address else words


def _section(section: MailSection) -> str:
    more = (
        f'<div class="d-muted" style="{_FONT};font-size:13px;line-height:19px;color:{_MUTED}">{section.more}</div>' if section.more else ""
    )
    inside = "".join(map(_line, section.lines)) + more
    heading = escape_html(visible_line(section.heading))
    style = f"margin:0;padding-bottom:8px;{_FONT};font-size:16px;line-height:22px;font-weight:600"
    if not section.is_urgent:
        return _row(f'<h2 class="d-text" style="{style};color:{_TEXT}">{heading}</h2>{inside}', rule=True)
    return _row(
        '<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr>'
        f'<td class="d-soft" style="background:{_SOFT};border-left:4px solid {_WARN};padding:12px 14px 4px">'
        f'<h2 class="d-warn" style="{style};color:{_WARN}">{heading}</h2>{inside}</td></tr></table>'
    )


def _line(line: MailLine) -> str:
    """Return a line: its words, which open it on the page, and below them what it is, when, and its sources."""
    words = escape_html(visible_line(line.text))
    shown = _link(line.address, words, "d-text", f"color:{_TEXT};text-decoration:none") if line.address else words
    company = f'<span class="d-text" style="color:{_TEXT};font-weight:600">{escape_html(visible_line(line.company))}</span>'
    details = [escape_html(visible_line(one)) for one in line.details]
    small = " · ".join([*([company] if line.company else []), *details, *_sources(line)])
    return (
        f'<div style="padding-bottom:12px"><div class="d-text" style="{_FONT};font-size:15px;line-height:22px;color:{_TEXT};'
        f'word-break:break-word;overflow-wrap:anywhere">{shown}</div>{_quotes(line)}'
        f'<div class="d-muted" style="padding-top:2px;{_FONT};font-size:13px;line-height:19px;color:{_MUTED};overflow-wrap:anywhere">'
        f"{small}</div></div>"
    )


def _quotes(line: MailLine) -> str:
    style = f"margin-top:4px;padding-left:10px;border-left:3px solid {_LINE};{_FONT};font-size:14px;line-height:20px;color:{_TEXT}"
    return "".join(
        f'<div class="d-text d-rule" style="{style};overflow-wrap:anywhere">{escape_html(visible_line(quote))}</div>'
        for quote in line.quotes
    )


def _sources(line: MailLine) -> Iterator[str]:
    """Yield the name of each source: it leads to the article, or to the line on the page."""
    for source in line.sources:
        yield _to(source.url or line.address, escape_html(visible_line(source.label)))


def _ending(mail: DigestMail) -> str:
    feeds = [f"Feeds: {'; '.join(mail.feeds)}"] if mail.feeds else []
    return _row("".join(map(_small, (*mail.ending, *feeds, CLOSING))), rule=True)


def _small(text: str, *, is_html: bool = False) -> str:
    words = text if is_html else escape_html(visible_line(text))
    return (
        f'<div class="d-muted" style="padding-bottom:6px;{_FONT};font-size:13px;line-height:19px;color:{_MUTED};overflow-wrap:anywhere">'
        f"{words}</div>"
    )


def _link(address: str, words: str, css: str = "d-link", style: str = f"color:{_ACCENT};text-decoration:underline") -> str:
    """Return a link around escaped words; the address is one that `web_link` let through."""
    return f'<a class="{css}" href="{escape_html(address)}" rel="noreferrer" style="{style}">{words}</a>'


def _row(inside: str, *, rule: bool = False, style: str = "padding:14px 24px") -> str:
    border = f";border-top:1px solid {_LINE}" if rule else ""
    return f'<tr><td class="d-pad{" d-rule" if rule else ""}" style="{style}{border}">{inside}</td></tr>'
