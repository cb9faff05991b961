"""What a writer edits: a section's paragraphs as text with the marks of their sources, its tables and charts as one line each.

Paragraphs are parted by a blank line. One that begins with "- " is an item of a list, with "> " a quotation, with "~ " small print; after
that "Opinion: " or "Estimate: " says what it is where it is no statement of fact. A sentence is followed by the marks of its sources:
"Sales rose. [1][4]".
"""

from __future__ import annotations

from collections.abc import Sequence

from research.nouns.answers import Citation, Claim
from research.nouns.drafts import Block, ChartBlock, MissingBlock, ParagraphBlock, ParagraphStyle, Section, TableBlock, Voice

STYLES = {ParagraphStyle.BULLET: "- ", ParagraphStyle.QUOTE: "> ", ParagraphStyle.NOTE: "~ ", ParagraphStyle.BODY: ""}
VOICES = {Voice.OPINION: "Opinion: ", Voice.ESTIMATE: "Estimate: ", Voice.FACT: ""}


def text_of(section: Section) -> str:
    """Return what the writer edits of a section."""
    said = ""
    before: Block | None = None
    for block in section.blocks:
        between = "" if before is None else "\n" if _is_item(before) and _is_item(block) else "\n\n"
        said += between + block_text(block)
        before = block
    return said


def block_text(block: Block) -> str:
    """Return one block as the writer sees it: always one line."""
    if isinstance(block, ParagraphBlock):
        said = " ".join(claim_text(claim) for claim in block.claims)
        return f"{STYLES[block.style]}{VOICES[block.voice]}{said}"
    if isinstance(block, TableBlock | ChartBlock):
        return f"{{{{{block.kind}: {_line(block.caption)}}}}}"
    return f"{{{{missing: {_line(block.text)}}}}}"


def claim_text(claim: Claim) -> str:
    """Return a sentence with the marks of its sources."""
    marks = marks_of(claim.citations)
    return f"{_line(claim.text)} {marks}" if marks else _line(claim.text)


def marks_of(citations: Sequence[Citation]) -> str:
    """Return the marks of citations in their order, each once."""
    return "".join(f"[{marker}]" for marker in dict.fromkeys(one.marker for one in citations))


def _is_item(block: Block) -> bool:
    return isinstance(block, MissingBlock) or (isinstance(block, ParagraphBlock) and block.style is ParagraphStyle.BULLET)


def _line(text: str) -> str:
    return " ".join(text.split())
