-- The hash of each row of the audit trail, which binds it to the row before. Rows recorded before are bound now.

CREATE TABLE audit_hashes (
    id INTEGER PRIMARY KEY,
    hash TEXT NOT NULL
);

INSERT INTO audit_hashes (id, hash)
WITH RECURSIVE bound (id, hash) AS (
    SELECT 0, '0000000000000000000000000000000000000000000000000000000000000000'
    UNION ALL
    SELECT a.id, audit_hash(bound.hash, a.id, a.at, a.user, a.action, a.subject, a.details)
    FROM bound JOIN audit AS a ON a.id = (SELECT min(b.id) FROM audit AS b WHERE b.id > bound.id)
)
SELECT id, hash FROM bound WHERE id > 0;

CREATE TRIGGER audit_hashes_are_never_changed BEFORE UPDATE ON audit_hashes
BEGIN
    SELECT RAISE(ABORT, 'the audit trail is append only');
END;

CREATE TRIGGER audit_hashes_are_never_deleted BEFORE DELETE ON audit_hashes
BEGIN
    SELECT RAISE(ABORT, 'the audit trail is append only');
END;

CREATE TRIGGER audit_hashes_are_never_replaced BEFORE INSERT ON audit_hashes
WHEN EXISTS (SELECT 1 FROM audit_hashes WHERE id = NEW.id)
BEGIN
    SELECT RAISE(ABORT, 'the audit trail is append only');
END;

CREATE INDEX audit_by_time ON audit (at);
CREATE INDEX audit_by_action ON audit (action, id);
