-- What cannot be recomputed: the log, the keyring, accounts. Views are made by the program.
-- {KEY} {INT} {BYTES} {CLUSTERED} are filled in for SQLite and for PostgreSQL.

-- The log. header and body are the fact's canonical bytes (docs/log-format.md); pos, stream and
-- received_at are local and not hashed. site is NULL for this node's own facts, whose seq the writer
-- alone gives: they need no index of their own (header holds the site in any case).
CREATE TABLE fact(
    pos {KEY},
    site {BYTES},
    epoch {INT} NOT NULL,
    seq {INT} NOT NULL,
    stream {INT},
    received_at {INT} NOT NULL,
    header {BYTES} NOT NULL,
    body {BYTES} NOT NULL,
    hash {BYTES} NOT NULL
);
CREATE UNIQUE INDEX fact_foreign ON fact(site, epoch, seq) WHERE site IS NOT NULL;
CREATE INDEX fact_stream ON fact(stream, pos) WHERE stream IS NOT NULL;

-- Local numbers of streams: 128-bit ids appear here, in facts and at the edges, nowhere else.
CREATE TABLE stream(
    local {KEY},
    kind TEXT NOT NULL,
    id {BYTES} NOT NULL,
    UNIQUE(id, kind)
);

-- How far this node vouches for its chain.
CREATE TABLE head(
    site {BYTES} NOT NULL,
    epoch {INT} NOT NULL,
    seq {INT} NOT NULL,
    hash {BYTES} NOT NULL,
    signature {BYTES} NOT NULL,
    signed_at {INT} NOT NULL,
    PRIMARY KEY(site, epoch, seq)
) {CLUSTERED};

-- What became of a command. Command ids come time-ordered, so they lead.
CREATE TABLE receipt(
    command {BYTES} NOT NULL,
    account {INT} NOT NULL,
    digest {BYTES} NOT NULL,
    kind {INT} NOT NULL,
    code TEXT NOT NULL,
    params TEXT NOT NULL,
    at {INT} NOT NULL,
    PRIMARY KEY(command, account)
) {CLUSTERED};

CREATE TABLE keyring(
    key_id {BYTES} PRIMARY KEY,
    person {BYTES} NOT NULL,
    class {INT} NOT NULL,
    generation {INT} NOT NULL,
    nonce {BYTES} NOT NULL,
    wrap {BYTES} NOT NULL,
    commitment {BYTES} NOT NULL,
    UNIQUE(person, class)
);

CREATE TABLE node_secret(
    name TEXT PRIMARY KEY,
    site {BYTES} NOT NULL,
    generation {INT} NOT NULL,
    nonce {BYTES} NOT NULL,
    wrap {BYTES} NOT NULL
);

CREATE TABLE setting(
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

CREATE TABLE account(
    id {KEY},
    name TEXT NOT NULL UNIQUE,
    role TEXT NOT NULL,
    site {INT},
    password TEXT,
    active {INT} NOT NULL,
    made_at {INT} NOT NULL
);

CREATE TABLE sign_in_link(
    token {BYTES} PRIMARY KEY,
    account {INT} NOT NULL,
    expires_at {INT} NOT NULL
);

CREATE TABLE session(
    token {BYTES} PRIMARY KEY,
    account {INT} NOT NULL,
    began_at {INT} NOT NULL,
    ended_at {INT}
);

-- Who opened what that is sealed: one row per file, one per list with its filter and count.
CREATE TABLE opening(
    at {INT} NOT NULL,
    account {INT} NOT NULL,
    kind TEXT NOT NULL,
    class {INT} NOT NULL,
    person {INT},
    filter TEXT,
    count {INT} NOT NULL
);
CREATE INDEX opening_at ON opening(at);

-- The schema that each view was made with.
CREATE TABLE view_schema(
    name TEXT PRIMARY KEY,
    hash TEXT NOT NULL
);
