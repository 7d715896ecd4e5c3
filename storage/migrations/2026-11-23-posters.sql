-- A printed poster is known by the code that stands on it, so that one poster can be revoked and the next one cannot be guessed.

CREATE TABLE place_codes (
    code TEXT PRIMARY KEY,                 -- six characters, read out as well as scanned
    place TEXT NOT NULL,
    made_by TEXT NOT NULL,                 -- a person, or "system" for the command line
    made_at BIGINT NOT NULL,
    revoked_by TEXT,
    revoked_at BIGINT,
    scans BIGINT NOT NULL DEFAULT 0        -- how often; never who
);
-- One code a place at a time: printing a poster once more prints the same one.
CREATE UNIQUE INDEX place_codes_hanging ON place_codes (place) WHERE revoked_at IS NULL;

-- Sheets of posters made in chat, to be fetched from the web for a day by whoever has the link.
CREATE TABLE poster_sheets (
    token_hash TEXT PRIMARY KEY,
    place TEXT NOT NULL,
    parts TEXT NOT NULL CHECK (parts IN ('place', 'building', 'unit')),
    expires_at BIGINT NOT NULL
);
CREATE INDEX poster_sheets_expires ON poster_sheets (expires_at);
