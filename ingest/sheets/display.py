"""A cell's number as the workbook shows it: separators, decimals, percent, brackets for negatives, scaling, currency signs, dates."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation, Overflow, localcontext

from ingest.sheets.dates import moment_of, show_date
from ingest.sheets.format_codes import Mark, Section, Token, read_format

# A cell holds fifteen significant digits; the general format shows about ten of a number with decimals.
PRECISION = 15
GENERAL_DIGITS = 10
# No displayed number is longer: what is comes back as the file writes it.
LARGEST, MOST_DECIMALS = 30, 30


def show_number(value: str, code: str, *, from_1904: bool = False) -> str:
    """Return the number (as the file writes it) in a format's form, blanks at its ends removed; what is no number comes back as it is."""
    try:
        with localcontext() as context:
            context.prec = PRECISION
            number = +Decimal(value)
    except (InvalidOperation, Overflow):
        return value
    if not number.is_finite() or number.adjusted() > LARGEST:
        return value
    section, absolute = _choose(read_format(code), number)
    if not section.tokens:
        return "" if ";" in code else show_general(number)
    if section.holds(Mark.DATE, Mark.ELAPSED):
        moment = moment_of(number, from_1904=from_1904)
        return show_general(number) if moment is None else show_date(moment, number, section).strip()
    shown = abs(number) if absolute else number
    with localcontext() as context:
        context.prec = 100
        return _show(shown, section).strip()


def show_general(number: Decimal) -> str:
    """Return a number without a format: whole numbers in full, others with ten significant digits at most."""
    if number == number.to_integral_value():
        return f"{number.to_integral_value():f}" if number.adjusted() < 21 else f"{number:.5E}"
    if not -10 < number.adjusted() < 21:
        return f"{number.normalize():.5E}"
    digits = max(GENERAL_DIGITS - max(number.adjusted() + 1, 1), 2)
    shown = f"{number.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP):f}".rstrip("0").rstrip(".")
    return shown if shown.strip("-0.") else f"{number.normalize():f}"


def show_text(text: str, code: str) -> str:
    """Return a text in its format's form: the fourth section may put words around it, or hide it."""
    sections = read_format(code)
    if len(sections) == 4:
        return "".join(text if token.mark is Mark.TEXT else token.text for token in sections[3].tokens)
    return text


def _choose(sections: tuple[Section, ...], number: Decimal) -> tuple[Section, bool]:
    """Return the section for a number, and whether it shows it without its sign."""
    numeric = sections[:3]
    if any(section.condition for section in numeric):
        chosen = next((section for section in numeric if section.accepts(number)), numeric[-1])
        return chosen, chosen is not numeric[0] and number < 0 and len(numeric) > 1
    if number < 0 and len(numeric) > 1:
        return numeric[1], True
    if number == 0 and len(numeric) > 2:
        return numeric[2], False
    return numeric[0], False


def _show(number: Decimal, section: Section) -> str:
    tokens = section.tokens
    if section.holds(Mark.GENERAL):
        return "".join(show_general(number) if token.mark is Mark.GENERAL else token.text for token in tokens)
    places = [at for at, token in enumerate(tokens) if token.mark in (Mark.DIGIT, Mark.POINT)]
    if not places:
        return "".join(show_general(number) if token.mark is Mark.TEXT else token.text for token in tokens)
    if any(token.mark is Mark.LITERAL and token.text == "/" for token in tokens):
        return show_general(number)
    first, last = places[0], places[-1]
    commas = next((at for at in range(last + 1, len(tokens)) if tokens[at].mark is not Mark.COMMA), len(tokens)) - last - 1
    percents = sum(token.mark is Mark.PERCENT for token in tokens)
    scaled = number.scaleb(2 * percents - 3 * commas)
    body = _digits(abs(scaled), tokens[first : last + 1])
    shown = f"{_words(tokens[:first])}{body}{_words(tokens[last + 1 + commas :])}"
    return f"-{shown.lstrip()}" if scaled < 0 and body.strip("0.,") else shown


def _words(tokens: tuple[Token, ...]) -> str:
    return "".join(token.text for token in tokens if token.mark in (Mark.LITERAL, Mark.PERCENT))


def _digits(number: Decimal, tokens: tuple[Token, ...]) -> str:
    """Return the digits of a number that is not negative, by the places that stand between the first and the last of the format."""
    power = next((at for at, token in enumerate(tokens) if token.mark is Mark.EXPONENT), None)
    if power is not None:
        return _scientific(number, tokens, power)
    point = next((at for at, token in enumerate(tokens) if token.mark is Mark.POINT), len(tokens))
    whole = [token.text for token in tokens[:point] if token.mark is Mark.DIGIT]
    part = [token.text for token in tokens[point:] if token.mark is Mark.DIGIT][:MOST_DECIMALS]
    rounded = f"{number.quantize(Decimal(1).scaleb(-len(part)), ROUND_HALF_UP):f}"
    left, _, right = rounded.partition(".")
    left = left.lstrip("0").rjust(whole.count("0"), "0")
    while right and part[len(right) - 1] != "0" and right[-1] == "0":
        right = right[:-1]
    if any(token.mark is Mark.COMMA for token in tokens[:point]) and left:
        left = _grouped(left)
    inner = "".join(token.text for token in tokens if token.mark is Mark.LITERAL).strip()
    return f"{left}{'.' if right else ''}{right}{inner}"


def _grouped(digits: str) -> str:
    start = len(digits) % 3
    groups = [digits[:start]] if start else []
    return ",".join(groups + [digits[at : at + 3] for at in range(start, len(digits), 3)])


def _scientific(number: Decimal, tokens: tuple[Token, ...], power: int) -> str:
    point = next((at for at, token in enumerate(tokens[:power]) if token.mark is Mark.POINT), power)
    decimals = min(sum(token.mark is Mark.DIGIT for token in tokens[point:power]), MOST_DECIMALS)
    width = sum(token.mark is Mark.DIGIT for token in tokens[power:])
    mantissa, _, exponent = f"{number:.{decimals}E}".partition("E")
    sign = "-" if exponent.startswith("-") else "+" if tokens[power].text.endswith("+") else ""
    return f"{mantissa}E{sign}{exponent.lstrip('+-').rjust(width, '0')}"
