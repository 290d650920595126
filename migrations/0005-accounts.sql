-- Who made an account, and who confirmed it.

-- made_by is nothing for accounts made at the machine, confirmed_by for those and for roles that wait
-- for nobody. While confirmed_at is nothing, the account cannot be used.
ALTER TABLE account ADD COLUMN made_by {INT};
ALTER TABLE account ADD COLUMN confirmed_by {INT};
ALTER TABLE account ADD COLUMN confirmed_at {INT};
UPDATE account SET confirmed_at = made_at;
