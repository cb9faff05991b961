-- Which documents a draft that was sent to review was made from: who may not see them all does not see the draft. A list in JSON.

ALTER TABLE draft_sign_offs ADD COLUMN documents TEXT NOT NULL DEFAULT '';
