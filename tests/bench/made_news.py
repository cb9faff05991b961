"""Makes news for benchmarks: entries of several feeds over some weeks, all of made-up companies, with copies, rewrites and updates.

The same number gives the same entry whatever else is made.
"""

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from xml.sax.saxutils import escape

from ingest.feed_entry import FeedEntry

FIRST_DAY = datetime(2025, 1, 6, tzinfo=UTC)
DAYS = 60
FEEDS = tuple(f"https://feed{number:02}.example/rss" for number in range(1, 13))
OUTLETS = (
    "Harbour Wire", "Marlow Business Daily", "Coast Ledger", "Northgate Press", "The Quay", "Tollgate Markets",
    "Fenwick Post", "Ashdown Review", "Capital Letter", "Millrace News", "Eastern Exchange", "Lowland Times",
)  # fmt: skip
# fmt: off
STEMS = ("Al", "Bren", "Cor", "Dun", "Es", "Fal", "Gren", "Hol", "Is", "Jar",
         "Kel", "Lor", "Mar", "Nor", "Os", "Pel", "Quin", "Ros", "Sel", "Tar")
ENDS = ("wick", "mere", "stow", "combe", "leigh", "by", "thorpe", "ford", "den", "worth",
        "gate", "hurst", "ley", "moor", "well", "burn", "field", "ham", "low", "ton")
# fmt: on
FORMS = ("Systems, Inc.", "Foods Corp.", "Energy plc", "Holdings, Inc.", "Instruments, Inc.")
# Of a hundred entries, so many are an earlier one word for word, one told in other words, or one brought up to date.
COPIES, REWRITES, UPDATES = 20, 12, 5
# How far back the entry lies that another repeats.
NEAR = 400
HEADLINES = (
    "{name} raises full-year revenue outlook to ${figure} million",
    "{name} reports quarterly profit of ${figure} million, up {share}%",
    "{name} to buy rival's pump business for ${figure} million",
    "{name} names new chief financial officer",
    "{name} declares dividend of ${cents} a share and widens buyback",
    "Regulator opens inquiry into {name}'s pricing",
    "{name} prices ${figure} million of senior notes",
    "Analysts lift target for {name} shares after results",
    "{name} opens plant to build its next controller",
    "{name} shares fall {share}% as orders slow",
)
SENTENCES = (
    "{name} said on {day} that orders rose {share}% in the period, helped by service contracts.",
    "Revenue came to ${figure} million, against ${before} million a year earlier.",
    "The company expects margins to widen by {points} basis points over the coming year.",
    "Its chief executive told investors that supply had returned to normal at every plant.",
    "Operating cash flow reached ${before} million, and net debt fell for the third quarter running.",
    "Shares of {name} were {share}% higher in early trading.",
    "Earnings per share were ${cents}, above what the market had expected.",
    "The board approved the purchase of up to ${figure} million of its own shares.",
    "A spokesperson declined to comment on talks with a supplier.",
    "Peers reported slower demand from industrial customers last week.",
    "The transaction is subject to approval by regulators and should close before the end of the year.",
    "Management left its forecast for capital expenditure unchanged at ${before} million.",
)
REWORDED = (
    (" said on ", " told the market on "),
    ("Revenue came to", "Sales were"),
    ("expects", "looks for"),
    ("rose", "climbed"),
    ("reached", "came in at"),
    ("against", "compared with"),
    ("approved", "signed off on"),
    ("higher", "up"),
)


@dataclass(frozen=True, slots=True)
class MadeEntry:
    """An entry, its feed's address, and the number of the entry that it repeats, None when it is new."""

    number: int
    feed: str
    entry: FeedEntry
    repeats: int | None


def company_names(count=400):
    """Return the legal names of made-up companies."""
    stems = [(stem, end) for end in ENDS for stem in STEMS]
    return tuple(f"{stem}{end} {FORMS[at % len(FORMS)]}" for at, (stem, end) in enumerate(stems[:count]))


def made_entry(number, total):
    """Return entry `number` of `total`, which are spread evenly over the days."""
    # S311: entries, not secrets.
    chance = random.Random(f"entry {number}")  # noqa: S311
    share = chance.randrange(100)
    original = max(0, number - 1 - chance.randrange(NEAR)) if number and share < COPIES + REWRITES + UPDATES else None
    while original is not None and (earlier := _repeated(original)) is not None:
        original = earlier
    title, text = _told(original if original is not None else number)
    if original is not None and share >= COPIES:
        title, text = (
            (_reworded(title), _reworded(text)) if share < COPIES + REWRITES else (f"UPDATE 1-{title}", f"{text}\n{_told(number)[1]}")
        )
    outlet = chance.randrange(len(OUTLETS))
    at = FIRST_DAY + timedelta(days=DAYS) * (number / total)
    entry = FeedEntry(
        key=f"https://feed{outlet + 1:02}.example/{number}",
        title=title,
        link=f"https://feed{outlet + 1:02}.example/{number}",
        published=at.replace(microsecond=0),
        source=OUTLETS[outlet],
        language="en",
        text=text,
    )
    return MadeEntry(number, FEEDS[outlet], entry, original)


def feed_bytes(entries, title):
    """Return entries as the bytes of an RSS feed."""
    items = "".join(
        f"<item><guid>{escape(one.key)}</guid><title>{escape(one.title)}</title><link>{escape(one.link)}</link>"
        f"<pubDate>{format_datetime(one.published)}</pubDate><description>{escape(_markup(one.text))}</description></item>"
        for one in entries
    )
    head = f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>{escape(title)}</title><language>en-us</language>'
    return f"{head}{items}</channel></rss>".encode()


def _repeated(number):
    """Return which entry another one repeats, None when it is new."""
    chance = random.Random(f"entry {number}")  # noqa: S311
    return max(0, number - 1 - chance.randrange(NEAR)) if number and chance.randrange(100) < COPIES + REWRITES + UPDATES else None


def _told(number):
    chance = random.Random(f"story {number}")  # noqa: S311
    names = company_names()
    name = names[int(len(names) * chance.random() ** 2)].partition(" ")[0]
    said = {
        "name": name,
        "figure": f"{chance.randrange(20, 4000)}.{chance.randrange(10)}",
        "before": f"{chance.randrange(20, 4000)}",
        "share": f"{chance.randrange(1, 30)}",
        "points": f"{chance.randrange(10, 200)}",
        "cents": f"{chance.randrange(0, 4)}.{chance.randrange(10, 99)}",
        "day": chance.choice(("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")),
    }
    chosen = chance.sample(SENTENCES, chance.randrange(3, 8))
    half = len(chosen) // 2 + 1
    paragraphs = (" ".join(part).format(**said) for part in (chosen[:half], chosen[half:]) if part)
    return chance.choice(HEADLINES).format(**said), "\n".join(paragraphs)


def _reworded(text):
    for before, after in REWORDED:
        text = text.replace(before, after)
    return text


def _markup(text):
    return "".join(f"<p>{escape(line)}</p>" for line in text.splitlines())
