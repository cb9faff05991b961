"""A digest as a file."""

from __future__ import annotations

from research.nouns.digests import Digest
from research.nouns.sending import FileFormat
from ui.render.digest_html import digest_html
from ui.render.digest_json import digest_json_text
from ui.render.digest_markdown import digest_markdown
from ui.render.digest_view import DigestLinks


def render_file(digest: Digest, form: FileFormat, links: DigestLinks) -> bytes:
    """Return a digest as a file of a format."""
    if form is FileFormat.HTML:
        return digest_html(digest, links).encode()
    return (digest_markdown if form is FileFormat.MARKDOWN else digest_json_text)(digest, links).encode()
