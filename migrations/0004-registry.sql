-- Photos, and who searched for somebody whose file is restricted.

-- A photo's bytes, sealed with a key of its own: the keyring's row whose person is this id. Erasing a
-- photo, or its person, drops that row and this one.
CREATE TABLE attachment(
    id {BYTES} PRIMARY KEY,
    person {BYTES} NOT NULL,
    class {INT} NOT NULL,
    key_id {BYTES} NOT NULL,
    nonce {BYTES} NOT NULL,
    body {BYTES} NOT NULL
);
CREATE INDEX attachment_person ON attachment(person);

-- For the protection officer alone: an account came upon a restricted file, which behaved as absent.
-- Whose file it was is sealed with a key of the node: that a file is restricted must show nowhere.
CREATE TABLE restricted_hit(
    tag {BYTES} PRIMARY KEY,
    at {INT} NOT NULL,
    account {INT} NOT NULL,
    nonce {BYTES} NOT NULL,
    person {BYTES} NOT NULL
);
CREATE INDEX restricted_hit_at ON restricted_hit(at);
