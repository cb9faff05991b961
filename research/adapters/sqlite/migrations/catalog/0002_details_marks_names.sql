-- What a document says beyond its metadata, marks on pages, the table of company names, and jobs for the parts of a file.

ALTER TABLE documents ADD COLUMN details TEXT NOT NULL DEFAULT '[]';

-- A job for one part of a file, as an entry of a feed: the kept bytes that it is about, and the name that it asks for.
ALTER TABLE jobs ADD COLUMN content_hash TEXT;
ALTER TABLE jobs ADD COLUMN stem TEXT;

CREATE TABLE page_marks (
    document INTEGER NOT NULL REFERENCES documents (seq) ON DELETE CASCADE,
    page INTEGER NOT NULL,
    mark TEXT NOT NULL,
    detail TEXT NOT NULL,
    UNIQUE (document, page, mark)
);

-- The user's own table: a name as documents or people say it, and the company that is meant.
CREATE TABLE company_names (
    identity TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    company TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    changed_by TEXT NOT NULL
);
