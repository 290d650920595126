-- For which account and until when a spoken code is asked for, sealed by a key (access/spoken_code.cpp).
ALTER TABLE spoken_code ADD COLUMN turn_seal {BYTES};
