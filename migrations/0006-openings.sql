-- What the account reached its limit in: files, or names that a search showed.
ALTER TABLE opening_alarm ADD COLUMN kind TEXT NOT NULL DEFAULT 'file';
