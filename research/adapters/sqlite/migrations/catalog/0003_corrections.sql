-- The user's corrections, what the caller gave of a document, and what a job is to do with its file.

-- Keyed by the document's source and not by a version, so that they outlive every re-ingest.
CREATE TABLE corrections (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    target TEXT NOT NULL,
    field TEXT NOT NULL,
    before TEXT,
    value TEXT,
    reason TEXT NOT NULL,
    origin TEXT NOT NULL,
    user TEXT NOT NULL,
    made_at TEXT NOT NULL,
    undone_at TEXT,
    undone_by TEXT
);
CREATE INDEX corrections_by_target ON corrections (target, kind, id);

ALTER TABLE documents ADD COLUMN given TEXT NOT NULL DEFAULT '[]';

ALTER TABLE jobs ADD COLUMN task TEXT NOT NULL DEFAULT 'read';
