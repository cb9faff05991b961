"""How long the audit trail takes at 100,000 rows: python -m tests.bench.audit_trail [ROWS].

Rows are made up: questions with their sources as the program records them, searches, exports and what was sent. Prints one JSON object:
seconds by the clock and of the processor for proving the whole trail, for the numbers and the first rows of the page Compliance, and the
most memory that the process had, in MiB.
"""

from __future__ import annotations

import json
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from research.adapters.sqlite import open_ledger
from research.adapters.sqlite.database import Database
from research.adapters.sqlite.ledger import record_event
from research.audit.proving import prove
from research.audit.spikes import spikes
from research.nouns.audit import AuditFilter
from research.nouns.queries import AuditEvent

MIGRATIONS = Path(__file__).resolve().parents[2] / "research" / "adapters" / "sqlite" / "migrations" / "ledger"
APART = timedelta(minutes=1.2)
# Of so many rows one block is of one user within an hour, which stands out.
BLOCK, IN_BLOCK = 20_000, 150
STATUSES = ("answered", "answered", "answered", "partial", "insufficient_evidence", "needs_clarification")
USERS = ("ann", "bob", "eve", "joan", "li", "max")


def made_event(number: int, chance: random.Random, begin: datetime) -> AuditEvent:
    """Return a row as the program records them, of the sizes that they have."""
    in_block = number % BLOCK < IN_BLOCK and number >= BLOCK
    at = begin + APART * (number - number % BLOCK if in_block else number)
    user = USERS[2] if in_block else chance.choice(USERS)
    reader = (("labels", "all"), ("as_of", ""), ("revision", "412"), ("allowed_sha256", chance.randbytes(32).hex()))
    if number % 5 == 4:
        details = (("model", "far-1"), ("endpoint", "gateway.example.com"), ("remote", "yes"), ("documents", chance.randbytes(64).hex()))
        return AuditEvent(at, user, "model", f"What were the net sales of company {number} in FY2024?", details)
    ids = [chance.randbytes(32).hex() for _ in range(3)]
    details = (
        ("status", chance.choice(STATUSES)),
        ("marked", "1" if chance.random() < 0.01 else "0"),
        ("struck", "2" if chance.random() < 0.02 else "0"),
        ("answer_sha256", sha256(user.encode()).hexdigest()),
        ("sources", ",".join(f"{one}:{chance.randrange(200)}:100-180" for one in ids)),
        ("settings", "0123456789ab"),
        ("seconds", "0.21"),
        ("source_hashes", ",".join(f"{one}:{chance.randbytes(32).hex()}" for one in ids)),
        *reader,
    )
    return AuditEvent(at, user, "ask", f"What were the net sales of company {number} in FY2024?", details)


def fill(home: Path, rows: int, end: datetime) -> None:
    """Record so many made rows, the last of them at `end`, in the ledger of a folder, in one transaction."""
    chance = random.Random(7)  # noqa: S311 - made-up rows
    database = Database(home / "ledger.db", MIGRATIONS)
    with database.write() as connection:
        for number in range(rows):
            record_event(connection, made_event(number, chance, end - APART * rows))
    database.close()


def timed(act: Callable[[], object]) -> dict[str, float]:
    """Return the seconds that something takes."""
    began, worked = time.perf_counter(), time.process_time()
    act()
    return {"seconds": round(time.perf_counter() - began, 2), "processor": round(time.process_time() - worked, 2)}


def main() -> None:
    """Make the rows and print what was measured."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder:
        fill(Path(folder), rows, datetime.now(UTC))
        stores = open_ledger(Path(folder))
        trail = stores.trail

        def proved() -> None:
            """Prove the whole trail."""
            with trail.whole() as (end, found):
                proof = prove(found, end)
            assert (proof.rows, proof.fault) == (rows, "")

        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        measured = {
            "rows": rows,
            "megabytes": round((Path(folder) / "ledger.db").stat().st_size / 1e6),
            "verify": timed(proved),
            "memory_of_verify_mb": round((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024),
            "tally": timed(lambda: spikes(trail.tally(AuditFilter()).hours)),
            "first rows": timed(lambda: trail.newest(AuditFilter(), limit=201)),
            "rows with words": timed(lambda: trail.newest(AuditFilter(words=("company 9", "2024")), limit=201)),
            "names": timed(trail.named),
            "memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        }
        stores.close()
    sys.stdout.write(json.dumps(measured) + "\n")


if __name__ == "__main__":
    main()
