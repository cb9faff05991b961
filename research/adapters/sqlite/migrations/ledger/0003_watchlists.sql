-- Who follows what. A list is its user's; the keys are user and name with case left out.

CREATE TABLE watchlists (
    user_key TEXT NOT NULL,
    name_key TEXT NOT NULL,
    shared INTEGER NOT NULL,
    content TEXT NOT NULL,
    PRIMARY KEY (user_key, name_key)
);
