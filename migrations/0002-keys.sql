-- Erasure and legal holds. Staff are accounts' numbers, reasons are words of fixed lists: nothing
-- here tells who the person was.

-- Must not be erased before `until` (a day's number), because a court or an inquiry wants it so.
CREATE TABLE legal_hold(
    person {BYTES} PRIMARY KEY,
    reason TEXT NOT NULL,
    until {INT} NOT NULL,
    placed_at {INT} NOT NULL
);

-- Who was erased, why, and on whose word.
CREATE TABLE erasure(
    person {BYTES} PRIMARY KEY,
    reason TEXT NOT NULL,
    requested_by {INT},
    approved_by {INT},
    at {INT} NOT NULL
);

-- Which keys went. The commitment proves, should a key turn up, that it was this one.
CREATE TABLE erased_key(
    key_id {BYTES} PRIMARY KEY,
    person {BYTES} NOT NULL,
    class {INT} NOT NULL,
    commitment {BYTES} NOT NULL
);
