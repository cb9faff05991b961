"""A model's words on their way to the reader, before they are checked: without sentences in words that their sources do not carry."""

from __future__ import annotations

from functools import lru_cache

from research.models.carried import unsaid
from research.models.vocabulary import cleaned, is_odd
from research.text.han import is_han

_ENDS = tuple(".!?。！？”\"')]")


class Tellable:
    """Keeps what a model says before it is checked to words of the question, of the sources and that anyone uses.

    What a document makes a model say in secret is not even shown as provisional; a sentence kept back may stand in the answer as a quote.
    """

    def __init__(self, question: str, sources: str) -> None:
        self._question = question
        self._carried = f"{question}\n{sources}"
        self._holds = lru_cache(maxsize=256)(self._is_carried)

    def told(self, words: str, *, whole: bool = False) -> str:
        """Return the sentences that may be shown, one a line; of one that has not ended only its whole words, unless all is `whole`."""
        lines = [cleaned(line) for line in words.splitlines()]
        if lines and not whole and not lines[-1].endswith(_ENDS) and not is_han(lines[-1]):
            lines[-1] = lines[-1].rpartition(" ")[0]
        return "\n".join(line for line in lines if line and self._holds(line))

    def _is_carried(self, line: str) -> bool:
        return not is_odd(line, self._question) and not unsaid(line, self._carried)
