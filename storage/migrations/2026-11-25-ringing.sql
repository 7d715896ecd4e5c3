-- Urgent nags go together, too: a hundred neglected fires are one message a minute.
ALTER TABLE notes ADD COLUMN urgent BIGINT NOT NULL DEFAULT 0;  -- rings at any hour
ALTER TABLE waiting ADD COLUMN ring_at BIGINT;                  -- when their urgent notes may be sent
ALTER TABLE waiting ADD COLUMN rang_at BIGINT;                  -- when the clock wrote of such last
CREATE INDEX waiting_ring ON waiting (ring_at) WHERE ring_at IS NOT NULL;
