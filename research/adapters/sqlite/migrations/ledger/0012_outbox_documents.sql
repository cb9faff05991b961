-- Which documents a message or file cites, a list in JSON: whether its reader may see them still is asked when it goes out. "" for those of
-- before, of which it is not known.

ALTER TABLE outbox ADD COLUMN documents TEXT NOT NULL DEFAULT '';
