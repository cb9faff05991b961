-- When digests go out and to whom (`sent` is the last one, as JSON), what is on its way, and which lines were read.

CREATE TABLE schedules (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    user TEXT NOT NULL,
    watchlist TEXT NOT NULL,
    at TEXT NOT NULL,
    zone TEXT NOT NULL,
    days TEXT NOT NULL,
    recipients TEXT NOT NULL,
    folder TEXT NOT NULL,
    format TEXT NOT NULL,
    created_at TEXT NOT NULL,
    done_at TEXT,
    window_end TEXT,
    sent TEXT
);
CREATE INDEX schedules_by_user ON schedules (user, id);

-- `token` names the claim on an item, `handed_by` the claim under which it was handed over. `content` goes once it is sent.
CREATE TABLE outbox (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    user TEXT NOT NULL,
    channel TEXT NOT NULL,
    target TEXT NOT NULL,
    name TEXT NOT NULL,
    digest TEXT NOT NULL,
    content BLOB,
    state TEXT NOT NULL,
    created_at TEXT NOT NULL,
    due_at TEXT NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0,
    error TEXT NOT NULL DEFAULT '',
    token TEXT NOT NULL DEFAULT '',
    handed_by TEXT NOT NULL DEFAULT '',
    host TEXT,
    pid INTEGER,
    started TEXT,
    held_until TEXT,
    settled_at TEXT
);
CREATE INDEX outbox_by_state ON outbox (user, state, due_at);

CREATE TABLE read_marks (
    user TEXT NOT NULL,
    line TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (user, line)
) WITHOUT ROWID;
