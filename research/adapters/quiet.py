"""Client libraries log what they send and what comes back, each in full at its lowest level: here they do not."""

from __future__ import annotations

import logging

_CLIENTS = ("openai", "httpcore")


def quieten_clients() -> None:
    """Let the loggers of the clients that are imported say warnings and errors only, whatever their level: requests hold keys and texts."""
    for name in list(logging.root.manager.loggerDict):
        if name.partition(".")[0] in _CLIENTS:
            logging.getLogger(name).addFilter(_only_warnings)


def _only_warnings(record: logging.LogRecord) -> bool:
    return record.levelno >= logging.WARNING
