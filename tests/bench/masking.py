"""Personal data in generated sentences: how much of it is masked, and how much else. `python -m tests.bench.masking [CASES] [SEED]`

Every sentence is made from a seed: personal data of all kinds with right check digits, in sentences, letters and tables, among figures
that look like it: amounts, share counts, years, page and exhibit numbers, identifiers of filings. With DESK_SHARED the filings there are
masked too: no figure of theirs may change.
"""

from __future__ import annotations

import os
import random
import string
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from research.models.masking import Masks

NAMES = ("Ann Marlowe", "Jun Okada", "Priya Raman", "Lars Holt", "Mei Tan", "Tom Abara")
DOMAINS = ("harrowmail.example.com", "post.example.org", "qlmr-ir.example.co.uk", "mail.example.cn")


@dataclass(frozen=True)
class Case:
    """A text, the values in it that must be masked, and the values beside them that must not."""

    text: str
    personal: tuple[str, ...]
    other: tuple[str, ...]


@dataclass(frozen=True)
class Score:
    """How many values were to be masked and were, and how many were masked that are none."""

    found: int
    missed: int
    wrong: int

    @property
    def recall(self) -> float:
        """Return the share of personal values that were masked."""
        return self.found / max(self.found + self.missed, 1)

    @property
    def precision(self) -> float:
        """Return the share of masked values that are personal."""
        return self.found / max(self.found + self.wrong, 1)


def cases(count: int, seed: int) -> Iterator[Case]:
    """Yield `count` generated cases, the same ones for the same seed."""
    chance = random.Random(seed)  # noqa: S311 - cases, no secrets
    for _ in range(count):
        personal = [chance.choice(PERSONAL)(chance) for _ in range(chance.randint(0, 3))]
        other = [chance.choice(OTHER)(chance) for _ in range(chance.randint(1, 4))]
        parts = [*((phrase, value, True) for phrase, value in personal), *((phrase, value, False) for phrase, value in other)]
        chance.shuffle(parts)
        text = chance.choice((". ", "; ", "\n", " | ")).join(phrase.replace("{}", value) for phrase, value, _ in parts)
        yield Case(text, tuple(value for _, value, mine in parts if mine), tuple(value for _, value, mine in parts if not mine))


def score(made: Iterator[Case], *, tell: Callable[[str], None] = lambda _: None) -> Score:
    """Return how the masking does on cases; what it misses or masks wrongly is told."""
    found = missed = wrong = 0
    for case in made:
        masks = Masks()
        masked = masks.mask(case.text)
        if masks.unmask(masked) != case.text:
            raise AssertionError(f"not put right again: {case.text!r}")
        for value in case.personal:
            hidden = value not in masked
            found, missed = found + hidden, missed + (not hidden)
            if not hidden:
                tell(f"missed {value!r} in {case.text!r}")
        for value in case.other:
            if value not in masked:
                wrong += 1
                tell(f"masked {value!r} in {case.text!r}")
    return Score(found, missed, wrong)


def _digits(chance: random.Random, count: int, first: str = string.digits) -> str:
    return chance.choice(first) + "".join(chance.choices(string.digits, k=count - 1))


def _email(chance: random.Random) -> tuple[str, str]:
    first, last = chance.choice(NAMES).lower().split()
    name = chance.choice((f"{first}.{last}", f"{first[0]}{last}", f"{first}_{last}{_digits(chance, 2)}", f"{last}+ir"))
    phrase = chance.choice(("Write to {}", "<{}>", "Analyst: {}", "{} sent the model", "邮箱：{}"))
    return phrase, f"{name}@{chance.choice(DOMAINS)}"


def _phone(chance: random.Random) -> tuple[str, str]:
    area, middle, last = _digits(chance, 3, "23456789"), _digits(chance, 3, "23456789"), _digits(chance, 4)
    forms = (
        (f"({area}) {middle}-{last}", "{}"),
        (f"{area}-{middle}-{last}", "Reach him under {}"),
        (f"+1 {area} {middle} {last}", "{} (mobile)"),
        (f"+44 20 {_digits(chance, 4, '3578')} {last}", "London desk {}"),
        (f"+86 1{_digits(chance, 2, '3578')} {_digits(chance, 4)} {last}", "{}"),
        (f"{area} {middle} {last}", "Phone: {}"),
        (f"{area}.{middle}.{last}", "Tel. {}"),
        (f"1{chance.choice('3578')}{_digits(chance, 9)}", "手机：{}"),
    )
    value, phrase = chance.choice(forms)
    return phrase, value


def _card(chance: random.Random) -> tuple[str, str]:
    body = chance.choice("45") + _digits(chance, 14)
    total = sum(int(one) for one in body[-2::-2]) + sum(sum(divmod(2 * int(one), 10)) for one in body[-1::-2])
    number = body + str(-total % 10)
    grouped = " ".join(number[at : at + 4] for at in range(0, 16, 4))
    return chance.choice(("Card {}", "paid with {}", "{}")), chance.choice((number, grouped, grouped.replace(" ", "-")))


def _iban(chance: random.Random) -> tuple[str, str]:
    country, length = chance.choice((("DE", 18), ("FR", 23), ("NL", 18)))
    body = (
        "".join(chance.choices(string.ascii_uppercase, k=4)) + _digits(chance, length - 4) if country == "NL" else _digits(chance, length)
    )
    number = int("".join(str(int(one, 36)) for one in f"{body}{country}00"))
    plain = f"{country}{98 - number % 97:02d}{body}"
    return chance.choice(("IBAN {}", "wire to {}")), chance.choice((plain, " ".join(plain[at : at + 4] for at in range(0, len(plain), 4))))


def _ssn(chance: random.Random) -> tuple[str, str]:
    value = f"{chance.randint(1, 665):03d}-{chance.randint(1, 99):02d}-{chance.randint(1, 9999):04d}"
    return chance.choice(("SSN: {}", "{}", "social security number {}")), value


def _identity(chance: random.Random) -> tuple[str, str]:
    body = (
        f"{chance.choice(('110105', '310104', '440305'))}19{chance.randint(50, 99)}{chance.randint(1, 12):02d}{chance.randint(1, 28):02d}"
    )
    body += _digits(chance, 3)
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return chance.choice(("身份证号{}", "ID {}")), body + "10X98765432"[sum(int(a) * b for a, b in zip(body, weights, strict=True)) % 11]


def _passport(chance: random.Random) -> tuple[str, str]:
    return chance.choice(("Passport number: {}", "passport {}", "护照号：{}")), chance.choice("EGKX") + _digits(chance, 8)


def _birth(chance: random.Random) -> tuple[str, str]:
    year, month, day = chance.randint(1940, 2003), chance.randint(1, 12), chance.randint(1, 28)
    value = chance.choice((f"{year}-{month:02d}-{day:02d}", f"{month}/{day}/{year}", f"March {day}, {year}", f"{day} May {year}"))
    return chance.choice(("date of birth: {}", "born on {}", "DOB {}")), value


def _account(chance: random.Random) -> tuple[str, str]:
    return chance.choice(("account number {}", "A/C no. {}", "银行账号：{}", "Bank account number: {}")), _digits(chance, 10, "123456789")


def _amount(chance: random.Random) -> tuple[str, str]:
    value = chance.choice(
        (
            f"{chance.randint(1, 999)},{_digits(chance, 3)}",
            f"{chance.randint(1, 99)}.{_digits(chance, 1)}%",
            f"${_digits(chance, 4)}.{_digits(chance, 1)} million",
        )
    )
    return chance.choice(("Net sales were {}", "{}", "margin of {}", "营业收入{}")), value


def _row(chance: random.Random) -> tuple[str, str]:
    cells = (_digits(chance, 3, "123456789"), _digits(chance, 3, "123456789"), _digits(chance, 4, "123456789"))
    return chance.choice(("Other income {}", "Depreciation {}", "Total segments {}")), " ".join(cells)


def _count(chance: random.Random) -> tuple[str, str]:
    return chance.choice(("{} shares outstanding", "weighted average of {} shares", "总股本{}股")), _digits(chance, 11, "13")


def _plain(chance: random.Random) -> tuple[str, str]:
    forms = (
        (f"001-{_digits(chance, 5)}", "Commission file number {}"),
        (f"{_digits(chance, 2)}-{_digits(chance, 7)}", "I.R.S. Employer Identification No. {}"),
        (f"0000{_digits(chance, 6)}-{_digits(chance, 2)}-{_digits(chance, 6)}", "Accession {}"),
        (f"10.{chance.randint(1, 99)}.{chance.randint(1, 9)}", "Exhibit {}"),
        (f"FY20{_digits(chance, 2)}", "in {}"),
        (f"({_digits(chance, 3)}) {_digits(chance, 3)}", "Change in receivables {}"),
        (f"20{chance.randint(10, 25)}-20{chance.randint(26, 40)}", "notes due {}"),
        ("December 31, 2024", "as of {}"),
        (f"60{_digits(chance, 4)}", "证券代码：{}"),
        (_digits(chance, 10, "123456789"), "CIK {}"),
    )
    value, phrase = chance.choice(forms)
    return phrase, value


PERSONAL = (_email, _phone, _card, _iban, _ssn, _identity, _passport, _birth, _account)
OTHER = (_amount, _row, _count, _plain)


def altered(folder: Path) -> Iterator[str]:
    """Yield what is masked in the texts of the filings in a folder, with the words around it: company telephone numbers, nothing else."""
    from ingest.formats import load_file
    from research.settings import load_settings

    for path in sorted(folder.iterdir()):
        text = load_file(path.read_bytes(), name=path.name, settings=load_settings()).text
        masks = Masks()
        masked = masks.mask(text)
        at = masked.find("⟦")
        while at >= 0:
            end = masked.find("⟧", at)
            value = masks.unmask(masked[at : end + 1])
            yield f"{path.name}: {value!r} in {masks.unmask(masked[max(0, at - 50) : end + 20])!r}"
            at = masked.find("⟦", end)


def main() -> None:
    """Print recall and precision over the cases, and what is masked in filings."""
    count, seed = int(sys.argv[1]) if len(sys.argv) > 1 else 800, int(sys.argv[2]) if len(sys.argv) > 2 else 1
    found = score(cases(count, seed), tell=print)
    print(f"{count} cases, seed {seed}: recall {found.recall:.4f}, precision {found.precision:.4f} ({found})")
    if shared := os.environ.get("DESK_SHARED"):
        for name in ("financebench-dev/pdfs", "filings-html"):
            for line in altered(Path(shared) / name):
                print(line)


if __name__ == "__main__":
    main()
