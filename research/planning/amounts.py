"""Words that ask for an amount: of money ("in dollars"), or of a change that might be told in percent ("the amount of growth")."""

from __future__ import annotations

import re

from research.planning.vocabulary import vocabulary

# Growth asked for in money, or only as an amount, is the change and no percentage.
_IN_MONEY = re.compile(
    r"\b(?:in|by|of)\s+(?:(?:absolute|us|u\.s\.)\s+)*(?:us)?(?:\$|(?:usd|eur|gbp|cny|rmb|jpy|dollars?|euros?|pounds|yuan|renminbi|yen|money)\b)"
    r"|\bhow\s+many\s+(?:(?:more|us|u\.s\.)\s+)*(?:dollars|euros|pounds|yuan|yen|thousands|millions|billions)\b"
    r"|\b(?:dollar|currency|money|monetary)\s+terms\b|(?:\bdollar|\$)\s+(?:growth|increase|decrease|decline|change|amount)\b|多少元",
    re.IGNORECASE,
)
_AS_AMOUNT = re.compile(
    r"\babsolute\b|\bamount\s+of\b|\b(?:growth|increase|decrease|decline|change)\s+amount\b"
    r"|(?:增加|减少|增长|变动|变化)额|(?:增加|减少)了?多少(?!\s*[%％个倍]|百分)",
    re.IGNORECASE,
)


def money_words(text: str) -> str:
    """Return the words that ask for an amount of money, "in dollars" or "in millions", in small letters; "" without."""
    patterns = (_IN_MONEY, *(pattern for _, pattern in vocabulary().scales))
    return next((match.group().lower() for pattern in patterns if (match := pattern.search(text))), "")


def amount_words(text: str) -> str:
    """Return the words that ask for a change as an amount, as they are put; "" without."""
    match = _AS_AMOUNT.search(text)
    return match.group() if match else ""
