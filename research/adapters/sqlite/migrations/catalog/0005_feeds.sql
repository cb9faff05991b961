-- How often a feed is polled and how that went.

ALTER TABLE feeds ADD COLUMN every_minutes INTEGER NOT NULL DEFAULT 30;
ALTER TABLE feeds ADD COLUMN articles INTEGER NOT NULL DEFAULT 0;
ALTER TABLE feeds ADD COLUMN due_at TEXT;
ALTER TABLE feeds ADD COLUMN read_at TEXT;
ALTER TABLE feeds ADD COLUMN newest_at TEXT;
ALTER TABLE feeds ADD COLUMN entries INTEGER NOT NULL DEFAULT 0;
ALTER TABLE feeds ADD COLUMN error TEXT NOT NULL DEFAULT '';
ALTER TABLE feeds ADD COLUMN address TEXT NOT NULL DEFAULT '';
ALTER TABLE feeds ADD COLUMN content_hash TEXT;

-- What became of an entry when it was queued last.
CREATE INDEX jobs_by_path ON jobs (path, id);
