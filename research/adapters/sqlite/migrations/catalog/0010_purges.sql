-- Purges: what is still to be done away with (gone when it is done), and by their hashes what was.

CREATE TABLE purges (
    id TEXT PRIMARY KEY,
    user TEXT NOT NULL,
    at TEXT NOT NULL,
    reason TEXT NOT NULL,
    work TEXT NOT NULL,
    traces BLOB NOT NULL,
    done_at TEXT
);
CREATE INDEX purges_unfinished ON purges (at) WHERE done_at IS NULL;

CREATE TABLE purged (
    document TEXT NOT NULL,
    content_hash TEXT NOT NULL,
    source_sha256 TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (document)
) WITHOUT ROWID;
CREATE INDEX purged_by_content ON purged (content_hash);
CREATE INDEX purged_by_source ON purged (source_sha256);
