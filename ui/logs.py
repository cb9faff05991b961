"""Where logs go, and what of a failure is in them: never the values of variables, which are texts of documents, keys and passwords."""

from __future__ import annotations

import logging
import os
import sys


def configure_logging() -> None:
    """Send logs to stderr: warnings and worse, everything with DESK_DEBUG=1. Each process does so before anything else.

    Left to itself structlog writes every log, and with a failure the values of all variables on its way, to standard output.
    """
    import structlog  # noqa: PLC0415  (a third of what `desk --help` may take)

    level = logging.DEBUG if os.environ.get("DESK_DEBUG") == "1" else logging.WARNING
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),  # the stream of that moment
        processors=[structlog.processors.add_log_level, structlog.processors.format_exc_info, structlog.dev.ConsoleRenderer(colors=False)],
        cache_logger_on_first_use=False,
    )
    logging.basicConfig(stream=sys.stderr, level=logging.ERROR)
