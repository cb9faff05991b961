-- Who may see which labels until when, by whose leave, and the companies of the restricted list. Rows are ended, never removed.

CREATE TABLE grants (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    user TEXT NOT NULL,
    label TEXT NOT NULL,
    since TEXT NOT NULL,
    until TEXT,
    approver TEXT NOT NULL,
    reason TEXT NOT NULL,
    given_at TEXT NOT NULL,
    given_by TEXT NOT NULL,
    ended_at TEXT,
    ended_by TEXT NOT NULL DEFAULT ''
);
CREATE INDEX grants_by_user ON grants (user, label);

CREATE TRIGGER grants_are_never_deleted BEFORE DELETE ON grants
BEGIN
    SELECT RAISE(ABORT, 'grants are ended, never removed');
END;

CREATE TABLE restrictions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    company TEXT NOT NULL,
    reason TEXT NOT NULL,
    made_at TEXT NOT NULL,
    made_by TEXT NOT NULL,
    ended_at TEXT,
    ended_by TEXT NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX restrictions_in_force ON restrictions (company) WHERE ended_at IS NULL;

CREATE TRIGGER restrictions_are_never_deleted BEFORE DELETE ON restrictions
BEGIN
    SELECT RAISE(ABORT, 'restrictions are ended, never removed');
END;
