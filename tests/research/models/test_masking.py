"""Personal data is masked on its way out and put back on its way in; figures stay as they are."""

from __future__ import annotations

from decimal import Decimal

import pytest

from research.models.masked import MaskedModel
from research.models.masking import Masks
from research.nouns.models import ModelReply, ModelRequest, ModelTurn
from tests.bench.masking import cases, score

LETTER = "Call Ann at (415) 555-0134, write to ann.b@post.example.org; card 4111 1111 1111 1111, born on March 3, 1970."


def test_generated_cases_are_masked_and_nothing_else():
    found = score(cases(200, seed=7))
    assert found.recall >= 0.98
    assert found.precision >= 0.95


def test_values_get_placeholders_by_kind_and_come_back():
    masks = Masks()
    masked = masks.mask(LETTER)
    assert masked == "Call Ann at ⟦PHONE·1⟧, write to ⟦EMAIL·1⟧; card ⟦CARD·1⟧, born on ⟦BIRTH·1⟧."
    assert masks.unmask(masked) == LETTER
    assert masks.counts() == {"PHONE": 1, "EMAIL": 1, "CARD": 1, "BIRTH": 1}
    assert masks.mask("ann.b@post.example.org again") == "⟦EMAIL·1⟧ again"


@pytest.mark.parametrize(
    "text",
    [
        "Purchases of property, plant and equipment (1,577) (1,373) (1,420)",
        "Other 212 555 1234 (415) 555",
        "13812345678 shares outstanding, 4111111111111112 in total",
        "Exhibit 10.1.2.3, Section 13.2.1.4; Commission file number 001-03285; 41-0417775",
        "营业收入 13,812,345,678.90 元，总股本13912345678股",
        "2018 2017 2016 30.8% 29.4% +12.5 -3.1",
        "2020 2019 2018 2017 2016",
        "2023 2024 2025 2026 Thereafter",
        "Quillmere Mobile 32 - - 32 33 - - 33",
        "Osgrove 4500 3210 1200 3404 1100",
    ],
)
def test_figures_are_left_alone(text):
    assert Masks().mask(text) == text


def test_a_document_cannot_fake_a_placeholder():
    masks = Masks()
    masks.mask("ann.b@post.example.org")
    assert masks.mask("send ⟦EMAIL·1⟧") == "send |EMAIL·1|"
    assert masks.unmask("⟦EMAIL·2⟧") == "⟦EMAIL·2⟧"


def test_placeholders_split_over_pieces_are_put_right():
    masks = Masks()
    masks.mask("ann.b@post.example.org")
    pieces = list("Ask ⟦EMAIL·1⟧ or ⟦ nobody")
    assert "".join(masks.unmasked(iter(pieces))) == "Ask ann.b@post.example.org or ⟦ nobody"


class _Echo:
    """A model that says what it was sent, a character at a time."""

    name, is_remote, context_window = "echo", True, 8_192

    def __init__(self):
        self.sent = []

    def cost(self, reply):
        return Decimal(0)

    def ask(self, request):
        self.sent.append(request.turns[0].text)
        return ModelReply(request.turns[0].text, self.name)

    def stream(self, request):
        self.sent.append(request.turns[0].text)
        yield from request.turns[0].text
        yield ModelReply(request.turns[0].text, self.name)

    def close(self):
        """Nothing is open."""


def test_a_masked_model_sends_none_of_it_and_answers_as_if_it_had():
    inner = _Echo()
    model = MaskedModel(inner)
    request = ModelRequest((ModelTurn("user", LETTER),), 100)
    assert model.ask(request).text == LETTER
    *words, last = model.stream(request)
    assert "".join(words) == last.text == LETTER
    assert not any(value in sent for sent in inner.sent for value in ("555-0134", "ann.b@", "4111", "1970"))
    assert model.masked() == {"PHONE": 1, "EMAIL": 1, "CARD": 1, "BIRTH": 1}
