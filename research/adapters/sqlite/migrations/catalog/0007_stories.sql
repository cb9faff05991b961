-- Which news entries belong together. Every row goes with its documents, whose labels and states decide who finds it.

CREATE TABLE story_signatures (
    document INTEGER PRIMARY KEY REFERENCES documents (seq) ON DELETE CASCADE,
    traits BLOB NOT NULL
);

CREATE TABLE story_keys (
    key INTEGER NOT NULL,
    document INTEGER NOT NULL REFERENCES story_signatures (document) ON DELETE CASCADE,
    PRIMARY KEY (key, document)
) WITHOUT ROWID;
CREATE INDEX story_keys_by_document ON story_keys (document);

CREATE TABLE story_edges (
    earlier INTEGER NOT NULL REFERENCES story_signatures (document) ON DELETE CASCADE,
    later INTEGER NOT NULL REFERENCES story_signatures (document) ON DELETE CASCADE,
    tie TEXT NOT NULL,
    PRIMARY KEY (earlier, later)
) WITHOUT ROWID;
CREATE INDEX story_edges_by_later ON story_edges (later, earlier);
