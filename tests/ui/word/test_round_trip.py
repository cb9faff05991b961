"""Files that were given back open in another program: their words, comments and notes are all there.

All notes here read alike: LibreOffice 7.4 gives a note the words of the one before it where a comment stands between the two, in any file.
"""

import io

import docx

from ingest.drafts import read
from research.nouns.answers import Verdict
from tests.ui.word.checks import check_of
from tests.ui.word.long_draft import PAGES, long_draft
from tests.ui.word.office import converted, needs_office
from ui.render.word import annotate


@needs_office
def test_an_annotated_draft_opens_and_is_saved_with_its_comments_and_notes(tmp_path):
    content = long_draft()
    check = check_of(content, {"Net sales": Verdict.MISMATCH, "margin": Verdict.SUPPORTED})
    back = annotate(content, check, footnotes=True)
    saved = converted(back, tmp_path, "docx")
    comments = list(docx.Document(io.BytesIO(saved)).comments)
    ours = [one for one in comments if one.author == "Research Desk"]
    assert len(ours) == PAGES
    assert all(one.paragraphs[0].text == "Mismatch: the source has $1,234 million" for one in ours)
    assert len(comments) == 2 * PAGES
    again = read(saved, "saved.docx")
    assert sum("Fennimore 10-K 2024" in note.text for note in again.footnotes) == PAGES
    before = [one.text for one in read(content, "note.docx").sentences if not one.note]
    assert [one.text for one in again.sentences if not one.note] == before
