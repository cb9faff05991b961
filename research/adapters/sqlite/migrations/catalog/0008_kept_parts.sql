-- Bytes of entries of feeds, which are short and come by the hundred: a file for each would wait for the disk once for each.
CREATE TABLE kept_parts (
    content_hash BLOB NOT NULL UNIQUE,
    content BLOB NOT NULL
);

-- A company's papers are few where its news are many, and found apart.
CREATE INDEX documents_by_company ON documents (company, kind);

-- What waits for its vectors is found without a look at what is complete.
CREATE INDEX documents_by_state ON documents (state, seq) WHERE state IN ('parsed', 'lexical');
