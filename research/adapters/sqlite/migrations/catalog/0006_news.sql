-- News entries as they were understood. A row goes with its document, whose label and state decide who finds it.

CREATE TABLE news (
    document INTEGER PRIMARY KEY REFERENCES documents (seq) ON DELETE CASCADE,
    at TEXT NOT NULL,
    outlet TEXT NOT NULL,
    headline TEXT NOT NULL,
    url TEXT NOT NULL,
    language TEXT,
    dated INTEGER NOT NULL,
    companies TEXT NOT NULL,
    events TEXT NOT NULL,
    figures TEXT NOT NULL,
    rules TEXT NOT NULL
);
CREATE INDEX news_by_time ON news (at, document);

CREATE TABLE news_companies (
    company TEXT NOT NULL,
    at TEXT NOT NULL,
    document INTEGER NOT NULL REFERENCES news (document) ON DELETE CASCADE,
    PRIMARY KEY (company, at, document)
) WITHOUT ROWID;
CREATE INDEX news_companies_by_document ON news_companies (document);

-- Papers are few beside news: who wants the one kind does not read past the other.
CREATE INDEX documents_by_kind ON documents (kind, known_at);
