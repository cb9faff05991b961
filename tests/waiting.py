"""How long a test waits for what it means: until it is so, on a busy machine too."""

import time
from collections.abc import Callable

# Longer than anything takes that is going to happen; what takes as long is a failure.
LONG_SECONDS = 120.0


def wait_until(so: Callable[[], object], said: str) -> None:
    """Wait until a condition holds; raises AssertionError with what was waited for when it never does."""
    deadline = time.monotonic() + LONG_SECONDS
    while not so():
        assert time.monotonic() < deadline, f"waited in vain: {said}"
        time.sleep(0.02)
