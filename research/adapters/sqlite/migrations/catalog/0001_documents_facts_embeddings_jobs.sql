-- Documents and all that is derived from them, the embeddings, the queue of ingest jobs with its lease, and the feeds.
-- Text columns with dates hold ISO dates; those with instants hold ISO datetimes in UTC with microseconds, so that they compare as text.

CREATE TABLE documents (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    source_key TEXT NOT NULL,
    content_hash TEXT NOT NULL,
    kind TEXT NOT NULL,
    tier TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('parsed', 'lexical', 'complete', 'superseded', 'failed')),
    known_at TEXT NOT NULL,
    title TEXT NOT NULL,
    company TEXT,
    also_called TEXT NOT NULL,
    ticker TEXT,
    form_type TEXT,
    fiscal_year INTEGER,
    fiscal_period TEXT,
    period_end TEXT,
    published_at TEXT,
    language TEXT,
    label TEXT NOT NULL,
    supersedes TEXT,
    superseded_at TEXT,
    defects TEXT NOT NULL,
    sources TEXT NOT NULL,
    chunk_count INTEGER NOT NULL,
    fact_count INTEGER NOT NULL,
    page_count INTEGER NOT NULL,
    tail TEXT NOT NULL
);
CREATE INDEX documents_by_source ON documents (source_key, seq);
CREATE INDEX documents_by_content ON documents (content_hash);
CREATE INDEX documents_by_name ON documents (name);

-- A name belongs to one source, through all its versions.
CREATE TABLE sources (
    source_key TEXT PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
);

-- The document's text is gap || text of each page in order, then the document's tail.
CREATE TABLE pages (
    document INTEGER NOT NULL REFERENCES documents (seq) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    start INTEGER NOT NULL,
    stop INTEGER NOT NULL,
    width REAL NOT NULL,
    height REAL NOT NULL,
    gap TEXT NOT NULL,
    text TEXT NOT NULL,
    lines BLOB NOT NULL,
    UNIQUE (document, number)
);

CREATE TABLE chunks (
    document INTEGER NOT NULL REFERENCES documents (seq) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    id TEXT NOT NULL UNIQUE,
    start INTEGER NOT NULL,
    stop INTEGER NOT NULL,
    page INTEGER NOT NULL,
    text TEXT NOT NULL,
    section TEXT NOT NULL,
    context TEXT NOT NULL,
    text_hash BLOB NOT NULL,
    UNIQUE (document, ordinal)
);

-- Vectors are read in document order without touching the rows, which hold the texts.
CREATE INDEX chunks_in_order ON chunks (document, ordinal, text_hash, id);

CREATE TABLE facts (
    document INTEGER NOT NULL REFERENCES documents (seq) ON DELETE CASCADE,
    id TEXT NOT NULL,
    company TEXT NOT NULL,
    concept TEXT,
    label TEXT NOT NULL,
    value TEXT NOT NULL,
    low TEXT,
    high TEXT,
    printed TEXT NOT NULL,
    scale INTEGER NOT NULL,
    unit TEXT NOT NULL,
    currency TEXT,
    period_start TEXT,
    period_end TEXT NOT NULL,
    period_span TEXT NOT NULL,
    period_label TEXT NOT NULL,
    fiscal_year INTEGER NOT NULL,
    fiscal_period TEXT NOT NULL,
    status TEXT NOT NULL,
    basis_accounting TEXT,
    basis_share TEXT,
    basis_entity TEXT,
    basis_restated TEXT,
    basis_operations TEXT,
    statement TEXT,
    page INTEGER NOT NULL,
    start INTEGER NOT NULL,
    stop INTEGER NOT NULL,
    cell_start INTEGER NOT NULL,
    cell_stop INTEGER NOT NULL,
    dimensions TEXT NOT NULL,
    caveats TEXT NOT NULL,
    UNIQUE (document, id)
);
CREATE INDEX facts_by_concept ON facts (company, concept, fiscal_year);

CREATE TABLE models (
    id INTEGER PRIMARY KEY,
    fingerprint TEXT NOT NULL UNIQUE,
    dimensions INTEGER NOT NULL
);

-- Keyed by the text and not by the chunk: the same words in a new version of a document are not embedded again.
CREATE TABLE embeddings (
    model INTEGER NOT NULL REFERENCES models (id),
    text_hash BLOB NOT NULL,
    vector BLOB NOT NULL,
    UNIQUE (model, text_hash)
);

CREATE TABLE catalog_version (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    number INTEGER NOT NULL
);
INSERT INTO catalog_version (id, number) VALUES (1, 0);

CREATE TABLE jobs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    batch TEXT NOT NULL,
    path TEXT NOT NULL,
    kind TEXT,
    label TEXT,
    metadata TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'done', 'skipped', 'failed')),
    outcome TEXT NOT NULL,
    document_id TEXT,
    error TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    updated_at TEXT NOT NULL,
    host TEXT,
    pid INTEGER,
    started TEXT,
    tenure INTEGER
);
CREATE INDEX jobs_by_state ON jobs (state, id);
CREATE INDEX jobs_by_batch ON jobs (batch, id);

-- One row: who may write. `tenure` counts the times that the lease was taken.
CREATE TABLE lease (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    tenure INTEGER NOT NULL,
    holder TEXT,
    host TEXT,
    pid INTEGER,
    started TEXT,
    expires_at TEXT
);
INSERT INTO lease (id, tenure) VALUES (1, 0);

CREATE TABLE feeds (
    url TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    label TEXT NOT NULL,
    etag TEXT,
    last_modified TEXT,
    polled_at TEXT,
    failures INTEGER NOT NULL
);
