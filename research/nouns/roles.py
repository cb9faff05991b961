"""Roles of a team's users, and what there is to be done that not every role may do."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """What a user of a team is there for; each has one."""

    READER = "reader"
    WRITER = "writer"
    REVIEWER = "reviewer"
    COMPLIANCE = "compliance"
    ADMINISTRATOR = "administrator"


class Action(StrEnum):
    """What may be allowed or not, in words that end a sentence; which role may do which stands in `research/rights/roles.toml`."""

    ASK = "ask questions"
    READ = "see sources"
    LISTS = "keep watchlists"
    OTHERS = "see watchlists of others"
    SEND = "have digests sent"
    WRITE = "write drafts"
    REVIEW = "review drafts"
    RELEASE = "release drafts"
    INGEST = "add documents"
    CORRECT = "correct what was read"
    FEEDS = "subscribe to feeds"
    LABEL = "label documents"
    GRANT = "grant labels"
    RESTRICT = "keep the restricted list"
    PURGE = "purge documents"
    HOLD = "keep legal holds"
    AUDIT_READ = "read the audit trail"
    AUDIT_EXPORT = "export the audit trail"
    AUDIT_VERIFY = "prove the audit trail"
    USERS = "look after users"
    SETTINGS = "look after settings"
    RUN = "run the service"
    EVALUATE = "evaluate answers"
    BACKUP = "back up the workspace"
    RESTORE = "restore a backup"
