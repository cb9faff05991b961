-- Who brought the file of a job; NULL where it came by itself, from a watched folder or a feed.
ALTER TABLE jobs ADD COLUMN brought_by TEXT;
