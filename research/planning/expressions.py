"""Formulas in words, read token by token into the language of `research.formulas`, with the unit that comes out.

    365 x average accounts receivable (opening and closing) / revenue   →   365 * average(accounts_receivable) / revenue, in days

Words and signs bind as in writing: × and ÷ before + and −, a division after a comma last. Where words leave the order open ("a less b over
c", "a - b less c", of which the sign may be a dash), nothing is read.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from research.nouns.answers import PeriodTerm
from research.planning.algebra import Expression, NotReadError, added, at_another_time, divided, divides, is_part, multiplied, single
from research.planning.tokens import OPERATORS, Sort, Token
from research.planning.topics import PER_SHARE_PRINTED, Topic

_YEAR_LENGTHS = frozenset({"360", "365", "366", "90", "91", "92"})
MOST_DEPTH = 20
# The shades of an operator that is a word.
_WORDS = frozenset({"word", "net"})
# What stands between the figures of a list, by what is done with them.
_LINKS = {
    Sort.SUM: (Sort.COMMA, Sort.AND),
    Sort.COMBINED: (Sort.COMMA, Sort.AND),
    Sort.RATIO: (Sort.TO, Sort.AND),
    Sort.DIVIDE: (Sort.BY,),
    Sort.SUBTRACT: (Sort.FROM,),
    Sort.GAP: (Sort.AND,),
}


class ExpressionReader:
    """Reads one formula from a place in a question's tokens; the asked period tells which year "FY2016 inventory" is."""

    def __init__(self, tokens: Sequence[Token], asked: PeriodTerm | None) -> None:
        self._tokens = tokens
        self._asked = asked
        self._depth = 0
        self.at = 0
        self.dated = False
        self._placed = False

    def read(self, start: int) -> Expression:
        """Return the longest formula that begins at a token; `at` is then the token after it. Raises NotReadError.

        `dated` then tells whether an average or a change in it named its years.
        """
        self.at, self._depth, self.dated, self._placed = start, 0, False, False
        return self._quotient()

    def _peek(self, ahead: int = 0) -> Token | None:
        return self._tokens[self.at + ahead] if self.at + ahead < len(self._tokens) else None

    def _is(self, *sorts: Sort, ahead: int = 0) -> bool:
        token = self._peek(ahead)
        return token is not None and token.sort in sorts

    def _skip(self, *sorts: Sort) -> None:
        while self._is(*sorts):
            self.at += 1

    def _quotient(self) -> Expression:
        """Read sums and, after commas, what divides or multiplies them as a whole."""
        self._depth += 1
        if self._depth > MOST_DEPTH:
            raise NotReadError
        left = self._sum()
        while self._is(Sort.COMMA) and self._is(Sort.DIVIDED, Sort.TIMES, ahead=1):
            back, sign = self.at, self._tokens[self.at + 1]
            self.at += 2
            right = self._or_back(back, self._sum)
            if right is None:
                break
            left = multiplied(left, right) if sign.sort is Sort.TIMES else divided(left, right, sign.value)
        self._depth -= 1
        return left

    def _sum(self) -> Expression:
        """Read products joined by plus and minus."""
        left = self._product()
        worded, has_quotient, adds = left.worded, divides(left), False
        styles: set[bool] = set()
        while self._is(Sort.PLUS, Sort.MINUS):
            back, token = self.at, self._tokens[self.at]
            self.at += 1
            right = self._or_back(back, self._product)
            if right is None or (token.value == "without" and not is_part(left, right)):
                self.at = back
                break
            right = self._net(right) if token.sort is Sort.MINUS and token.value != "net" else right
            worded = worded or right.worded or token.value in _WORDS
            has_quotient, adds = has_quotient or divides(right), True
            left = added(left, right, "+" if token.sort is Sort.PLUS else "-")
            styles.add(token.value != "")
        if (worded and has_quotient and adds) or len(styles) > 1:
            raise NotReadError
        return left

    def _net(self, left: Expression) -> Expression:
        """Read what is taken off a figure that is itself taken off: "cash flow less purchases net of proceeds"."""
        while self._is(Sort.MINUS) and self._tokens[self.at].value == "net":
            back = self.at
            self.at += 1
            right = self._or_back(back, self._product)
            if right is None:
                break
            left = replace(added(left, right, "-"), worded=True)
        return left

    def _product(self) -> Expression:
        left = self._operand()
        worded = False
        while self._is(Sort.TIMES, Sort.DIVIDED) or self._is_ratio_to(left):
            back, token = self.at, self._tokens[self.at]
            self.at += 1
            right = self._or_back(back, self._operand)
            if right is None:
                break
            worded = worded or token.value == "word" or token.sort is Sort.TO
            joined = multiplied(left, right) if token.sort is Sort.TIMES else divided(left, right, token.value)
            left = replace(joined, worded=worded)
        return left

    def _is_ratio_to(self, left: Expression) -> bool:
        """Return whether "to" divides: between two figures that stand beside it."""
        follows = self._is(Sort.TOPIC, ahead=1) or (self._is(Sort.FILL, ahead=1) and self._is(Sort.TOPIC, ahead=2))
        before = self._tokens[self.at - 1].sort if self.at else None
        first = self.at - 2
        while first >= 0 and self._tokens[first].sort in (Sort.FILL, Sort.COMPANY):
            first -= 1
        comes_from = first >= 0 and self._tokens[first].sort is Sort.FROM
        return self._is(Sort.TO) and follows and before in (Sort.TOPIC, Sort.CLOSE) and not left.days and not comes_from

    def _or_back(self, back: int, read: Callable[[], Expression]) -> Expression | None:
        """Return what follows an operator; None, and the operator unread, when nothing does."""
        depth = self._depth
        try:
            return read()
        except NotReadError:
            self.at, self._depth = back, depth
            return None

    def _operand(self) -> Expression:
        self._skip(Sort.FILL, Sort.COMPANY)
        token = self._peek()
        if token is None:
            raise NotReadError
        match token.sort:
            case Sort.NUMBER:
                self.at += 1
                return Expression(token.value, "number", days=token.value in _YEAR_LENGTHS)
            case Sort.MINUS:
                self.at += 1
                inner = self._operand()
                return Expression(f"-{inner.inside('*')}", inner.unit, "*", names=inner.names)
            case Sort.OPEN:
                return self._bracketed()
            case Sort.AVERAGE | Sort.CHANGE | Sort.OPENING | Sort.CLOSING | Sort.PRIOR:
                self.at += 1
                return self._moved(token.sort)
            case Sort.SHARE:
                return self._share()
            case Sort.SUM | Sort.COMBINED | Sort.RATIO | Sort.DIVIDE | Sort.SUBTRACT | Sort.GAP:
                self.at += 1
                return self._listed(token.sort)
            case Sort.TOPIC | Sort.PERIOD:
                return self._combined(self._figure())
            case _:
                raise NotReadError

    def _bracketed(self) -> Expression:
        self.at += 1
        inner = self._quotient()
        self._skip(Sort.FILL, Sort.STATEMENT)
        if not self._is(Sort.CLOSE):
            raise NotReadError
        self.at += 1
        return replace(inner, worded=False, closed=True)

    def _listed(self, sort: Sort) -> Expression:
        """Read "sum of a, b and c", "ratio of a to b", "divide a by b", "subtract a from b" or "gap between a and b"."""
        self._skip(Sort.FILL)
        left = self._operand()
        link = _LINKS[sort]
        if not self._is(*link):
            raise NotReadError
        while self._is(*link):
            self._skip(*link)
            right = self._operand()
            match sort:
                case Sort.SUM | Sort.COMBINED:
                    left = added(left, right, "+")
                case Sort.SUBTRACT:
                    left = added(right, left, "-")
                case Sort.GAP:
                    left = added(left, right, "-")
                case _:
                    left = divided(left, right, "")
        return left

    def _combined(self, left: Expression) -> Expression:
        """Read "a and b combined": the sum of figures that a list names, when the words after it say so."""
        back, found = self.at, left
        while self._is(Sort.AND, Sort.COMMA):
            self._skip(Sort.AND, Sort.COMMA, Sort.FILL)
            token = self._peek()
            if token is None or token.sort is not Sort.TOPIC or token.topic is None or token.topic.name in found.names:
                break
            self.at += 1
            found = added(found, single(token.topic, token.topic.name), "+") if token.topic.unit == found.unit else found
            self._notes(token.topic)
            if self._is(Sort.COMBINED) and token.topic.name in found.names:
                self.at += 1
                return replace(found, closed=True)
        self.at = back
        return left

    def _share(self) -> Expression:
        """Read "what percentage of revenue was spent on R&D": the second figure over the first."""
        self.at += 1
        whole = self._operand()
        if not self._is(Sort.LINK, Sort.PERIOD):
            raise NotReadError
        self._skip(Sort.LINK, Sort.COMPANY, Sort.FILL, Sort.PERIOD)
        part = self._operand()
        return divided(part, whole, "%")

    def _moved(self, sort: Sort) -> Expression:
        """Read the figure that an average, a change, an opening or a closing balance is of."""
        years: tuple[PeriodTerm, ...] = ()
        if sort is Sort.AVERAGE:
            self._skip(Sort.BETWEEN)
            years = self._years_between()
        bracketed = self._is(Sort.OPEN)
        self.at += bracketed
        self._skip(Sort.FILL, Sort.COMPANY, Sort.BETWEEN)
        token = self._peek()
        if token is None or token.sort is not Sort.TOPIC or token.topic is None:
            raise NotReadError
        self.at += 1
        topic = token.topic
        years = years or self._years_between()
        if bracketed:
            if not self._is(Sort.CLOSE):
                raise NotReadError
            self.at += 1
            years = years or self._years_between()
        self._notes(topic)
        if years and not self._are_asked_and_before(years):
            raise NotReadError
        self.dated = self.dated or bool(years)
        return at_another_time(topic, sort, of_years=bool(years))

    def _years_between(self) -> tuple[PeriodTerm, ...]:
        """Read "between FY2016 and FY2017", "of FY2016 and FY2017", "for 2016 and 2017"; none when nothing of the sort follows."""
        back = self.at
        self._skip(Sort.BETWEEN, Sort.FILL, Sort.IN)
        first = self._peek()
        if first is None or first.sort is not Sort.PERIOD:
            self.at = back
            return ()
        self.at += 1
        found = first.periods
        if len(found) == 1 and self._is(Sort.AND, Sort.TO) and self._is(Sort.PERIOD, ahead=1):
            found += self._tokens[self.at + 1].periods
            self.at += 2
        if len(found) == 1:
            self.at, found = back, ()
        return found

    def _are_asked_and_before(self, years: tuple[PeriodTerm, ...]) -> bool:
        asked = self._asked.fiscal_year if self._asked else None
        whole = all(one.fiscal_period == "FY" for one in years)
        return asked is not None and whole and sorted(one.fiscal_year or 0 for one in years) == [asked - 1, asked]

    def _figure(self) -> Expression:
        """Read one figure, a year before or after it, and what says no more of it: "FY2017 COGS (from the income statement)"."""
        years: tuple[PeriodTerm, ...] = ()
        if self._is(Sort.PERIOD):
            years = self._tokens[self.at].periods
            self.at += 1
            self._skip(Sort.FILL)
        token = self._peek()
        if token is None or token.sort is not Sort.TOPIC or token.topic is None:
            raise NotReadError
        self.at += 1
        topic, name = token.topic, token.topic.name
        years = years or self._year_after()
        self._placed = self._placed or bool(years)
        self._notes(topic)
        found = self._of_year(topic, years)
        if self._is(Sort.MARGIN) and topic.unit == "currency":
            self.at += 1
            return Expression(f"{found.text} / revenue", "%", "/", shade="%", names=(name, "revenue"))
        if self._is(Sort.PER_SHARE) and topic.unit == "currency":
            if name in PER_SHARE_PRINTED:
                raise NotReadError
            shares = "shares_basic" if self._tokens[self.at].value else "shares_diluted"
            self.at += 1
            return Expression(f"{found.text} / {shares}", "per share", "/", names=(name, shares))
        return found

    def _year_after(self) -> tuple[PeriodTerm, ...]:
        """Read the period and company that follow a figure inside a formula; none when no formula goes on after them.

        The last figure of a formula whose others have their years has its own too.
        """
        ahead = 0
        years: tuple[PeriodTerm, ...] = ()
        while self._is(Sort.IN, Sort.BETWEEN, Sort.FILL, Sort.COMPANY, Sort.PERIOD, ahead=ahead):
            token = self._tokens[self.at + ahead]
            if token.periods and years:
                return ()
            years = token.periods or years
            ahead += 1
        goes_on = self._is(*OPERATORS, Sort.CLOSE, ahead=ahead) and (not ahead or not self._is_dash(ahead))
        if not goes_on and not (self._placed and years):
            return ()
        self.at += ahead
        return years

    def _is_dash(self, ahead: int) -> bool:
        return self._is(Sort.MINUS, ahead=ahead) and self._tokens[self.at + ahead].value not in _WORDS

    def _of_year(self, topic: Topic, years: tuple[PeriodTerm, ...]) -> Expression:
        if not years or years == ((self._asked,) if self._asked else ()):
            return single(topic, topic.name)
        if len(years) != 1 or years[0].fiscal_year is None:
            raise NotReadError
        asked, year = self._asked, years[0]
        if asked and (asked.fiscal_year, asked.fiscal_period) == (year.fiscal_year, year.fiscal_period):
            return single(topic, topic.name)
        part = "M9" if year.fiscal_period == "9M" else year.fiscal_period.replace(" ", "_")
        mark = f"{part}{year.fiscal_year}" if part == "FY" else f"{part}_{year.fiscal_year}"
        return single(topic, f"at({topic.name}, {mark})")

    def _notes(self, topic: Topic) -> None:
        """Pass what says no more of a figure: a statement's name, "(opening and closing)", the figure's other name in brackets."""
        while True:
            self._skip(Sort.STATEMENT)
            inner = 1
            while self._is(Sort.FILL, Sort.STATEMENT, Sort.COMPANY, Sort.BETWEEN, Sort.TOPIC, ahead=inner):
                if self._tokens[self.at + inner].topic not in (None, topic):
                    return
                inner += 1
            if inner == 1 or not self._is(Sort.OPEN) or not self._is(Sort.CLOSE, ahead=inner):
                return
            self.at += inner + 1
