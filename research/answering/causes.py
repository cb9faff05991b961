"""The causes that a sentence prints one after the other, each a span of its own."""

from __future__ import annotations

from research.answering.prose_words import prose_words

FEWEST, SHORTEST = 2, 12


def cause_spans(text: str) -> list[tuple[int, int]]:
    """Return the offsets of a sentence's causes in order when it prints two or more of them, else none.

    "Sales fell due to lower prices and the sale of a plant, partially offset by higher volume" has three; each begins after the word
    that joins it, save one against the change, which keeps the words that say so ("partially offset by"). A sentence that gives shares of
    a change ("volume gave 2 points, led by kefir") is read as a whole.
    """
    known = prose_words()
    strong = known.strong.search(text)
    if strong is None or not text[: strong.start()].strip() or known.giving.search(text):
        return []
    start, end = strong.end(), len(text.rstrip(" .;"))
    cuts = [start, *(match.start() for match in known.against.finditer(text, start, end))]
    found: list[tuple[int, int]] = []
    for at, cut in enumerate(cuts):
        stop = cuts[at + 1] if at + 1 < len(cuts) else end
        found += _with_names(text, [_trimmed(text, *one) for one in _listed(text, cut, stop, against=at > 0)])
    found = [span for span in found if span[1] - span[0] >= SHORTEST]
    return found if len(found) >= FEWEST else []


def _listed(text: str, start: int, stop: int, *, against: bool) -> list[tuple[int, int]]:
    """Return the spans of the causes between two places."""
    known = prose_words()
    opening = prose_words().against.match(text, start) if against else prose_words().opening.match(text, start)
    inner = opening.end() if opening else start
    cuts: list[tuple[int, int]] = []
    for pattern in (known.between, known.joining):
        cuts += [(match.start(), match.end()) for match in pattern.finditer(text, inner, stop) if not _is_within(text, match.end(), stop)]
    places, last = [], start
    for cut, after in sorted(cuts):
        if cut < last:
            continue
        places.append((last, cut))
        last = after
    return [*places, (last, stop)]


def _with_names(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the spans with those put together that list the names or examples of one cause: "growth in Alpha, Beta and Gamma"."""
    known = prose_words()
    found: list[tuple[int, int]] = []
    for start, stop in spans:
        said, before = text[start:stop], text[slice(*found[-1])] if found else ""
        lists = known.exemplifying.search(before) or (known.naming.search(before) and known.another.match(said))
        if lists and not (known.up.search(said) or known.down.search(said)):
            found[-1] = (found[-1][0], stop)
        else:
            found.append((start, stop))
    return found


def _is_within(text: str, at: int, stop: int) -> bool:
    """Return whether what follows a comma belongs to the cause before it."""
    rest = text[at:stop]
    return prose_words().within.match(rest) is not None or len(rest.split()) < 2 or text[:at].count("(") > text[:at].count(")")


def _trimmed(text: str, start: int, stop: int) -> tuple[int, int]:
    said = text[start:stop]
    start += len(said) - len(said.lstrip(" \n\t,;:"))
    opening = prose_words().opening.match(text, start, stop)
    if opening and prose_words().against.match(text, start) is None:
        start = opening.end()
    return start, start + len(text[start:stop].rstrip(" \n\t,;:."))
