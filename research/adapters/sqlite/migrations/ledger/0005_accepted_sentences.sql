-- Sentences of drafts that their writers let stand although a check spoke against them: `sentence` hashes the words, `verdict` is the check's.

CREATE TABLE accepted_sentences (
    user TEXT NOT NULL,
    sentence TEXT NOT NULL,
    verdict TEXT NOT NULL,
    reason TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (user, sentence, verdict)
) WITHOUT ROWID;
