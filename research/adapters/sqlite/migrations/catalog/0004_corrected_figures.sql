-- Corrections of figures: a label mapping may hold for every document of a company, and a document says which corrections its figures carry.

ALTER TABLE corrections ADD COLUMN company TEXT NOT NULL DEFAULT '';
CREATE INDEX corrections_by_company ON corrections (company, kind, id) WHERE company <> '';

ALTER TABLE documents ADD COLUMN corrected TEXT NOT NULL DEFAULT '[]';
