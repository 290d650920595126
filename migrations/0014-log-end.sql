-- How far this node itself wrote the log (log/log_end.h): one row, sealed by a key with each transaction.
CREATE TABLE log_end(
    one {INT} PRIMARY KEY,
    pos {INT} NOT NULL,
    missing {INT} NOT NULL,
    hash {BYTES} NOT NULL,
    seal {BYTES} NOT NULL
);

-- Facts that stood beyond that end when the node began: somebody else wrote them. As they were.
CREATE TABLE fact_aside(
    pos {INT} NOT NULL,
    site {BYTES},
    epoch {INT} NOT NULL,
    seq {INT} NOT NULL,
    stream {INT},
    received_at {INT} NOT NULL,
    header {BYTES} NOT NULL,
    body {BYTES} NOT NULL,
    hash {BYTES} NOT NULL
);
