"""A model's answer in a real browser: its words as they come, marked; then the checked answer, and what was struck out."""

import json
import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import leave, new_page
from tests.browser.page_server import BY_COMMAND, served
from tests.browser.test_page import SCREENSHOTS, ask
from tests.fakes.model_server import Reply, serving
from tests.research.models.test_writer import QUESTION, sentence_of

pytestmark = pytest.mark.browser

INVENTED = "Gross margin rose to 77.7% in 2024 because of lower prices."


def half_true(body):
    source, sentence = sentence_of(body, "gross margin")
    claims = [
        {"text": sentence, "quotes": [{"source": source, "quote": sentence}], "figures": []},
        {"text": INVENTED, "quotes": [{"source": source, "quote": sentence}], "figures": []},
    ]
    return json.dumps({"refused": False, "claims": claims})


@pytest.fixture(scope="module")
def model():
    with serving(Reply(half_true, pause=0.1)) as server:
        yield server


@pytest.fixture(scope="module")
def url(chromium_path, sample_home, tmp_path_factory, model):
    models = json.dumps([{"name": "test-model", "url": model.url, "retries": 0}])
    folder = tmp_path_factory.mktemp("model-page")
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("DESK_MODELS", models)
        with served(sample_home, folder, BY_COMMAND) as address:
            yield address


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (900, "dark")])
def test_a_draft_is_shown_as_one_and_turns_final_or_is_struck_out(browser, url, width, scheme):
    page = new_page(browser, width=width, scheme=scheme)
    page.goto(url)
    page.get_by_label("Question").wait_for()
    ask(page, QUESTION)
    draft = page.get_by_test_id("provisional")
    draft.wait_for()
    expect(draft).to_contain_text("Draft of the model, not checked yet")
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"model-draft-{width}-{scheme}.png")
    struck = page.get_by_test_id("struck")
    struck.wait_for()
    expect(page.get_by_test_id("provisional")).to_have_count(0)
    expect(struck.locator("s")).to_have_text([INVENTED])
    expect(page.get_by_text(re.compile("1 sentence of test-model left out"))).to_be_visible()
    expect(page.get_by_text(re.compile("test-model · settings"))).to_be_visible()
    page.screenshot(path=SCREENSHOTS / f"model-answer-{width}-{scheme}.png")
    leave(page)
