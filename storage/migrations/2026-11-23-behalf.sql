-- Somebody without a phone is reported for: who wrote it answers for them, and that is counted apart.
ALTER TABLE orders ADD COLUMN proxy BIGINT NOT NULL DEFAULT 0;
ALTER TABLE orders ADD COLUMN passed_on BIGINT NOT NULL DEFAULT 0;
ALTER TABLE daily ADD COLUMN proxied BIGINT NOT NULL DEFAULT 0;

-- With this code the resident's own word is known from somebody else's; they have it on paper, we keep its hash.
CREATE TABLE call_backs (
    order_id TEXT PRIMARY KEY,
    salt TEXT NOT NULL,             -- the order for which the code was made, where this one goes on from it
    sealed TEXT NOT NULL,
    tries BIGINT NOT NULL DEFAULT 0,
    made_at BIGINT NOT NULL
);
