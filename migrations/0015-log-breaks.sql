-- Where the log is not what was written here, and somebody took it as it is (log/chain_proof.h): the last fact
-- before each such place, sealed by a key.
CREATE TABLE log_break(
    pos {INT} PRIMARY KEY,
    hash {BYTES} NOT NULL,
    seal {BYTES} NOT NULL
);

-- The open facts before such places that no signature proves. They are not read. Made again at each start.
CREATE TABLE fact_unproven(pos {KEY});
