-- Where the next case number comes from: no facts, so `rebuild` leaves these tables alone.

-- Epochs of numbers that this node knows to be begun, in the order of `begun`; the last one is in
-- use. A restore begins one that is none of these, and so does another place: what lies after a
-- backup or beside a copy has then given other numbers.
CREATE TABLE case_epoch(
    epoch {KEY},
    begun {INT} NOT NULL UNIQUE,
    first {INT} NOT NULL,
    place {BYTES} NOT NULL
);

-- How many counts of an epoch are used up under the letters of one site.
CREATE TABLE case_counter(
    epoch {INT} NOT NULL,
    prefix TEXT NOT NULL,
    used {INT} NOT NULL,
    PRIMARY KEY(epoch, prefix)
);
