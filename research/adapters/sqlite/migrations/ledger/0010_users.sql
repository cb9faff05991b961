-- Users of a team, their sessions (by the hash of a token that only a browser has), and tries to sign in, which are counted.

CREATE TABLE users (
    key TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    made_at TEXT NOT NULL,
    made_by TEXT NOT NULL,
    identity TEXT NOT NULL DEFAULT '',
    secret TEXT NOT NULL DEFAULT '',
    disabled_at TEXT,
    signed_out_at TEXT
);
CREATE UNIQUE INDEX users_by_identity ON users (identity) WHERE identity <> '';

CREATE TRIGGER users_are_never_deleted BEFORE DELETE ON users
BEGIN
    SELECT RAISE(ABORT, 'users are disabled, never removed');
END;

CREATE TABLE sessions (
    token_sha256 TEXT PRIMARY KEY,
    user TEXT NOT NULL,
    way TEXT NOT NULL,
    made_at TEXT NOT NULL,
    seen_at TEXT NOT NULL,
    ended_at TEXT,
    ended_why TEXT NOT NULL DEFAULT ''
);
CREATE INDEX sessions_by_user ON sessions (user);

CREATE TABLE sign_in_tries (
    id INTEGER PRIMARY KEY,
    bucket TEXT NOT NULL,
    at TEXT NOT NULL
);
CREATE INDEX sign_in_tries_by_bucket ON sign_in_tries (bucket, at);
CREATE INDEX sign_in_tries_by_time ON sign_in_tries (at);
