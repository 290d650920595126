-- What was counted while the node waited for its passphrase: sealed to the node's public key, since
-- nobody could open anything then (centre/assistance/closed_count.h).
CREATE TABLE closed_count(
    command {BYTES} PRIMARY KEY,
    body {BYTES} NOT NULL
);

-- Personal PINs of a round (access/round_pin.h). `device` is the digest of the device's token.
CREATE TABLE round_pin(
    account {INT} NOT NULL,
    device {BYTES} NOT NULL,
    round {BYTES} NOT NULL,
    digest {BYTES} NOT NULL,
    until {INT} NOT NULL,
    tries {INT} NOT NULL DEFAULT 0,
    PRIMARY KEY(account, device)
) {CLUSTERED};
