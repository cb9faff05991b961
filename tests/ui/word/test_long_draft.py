"""Thirty pages given back: nothing but what was added has changed, in far less than a minute of the processor."""

import time

from research.nouns.answers import Verdict
from research.nouns.drafts import DraftPart
from tests.ui.word.checks import check_of
from tests.ui.word.long_draft import PAGES, long_draft
from tests.ui.word.proof import ids, members, untouched
from ui.render.word import annotate


def test_thirty_pages_are_given_back_untouched_but_for_what_was_added():
    content = long_draft()
    begun = time.process_time()
    check = check_of(
        content, {"Net sales": Verdict.MISMATCH, "margin": Verdict.STALE, "prices were flat": Verdict.SUPPORTED, "1": Verdict.NO_EVIDENCE}
    )
    back = annotate(content, check, footnotes=True)
    seconds = time.process_time() - begun
    assert untouched(back, content) == []
    assert len(check.sentences) > PAGES * 70
    problems = [one for one in check.sentences if one.verdict in (Verdict.MISMATCH, Verdict.STALE, Verdict.NO_EVIDENCE)]
    assert len(ids(back, "word/comments.xml", "comment")) == PAGES + len(problems)
    supported = [one for one in check.sentences if one.verdict is Verdict.SUPPORTED and one.sentence.place.part is DraftPart.BODY]
    assert len(ids(back, "word/footnotes.xml", "footnote")) == 2 * PAGES + 2 + len(supported)
    assert sum(name.startswith("word/media/") for name in members(back)) > 0
    assert seconds < 60, f"{seconds:.1f} s"
