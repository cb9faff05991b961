from dataclasses import replace

import pytest

from research.errors import NotFoundError
from research.nouns.access import Access
from tests.ui.sample_desk import SampleAsker, render, sample_desk, sample_store
from ui.pages.desk import Desk


def counted(calls):
    def run(content, page, *, scale, name, settings):
        calls.append(page)
        return render(content, page, scale=scale, name=name, settings=settings)

    return run


def test_a_page_image_is_rendered_once(tmp_path):
    calls = []
    desk = Desk(SampleAsker(), sample_desk(tmp_path)[0].settings, counted(calls))
    document = desk.library()[0]
    first = desk.page_image(document, 11)
    assert first == desk.page_image(document, 11)
    assert calls == [11]
    assert first.startswith(b"\x89PNG")
    assert [path.suffix for path in tmp_path.rglob("pages/*/*")] == [".png"]


def test_a_cached_image_is_not_given_to_a_reader_who_may_not_see_the_document(tmp_path):
    desk, _ = sample_desk(tmp_path)
    document = desk.library()[0]
    desk.page_image(document, 11)
    desk.access = Access("guest", labels=frozenset({"other"}))
    with pytest.raises(NotFoundError):
        desk.page_image(document, 11)


def test_a_document_that_is_gone_says_what_to_do(tmp_path):
    desk, _ = sample_desk(tmp_path)
    with pytest.raises(NotFoundError, match="ask again"):
        desk.page_image(replace(sample_store().documents["quillmere-id"], id="gone"), 1)
