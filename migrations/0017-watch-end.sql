-- How far the rows that watch over those who read were written by this node: under the seal of the log's end
-- (log/log_end.h). Nothing in data of before, until the end is sealed again.
ALTER TABLE log_end ADD COLUMN watch_number {INT};
ALTER TABLE log_end ADD COLUMN watch_link {BYTES};
