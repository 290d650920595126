-- What an account may do is tied to facts: a row that was changed by hand signs nobody in
-- (src/platform/access/account_proof.h).

-- How it was confirmed: by a colleague, by a spoken code, at the machine, for an emergency. Who
-- answers for an emergency account, and when that ends. When it was closed, and by whom.
ALTER TABLE account ADD COLUMN confirmed_how TEXT;
ALTER TABLE account ADD COLUMN vouched_by {INT};
ALTER TABLE account ADD COLUMN ends_at {INT};
ALTER TABLE account ADD COLUMN closed_at {INT};
ALTER TABLE account ADD COLUMN closed_by {INT};
ALTER TABLE account ADD COLUMN seal {BYTES};

-- Links and sessions of before carry no seal: whoever has one signs in again.
DELETE FROM sign_in_link;
ALTER TABLE sign_in_link ADD COLUMN seal {BYTES};
UPDATE session SET ended_at = began_at WHERE ended_at IS NULL;
ALTER TABLE session ADD COLUMN seen_at {INT};
ALTER TABLE session ADD COLUMN seal {BYTES};
CREATE INDEX session_account ON session(account);

-- Numbered codes that a colleague far away keeps on paper and reads out, one for each account that
-- waits. Only digests; asked_for is the account whose turn it is, until and tries are of that turn.
CREATE TABLE spoken_code(
    owner {INT} NOT NULL,
    number {INT} NOT NULL,
    digest {BYTES} NOT NULL,
    asked_for {INT},
    until {INT},
    tries {INT} NOT NULL DEFAULT 0,
    PRIMARY KEY(owner, number)
) {CLUSTERED};
