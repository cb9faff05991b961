-- Who brought the file of a job; NULL where it came by itself, from a watched folder or a feed.
ALTER TABLE jobs ADD COLUMN brought_by TEXT;

-- An empty label said that a user brought the file and gave it none; who that was is not known, and no user is called so.
UPDATE jobs SET brought_by = '?', label = NULL WHERE label = '';
