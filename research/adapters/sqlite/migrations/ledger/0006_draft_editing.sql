-- Versions of drafts share what they have in common: `content` is a list of parts by their hashes, and `sha256` hashes it, so that it
-- stands for the whole text. A row of before has no hash, and all its text in `content`.

CREATE TABLE draft_parts (
    sha256 TEXT PRIMARY KEY,
    content BLOB NOT NULL
);

CREATE TRIGGER draft_part_is_never_changed BEFORE UPDATE ON draft_parts
BEGIN
    SELECT RAISE(ABORT, 'parts of drafts are never changed');
END;

-- `tab` is where a version was typed, `seen` whether anybody else has opened it: while nobody has, the same tab goes on writing it.
ALTER TABLE drafts ADD COLUMN sha256 TEXT NOT NULL DEFAULT '';
ALTER TABLE drafts ADD COLUMN state TEXT NOT NULL DEFAULT '';
ALTER TABLE drafts ADD COLUMN is_final INTEGER NOT NULL DEFAULT 0;
ALTER TABLE drafts ADD COLUMN tab TEXT NOT NULL DEFAULT '';
ALTER TABLE drafts ADD COLUMN seen INTEGER NOT NULL DEFAULT 1;

CREATE TABLE draft_sign_offs (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    user TEXT NOT NULL,
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    action TEXT NOT NULL,
    signed_by TEXT NOT NULL,
    at TEXT NOT NULL,
    comment TEXT NOT NULL,
    is_own INTEGER NOT NULL
);
CREATE INDEX draft_sign_offs_by_draft ON draft_sign_offs (user, id, version);

CREATE TRIGGER draft_sign_off_is_never_changed BEFORE UPDATE ON draft_sign_offs
BEGIN
    SELECT RAISE(ABORT, 'sign-offs are append only');
END;

CREATE TRIGGER draft_sign_off_is_never_deleted BEFORE DELETE ON draft_sign_offs
BEGIN
    SELECT RAISE(ABORT, 'sign-offs are append only');
END;

CREATE TRIGGER draft_sign_off_is_never_replaced BEFORE INSERT ON draft_sign_offs
WHEN EXISTS (SELECT 1 FROM draft_sign_offs WHERE number = NEW.number)
BEGIN
    SELECT RAISE(ABORT, 'sign-offs are append only');
END;

CREATE TRIGGER signed_draft_is_never_changed BEFORE UPDATE OF user, id, version, saved_at, content, sha256, state, is_final ON drafts
WHEN EXISTS (SELECT 1 FROM draft_sign_offs AS one WHERE one.user = OLD.user AND one.id = OLD.id AND one.version = OLD.version)
BEGIN
    SELECT RAISE(ABORT, 'a signed version of a draft is never changed');
END;

CREATE TRIGGER signed_draft_is_never_deleted BEFORE DELETE ON drafts
WHEN EXISTS (SELECT 1 FROM draft_sign_offs AS one WHERE one.user = OLD.user AND one.id = OLD.id AND one.version = OLD.version)
BEGIN
    SELECT RAISE(ABORT, 'a signed version of a draft is never deleted');
END;

-- INSERT OR REPLACE would remove a row without firing the trigger above.
CREATE TRIGGER signed_draft_is_never_replaced BEFORE INSERT ON drafts
WHEN EXISTS (SELECT 1 FROM draft_sign_offs AS one WHERE one.user = NEW.user AND one.id = NEW.id AND one.version = NEW.version)
BEGIN
    SELECT RAISE(ABORT, 'a signed version of a draft is never replaced');
END;
