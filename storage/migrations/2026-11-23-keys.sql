-- Secrets of our own making, the same on every replica: links are signed with them.
CREATE TABLE keys (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL,
    made_at BIGINT NOT NULL
);
