-- How polls of each feed went, one row for as long as they went alike: what was so at an instant stays told whatever comes later.
CREATE TABLE feed_spans (
    url TEXT NOT NULL,
    began_at TEXT NOT NULL,
    last_at TEXT NOT NULL,
    error TEXT NOT NULL,
    ended INTEGER NOT NULL,
    PRIMARY KEY (url, began_at)
) WITHOUT ROWID;

-- Since when a feed is subscribed, and when a poll gave it its title (NULL: a user did).
ALTER TABLE feeds ADD COLUMN added_at TEXT;
ALTER TABLE feeds ADD COLUMN titled_at TEXT;

-- Of feeds that are there already the last read and the last failure are known.
UPDATE feeds SET added_at = COALESCE(read_at, polled_at, strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00');
INSERT INTO feed_spans SELECT url, read_at, read_at, '', 0 FROM feeds WHERE read_at IS NOT NULL;
INSERT INTO feed_spans SELECT url, polled_at, polled_at, error, due_at LIKE '9999-12-31%' FROM feeds
WHERE error <> '' AND polled_at IS NOT NULL AND (read_at IS NULL OR polled_at > read_at);
