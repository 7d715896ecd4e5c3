-- My data: what somebody agreed to, how they get at it, who asked to be forgotten, and what is still to be cleared away.

CREATE TABLE consents (
    person TEXT NOT NULL REFERENCES persons (id),
    version BIGINT NOT NULL,        -- of the text they read
    at BIGINT NOT NULL,
    withdrawn_at BIGINT,
    PRIMARY KEY (person, version)
);

-- A link to everything about one person: read once and saved once, soon, by them.
CREATE TABLE export_links (
    token_hash TEXT PRIMARY KEY,    -- SHA-256 of 128 random bits
    person TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT,                 -- when it was read
    saved_at BIGINT                 -- when it was taken along as a file
);
CREATE INDEX export_links_person ON export_links (person);
CREATE INDEX export_links_expires ON export_links (expires_at);

-- Whoever asked to be forgotten while something of theirs was still open: done as soon as it is not.
CREATE TABLE erasures (
    person TEXT PRIMARY KEY REFERENCES persons (id),
    asked_at BIGINT NOT NULL,
    look_at BIGINT NOT NULL
);
CREATE INDEX erasures_look ON erasures (look_at);

-- Pictures and voices whose rows are gone; the files go after it, as often as it takes.
CREATE TABLE doomed_media (
    media TEXT PRIMARY KEY,
    at BIGINT NOT NULL,
    look_at BIGINT NOT NULL,
    tries BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX doomed_media_look ON doomed_media (look_at);

-- Whose contact fields and pictures were cleared already, so that the clock looks at each closed matter once.
ALTER TABLE orders ADD COLUMN cleared BIGINT NOT NULL DEFAULT 0; -- 1: contacts, 2: pictures, too
ALTER TABLE wishes ADD COLUMN cleared BIGINT NOT NULL DEFAULT 0;
CREATE INDEX orders_to_clear ON orders (cleared, closed_at) WHERE state = 'closed' AND cleared < 2;
CREATE INDEX wishes_to_clear ON wishes (cleared, closed_at) WHERE state = 'closed' AND cleared < 2;
CREATE INDEX order_photos_media ON order_photos (media);
CREATE INDEX wish_media_media ON wish_media (media);
CREATE INDEX web_media_media ON web_media (media);
CREATE INDEX media_owner ON media (owner);
CREATE INDEX media_old ON media (created_at);
CREATE INDEX web_log_old ON web_log (created_at);
CREATE INDEX web_sessions_seen ON web_sessions (seen_at);
CREATE INDEX order_events_person ON order_events (person);
CREATE INDEX own_words_person ON own_words (person);
