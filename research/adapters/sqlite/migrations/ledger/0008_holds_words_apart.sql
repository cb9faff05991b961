-- Legal holds; what the audit trail tells in words of documents, beside it; and versions of drafts out of which text was withdrawn.

CREATE TABLE holds (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    target TEXT NOT NULL,
    shown TEXT NOT NULL,
    reason TEXT NOT NULL,
    held_by TEXT NOT NULL,
    held_at TEXT NOT NULL,
    lifted_by TEXT,
    lifted_at TEXT
);

-- The trail has only their hash, so that they can go when a document does.
CREATE TABLE audit_words (
    id INTEGER PRIMARY KEY,
    words TEXT NOT NULL
);

-- What a signed version hashes to without the text that was withdrawn from it; `sha256` stays what was signed.
ALTER TABLE drafts ADD COLUMN withdrawn_sha256 TEXT NOT NULL DEFAULT '';

CREATE TRIGGER signed_draft_is_never_withdrawn BEFORE UPDATE OF withdrawn_sha256 ON drafts
WHEN EXISTS (SELECT 1 FROM draft_sign_offs AS one WHERE one.user = OLD.user AND one.id = OLD.id AND one.version = OLD.version)
BEGIN
    SELECT RAISE(ABORT, 'a signed version of a draft is never changed');
END;
