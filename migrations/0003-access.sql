-- Devices that signed in before, and the watch over openings.

-- The digest of a device's token, and who signed in there. It signs nobody in.
CREATE TABLE known_device(
    token {BYTES} NOT NULL,
    account {INT} NOT NULL,
    seen_at {INT} NOT NULL,
    PRIMARY KEY(token, account)
) {CLUSTERED};

-- How many files an account opened of late: read before each opening, from the index alone.
CREATE INDEX opening_account ON opening(account, at, person) WHERE kind = 'file';

-- An account reached its limit: the opening that reached it was the last one allowed.
CREATE TABLE opening_alarm(
    at {INT} NOT NULL,
    account {INT} NOT NULL,
    files {INT} NOT NULL
);
CREATE INDEX opening_alarm_at ON opening_alarm(at);

-- Somebody answered for the account: openings before this no longer count against its limit.
CREATE TABLE opening_release(
    account {INT} NOT NULL,
    at {INT} NOT NULL,
    released_by {INT} NOT NULL,
    PRIMARY KEY(account, at)
) {CLUSTERED};
