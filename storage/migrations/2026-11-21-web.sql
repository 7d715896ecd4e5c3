-- The web chat: who visits, what each chat shows, and which pictures and voices belong to whom.

CREATE TABLE web_sessions (
    id TEXT PRIMARY KEY,
    secret_hash TEXT NOT NULL UNIQUE, -- SHA-256 of the cookie; the cookie itself is only in the browser
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL
);

CREATE TABLE web_log (
    address TEXT NOT NULL,
    key TEXT NOT NULL,
    place BIGINT NOT NULL,          -- where it stands in the chat: stays when it is edited
    seq BIGINT NOT NULL,            -- when it last changed: a page that was away asks for what is newer
    body TEXT NOT NULL,
    at BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (address, key)
);
CREATE UNIQUE INDEX web_log_seq ON web_log (address, seq);
CREATE UNIQUE INDEX web_log_place ON web_log (address, place);

CREATE TABLE media (
    id TEXT PRIMARY KEY,
    owner TEXT NOT NULL,            -- the address that sent it
    kind TEXT NOT NULL,             -- image/jpeg, audio/webm ...
    bytes BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE web_media (            -- what a chat shows, so may look at
    address TEXT NOT NULL,
    media TEXT NOT NULL,
    key TEXT NOT NULL,
    PRIMARY KEY (address, media, key)
);
CREATE INDEX web_media_key ON web_media (address, key);
