-- What watches over those who read: each row of openings, alarms, releases, hits and the security record is
-- a link of one chain (src/platform/vault/watch.h), whose head stands in signed facts.

CREATE TABLE watch_link(
    number {KEY},
    row_table TEXT NOT NULL,
    row_hash {BYTES} NOT NULL,
    link {BYTES} NOT NULL
);
CREATE INDEX watch_link_row ON watch_link(row_table, row_hash);

-- Who signed in, who could not, what was refused (src/platform/access/security_record.h). Account 0: a name
-- that nobody has, or nobody.
CREATE TABLE security_event(
    at {INT} NOT NULL,
    kind TEXT NOT NULL,
    account {INT} NOT NULL,
    detail TEXT NOT NULL,
    count {INT} NOT NULL
);
CREATE INDEX security_event_at ON security_event(at);
