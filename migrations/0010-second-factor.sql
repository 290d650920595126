-- Something that only the bearer has, beside the password (src/platform/access/second_factor.h).

-- The secret that an account shares with an authenticator app, sealed. It belongs to what the account
-- is sealed with; what follows, up to state_seal, changes with each code and has a seal of its own.
CREATE TABLE second_factor(
    account {KEY},
    secret {BYTES} NOT NULL,
    nonce {BYTES} NOT NULL,
    enrolled_at {INT} NOT NULL,
    drift {INT} NOT NULL,
    used_step {INT} NOT NULL,
    far_step {INT},
    far_at {INT},
    failures {INT} NOT NULL,
    state_seal {BYTES} NOT NULL
);

-- One-time codes on paper, for a lost telephone: keyed digests of those that are left.
CREATE TABLE factor_code(
    account {INT} NOT NULL,
    number {INT} NOT NULL,
    digest {BYTES} NOT NULL,
    PRIMARY KEY(account, number)
) {CLUSTERED};
