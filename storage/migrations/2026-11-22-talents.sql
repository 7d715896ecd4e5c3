-- Volunteers and their limits, to whom which wish was offered, and the talent bank.

CREATE TABLE volunteers (
    person TEXT PRIMARY KEY REFERENCES persons (id),
    home TEXT NOT NULL,
    community TEXT NOT NULL,            -- around home
    state TEXT NOT NULL CHECK (state IN ('asked', 'on')),
    version BIGINT NOT NULL DEFAULT 1,
    skills TEXT NOT NULL DEFAULT ' ',   -- keys of the catalogue, each between blanks
    times BIGINT NOT NULL DEFAULT 7,    -- domain/matching.py: Times and Kinds
    kinds BIGINT NOT NULL DEFAULT 15,
    a_week BIGINT,                      -- offers; none is as the policy says
    paused_until BIGINT NOT NULL DEFAULT 0,
    week BIGINT NOT NULL DEFAULT 0,     -- the week that `offered` counts
    offered BIGINT NOT NULL DEFAULT 0,
    asked_at BIGINT NOT NULL DEFAULT 0, -- when they were asked last, or had their turn and could not be
    since BIGINT NOT NULL,
    rung TEXT,                          -- the desk that is to say yes
    stage BIGINT NOT NULL DEFAULT 0,
    due_at BIGINT,
    CHECK ((state = 'asked') = (due_at IS NOT NULL))
);
CREATE INDEX volunteers_due ON volunteers (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX volunteers_rung ON volunteers (rung, since) WHERE state = 'asked';
-- Whoever was asked the longest ago is looked at first; all that decides is in the index, so that a community in which
-- nobody fits is looked through without the table.
CREATE INDEX volunteers_community ON volunteers
    (community, asked_at, person, home, times, kinds, paused_until, week, offered, a_week, skills, state) WHERE state = 'on';
CREATE INDEX volunteers_home ON volunteers
    (home, asked_at, person, times, kinds, paused_until, week, offered, a_week, skills, state) WHERE state = 'on';

-- Whoever was a volunteer before is one with the usual limits.
INSERT INTO volunteers (person, home, community, state, since)
SELECT r.person, MIN(r.place), MIN(rtrim(rtrim(r.place, replace(r.place, '/', '')), '/')), 'on', MIN(r.since)
FROM roles r
WHERE r.role = 'V' AND r.until IS NULL AND length(r.place) - length(replace(r.place, '/', '')) = 3
GROUP BY r.person;

CREATE TABLE wish_offers (
    wish TEXT NOT NULL,                 -- its number
    person TEXT NOT NULL,
    at BIGINT NOT NULL,
    passed_at BIGINT,                   -- "not this time"
    PRIMARY KEY (wish, person)
);

-- Nothing is here without the person's own yes. A place is a compound, never a door.
CREATE TABLE talents (
    id TEXT PRIMARY KEY,
    person TEXT NOT NULL REFERENCES persons (id),
    skill TEXT NOT NULL,
    place TEXT NOT NULL,
    agreed_at BIGINT NOT NULL,
    nominated BIGINT NOT NULL DEFAULT 0,
    asked_at BIGINT NOT NULL DEFAULT 0,
    UNIQUE (person, skill)
);
CREATE INDEX talents_skill ON talents (skill, place);

-- A neighbour's nomination: a skill and a one-time link, and nothing about whom it is meant for.
CREATE TABLE nominations (
    token_hash TEXT PRIMARY KEY,
    skill TEXT NOT NULL,
    nominated_by TEXT NOT NULL REFERENCES persons (id),
    expires_at BIGINT NOT NULL
);
CREATE INDEX nominations_by ON nominations (nominated_by);
CREATE INDEX nominations_expires ON nominations (expires_at);

-- A question from the office to a talent; after a yes the two write to each other through it.
CREATE TABLE talent_asks (
    id TEXT PRIMARY KEY,
    talent TEXT NOT NULL REFERENCES persons (id),
    asker TEXT NOT NULL REFERENCES persons (id),
    skill TEXT NOT NULL,
    words TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('night', 'asked', 'yes', 'no', 'lapsed')),
    asked_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL              -- when the clock looks again; at the end the row goes
);
CREATE INDEX talent_asks_due ON talent_asks (due_at);
CREATE INDEX talent_asks_talent ON talent_asks (talent, asked_at);

-- What was written in the night is read in the morning.
CREATE TABLE talent_words (
    id TEXT PRIMARY KEY,
    ask TEXT NOT NULL,
    writer TEXT NOT NULL,
    words TEXT NOT NULL,
    due_at BIGINT NOT NULL
);
CREATE INDEX talent_words_due ON talent_words (due_at);
CREATE INDEX talent_words_ask ON talent_words (ask);
