-- A group is either neighbours, whose calls wait for their author's yes, or those who work here, who are not to be buried.

CREATE TABLE group_chats (
    chat TEXT PRIMARY KEY,          -- chats.place says where
    kind TEXT NOT NULL CHECK (kind IN ('residents', 'staff')),
    bound_by TEXT NOT NULL,         -- whom to tell when it cannot be written to any more
    bound_at BIGINT NOT NULL,
    topic TEXT                      -- where in a forum we write; none: where everybody does
);
INSERT INTO group_chats (chat, kind, bound_by, bound_at)
SELECT id, 'staff', '', created_at FROM chats WHERE is_group = 1 AND place IS NOT NULL;

CREATE TABLE group_codes (
    code_hash TEXT PRIMARY KEY,     -- SHA-256; the code itself is shown once
    kind TEXT NOT NULL CHECK (kind IN ('residents', 'staff')),
    place TEXT NOT NULL,
    made_by TEXT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);

-- What somebody called out in a residents' group, until they say yes or no.
CREATE TABLE group_drafts (
    id TEXT PRIMARY KEY,
    person TEXT NOT NULL,
    chat TEXT NOT NULL,
    ref TEXT,                       -- the message in the group, and the album it is part of
    album TEXT,
    topic TEXT,
    place TEXT NOT NULL,
    said TEXT NOT NULL,             -- what was said and shown; empty once it is over
    photos TEXT NOT NULL,           -- media ids, as JSON
    voice TEXT,
    danger TEXT,                    -- which danger it speaks of
    called BIGINT NOT NULL,         -- we were meant, and not everybody
    token TEXT UNIQUE,              -- SHA-256 of what is in the link the group was shown
    state TEXT NOT NULL CHECK (state IN ('open', 'sent', 'dropped', 'lapsed')),
    version BIGINT NOT NULL DEFAULT 0,
    reminded BIGINT NOT NULL DEFAULT 0,
    number TEXT,                    -- the order it became
    created_at BIGINT NOT NULL,
    look_at BIGINT NOT NULL,        -- when the clock looks; when it is over: when the row goes
    UNIQUE (chat, ref)
);
CREATE INDEX group_drafts_look ON group_drafts (look_at);
CREATE INDEX group_drafts_open ON group_drafts (person) WHERE state = 'open';

-- What a staff group was told in the last hour.
CREATE TABLE group_said (
    id TEXT PRIMARY KEY,
    chat TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX group_said_chat ON group_said (chat, at);
