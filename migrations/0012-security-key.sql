-- Keys of devices (WebAuthn) beside an authenticator app (src/platform/access/security_key.h). They belong
-- to what the account is sealed with.
CREATE TABLE security_key(
    account {INT} NOT NULL,
    id {BYTES} NOT NULL,
    host TEXT NOT NULL,
    public_key {BYTES} NOT NULL,
    added_at {INT} NOT NULL,
    PRIMARY KEY(account, id)
) {CLUSTERED};
