-- Micro-wishes: what somebody wishes for, who took it up, and, apart from it, who wished.

CREATE TABLE wishes (
    id TEXT PRIMARY KEY,
    number TEXT NOT NULL UNIQUE,
    place TEXT NOT NULL REFERENCES places (path),
    kind TEXT NOT NULL CHECK (kind IN ('thing', 'service', 'company', 'skill')),
    skill TEXT,
    weekly BIGINT NOT NULL DEFAULT 0,
    hands BIGINT NOT NULL DEFAULT 1 CHECK (hands BETWEEN 1 AND 2),
    what TEXT NOT NULL,             -- phones and doors are hidden in it
    shown TEXT NOT NULL,            -- what everybody reads, approved
    wanted_by BIGINT,
    state TEXT NOT NULL CHECK (state IN ('posted', 'open', 'claimed', 'done', 'closed')),
    version BIGINT NOT NULL,
    rung TEXT NOT NULL REFERENCES places (path),
    reach TEXT NOT NULL,            -- whose volunteers are asked: building, compound, community, street
    claimer TEXT REFERENCES persons (id),
    round BIGINT NOT NULL DEFAULT 1,
    posted_at BIGINT NOT NULL,
    claimed_at BIGINT,
    agreed_at BIGINT,
    off_at BIGINT,                  -- the claimer asked to hand it over
    finished_at BIGINT,
    minutes BIGINT,
    closed_at BIGINT,
    ending TEXT CHECK (ending IN ('fulfilled', 'refused', 'withdrawn', 'lapsed', 'unconfirmed')),
    since BIGINT NOT NULL,
    stage BIGINT NOT NULL DEFAULT 0,
    due_at BIGINT,
    CHECK ((state = 'closed') = (ending IS NOT NULL)),
    CHECK (claimer IS NOT NULL OR state NOT IN ('claimed', 'done'))
);
CREATE INDEX wishes_due ON wishes (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX wishes_wall ON wishes (place, posted_at, id) WHERE state IN ('open', 'claimed');
CREATE INDEX wishes_waiting ON wishes (rung, posted_at) WHERE state = 'posted';
CREATE INDEX wishes_claimer ON wishes (claimer) WHERE claimer IS NOT NULL;
CREATE INDEX wishes_closed ON wishes (place, closed_at) WHERE ending = 'fulfilled';

-- Who wished is kept apart from what is wished for. A wisher without a phone is no person we know.
CREATE TABLE wishers (
    wish_id TEXT PRIMARY KEY REFERENCES wishes (id),
    poster TEXT NOT NULL REFERENCES persons (id),
    person TEXT REFERENCES persons (id),
    home TEXT,
    name TEXT NOT NULL DEFAULT '',
    contact TEXT NOT NULL DEFAULT '',
    consent BIGINT NOT NULL DEFAULT 0,  -- the claimer may know name and door
    code TEXT,                      -- four digits for a wisher without a phone; a hash of four digits would hide nothing
    tries BIGINT NOT NULL DEFAULT 0,
    posted_at BIGINT NOT NULL
);
CREATE INDEX wishers_poster ON wishers (poster, posted_at);
CREATE INDEX wishers_person ON wishers (person, posted_at) WHERE person IS NOT NULL;

-- Who helps besides whoever claimed it.
CREATE TABLE wish_hands (
    wish_id TEXT NOT NULL REFERENCES wishes (id),
    person TEXT NOT NULL REFERENCES persons (id),
    at BIGINT NOT NULL,
    PRIMARY KEY (wish_id, person)
);
CREATE INDEX wish_hands_person ON wish_hands (person);

CREATE TABLE wish_events (
    id TEXT PRIMARY KEY,
    wish_id TEXT NOT NULL REFERENCES wishes (id),
    step TEXT NOT NULL,             -- a step of the table, "comment", or what the clock did
    at BIGINT NOT NULL,
    person TEXT NOT NULL,
    version BIGINT,
    words TEXT NOT NULL DEFAULT '',
    UNIQUE (wish_id, version)
);
CREATE INDEX wish_events_wish ON wish_events (wish_id, id);

CREATE TABLE wish_media (
    wish_id TEXT NOT NULL REFERENCES wishes (id),
    media TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('photo', 'voice')),
    at BIGINT NOT NULL,
    PRIMARY KEY (wish_id, media)
);

-- What a wisher says at the end; public only with their consent.
CREATE TABLE wish_thanks (
    wish_id TEXT NOT NULL REFERENCES wishes (id),
    round BIGINT NOT NULL,
    words TEXT NOT NULL DEFAULT '',
    photos TEXT NOT NULL DEFAULT '[]',
    voice TEXT,
    public BIGINT NOT NULL DEFAULT 0,
    place TEXT NOT NULL,
    claimer TEXT NOT NULL,
    minutes BIGINT NOT NULL DEFAULT 0,
    at BIGINT NOT NULL,
    PRIMARY KEY (wish_id, round)
);
CREATE INDEX wish_thanks_public ON wish_thanks (place, at) WHERE public = 1;

-- A note may be about a wish or another matter, which is asked again when the note is to be said: "wish:7K3MQ2".
ALTER TABLE notes ADD COLUMN about TEXT;
