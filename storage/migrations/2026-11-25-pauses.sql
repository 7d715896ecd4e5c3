-- A pause that a chat asked for is longer than an hour, or was set while the machine's clock was ahead: this tells which.
ALTER TABLE outbox ADD COLUMN tried_at BIGINT;  -- when a letter that is still to go was tried last
