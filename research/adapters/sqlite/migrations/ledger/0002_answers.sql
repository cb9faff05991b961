-- Answers as they were given, so that a link opens them again. Unlike the audit trail they may be deleted.

CREATE TABLE answers (
    id TEXT PRIMARY KEY,
    user TEXT NOT NULL,
    at TEXT NOT NULL,
    question TEXT NOT NULL,
    content TEXT NOT NULL
);
CREATE INDEX answers_by_user ON answers (user, at);
