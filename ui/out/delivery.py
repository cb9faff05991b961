"""Working through the outbox: one item after the other is claimed, handed over and settled, each step kept before the next."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Protocol

from research.errors import DeskError
from research.nouns.queries import AuditEvent
from research.nouns.sending import Channel, Outgoing, OutgoingState, Settled
from research.protocols.ledger import Ledger
from research.protocols.sending import Outbox
from ui.out.handing import ClaimLostError, NeverHeardError, NotHandedOverError, WayOut

# Longer than any try takes (`ui.out.smtp.WHOLE_SECONDS`).
CLAIM_SECONDS = 600.0
GIVE_UP = timedelta(hours=24)
WITHHELD = "what may be seen has changed since it was made; the next digest has what may be told now"
LONGEST_PAUSE = timedelta(hours=1)


class SendingStores(Protocol):
    """What delivering needs of a workspace."""

    @property
    def outbox(self) -> Outbox:
        """Return what is on its way."""
        ...

    @property
    def ledger(self) -> Ledger:
        """Return the audit trail."""
        ...


@dataclass(frozen=True, slots=True)
class _Handing:
    """One try: the item, its claim, and whether it was marked as handed over."""

    item: Outgoing
    token: str
    marked: list[bool]


class Delivery:
    """Sends one user's items; any number of processes may have one.

    `may_go` says at the moment of sending whether what an item tells may still be told to its reader. `clock` gives aware instants.
    """

    def __init__(
        self,
        stores: SendingStores,
        ways: Mapping[Channel, WayOut],
        user: str,
        *,
        may_go: Callable[[Outgoing], bool] = lambda _: True,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._stores, self._ways, self._user, self._may_go, self._clock = stores, ways, user, may_go, clock

    def deliver(self) -> Iterator[Outgoing]:
        """Send what is due, and yield each item, without its bytes, in the state that it came to; first those that are unsure now."""
        for unsure in self._stores.outbox.sweep(self._user, self._clock()):
            self._record(unsure)
            yield unsure
        while True:
            token = secrets.token_hex(8)
            item = self._stores.outbox.claim(self._user, token, now=self._clock(), seconds=CLAIM_SECONDS)
            if item is None:
                return
            outcome = self._hand(_Handing(item, token, []))
            if outcome is not None and self._stores.outbox.settle(item.id, token, outcome):
                settled = replace(item, content=b"", state=outcome.state, error=outcome.error, tries=item.tries + 1, settled_at=outcome.at)
                settled = replace(settled, due_at=outcome.due_at or item.due_at)
                self._record(settled, sha256(item.content).hexdigest())
                yield settled

    def _hand(self, handing: _Handing) -> Settled | None:
        """Return what became of a try; None when another process has taken the item over."""
        item = handing.item

        def mark() -> bool:
            """Mark the item as handed over, on the disk when this returns."""
            marked = self._stores.outbox.hand_over(item.id, handing.token)
            handing.marked.append(marked)
            return marked

        try:
            if not item.handed_by and not self._may_go(item):
                return Settled(OutgoingState.FAILED, self._clock(), WITHHELD)
            self._ways[item.channel].hand(item, handing.token, mark)
        except ClaimLostError:
            return None
        except NeverHeardError as error:
            return Settled(OutgoingState.UNSURE, self._clock(), str(error))
        except DeskError as error:
            return self._not_handed_over(handing, error)
        return Settled(OutgoingState.SENT, self._clock())

    def _not_handed_over(self, handing: _Handing, error: DeskError) -> Settled:
        item, now = handing.item, self._clock()
        if isinstance(error, NotHandedOverError) and error.for_good:
            return Settled(OutgoingState.FAILED, now, str(error))
        pause = min(timedelta(minutes=2 ** min(item.tries, 10)), LONGEST_PAUSE)
        if item.channel is Channel.FILE and (item.handed_by or any(handing.marked)):
            return Settled(OutgoingState.HANDED, now, str(error), now + pause)  # the file itself tells later whether it was put there
        if now - item.created_at >= GIVE_UP:
            return Settled(OutgoingState.FAILED, now, f"{error}; given up after {item.tries + 1} tries")
        return Settled(OutgoingState.WAITING, now, str(error), now + pause)

    def _record(self, item: Outgoing, content_hash: str = "") -> None:
        """Keep in the audit trail what became of an item: what of, to whom, in which state, why, and its hash; never what it holds."""
        if item.state in {OutgoingState.SENT, OutgoingState.FAILED, OutgoingState.UNSURE}:
            details = (("digest", item.digest), ("channel", item.channel.value), ("to", item.target), ("state", item.state.value))
            more = (("error", item.error), ("sha256", content_hash))
            why = tuple(one for one in more if one[1])
            self._stores.ledger.record(AuditEvent(self._clock(), item.user, "send", item.name, (*details, *why, ("item", item.id))))


def delivered_line(item: Outgoing) -> str:
    """Return what became of an item in a line for the log: what, to whom, and why not."""
    what = f"“{item.name}” to {item.target}" if item.channel is Channel.MAIL else f"{item.name} into {item.target}"
    words = {
        OutgoingState.SENT: f"sent: {what}",
        OutgoingState.FAILED: f"not sent: {what}: {item.error}",
        OutgoingState.UNSURE: f"unsure: {what}: {item.error}; ask, and send it again with: desk schedule resend {item.id}",
    }
    return words.get(item.state, f"waiting: {what}: {item.error}; next try {item.due_at:%Y-%m-%d %H:%M} UTC")
