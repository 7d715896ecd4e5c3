-- Activities: announced to a place, signed up for, held, and counted.

CREATE TABLE activities (
    id TEXT PRIMARY KEY,
    number TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    words TEXT NOT NULL,
    place TEXT NOT NULL REFERENCES places (path),
    spot TEXT NOT NULL,             -- where exactly, in words
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    until BIGINT NOT NULL,          -- when sign-up ends
    seats BIGINT,                   -- none: no limit
    helpers BIGINT NOT NULL,
    organiser TEXT NOT NULL REFERENCES persons (id),
    made_at BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'held', 'vouching', 'closed', 'cancelled')),
    version BIGINT NOT NULL,        -- counts sign-ups, too: whoever raises it decides who is in
    look TEXT,                      -- what the clock does next
    look_at BIGINT,                 -- and when
    asked BIGINT NOT NULL DEFAULT 0,
    why TEXT NOT NULL DEFAULT '',
    CHECK ((look IS NULL) = (look_at IS NULL))
);
CREATE INDEX activities_look ON activities (look_at) WHERE look_at IS NOT NULL;
CREATE INDEX activities_open ON activities (starts_at) WHERE state = 'open';
CREATE INDEX activities_organiser ON activities (organiser, made_at);

CREATE TABLE activity_sign_ups (
    activity TEXT NOT NULL REFERENCES activities (id),
    person TEXT NOT NULL REFERENCES persons (id),
    part TEXT NOT NULL CHECK (part IN ('guest', 'helper')),
    stand TEXT NOT NULL CHECK (stand IN ('in', 'waiting', 'offered', 'out')),
    nth BIGINT NOT NULL,           -- who came first
    answer_by BIGINT,               -- until when a seat that came free is kept
    came BIGINT,
    PRIMARY KEY (activity, person)
);
CREATE INDEX activity_sign_ups_person ON activity_sign_ups (person) WHERE stand <> 'out';
CREATE INDEX activity_sign_ups_answer ON activity_sign_ups (answer_by) WHERE answer_by IS NOT NULL;

-- Who was told of what: once each, and not too much in a week.
CREATE TABLE activity_announcements (
    activity TEXT NOT NULL REFERENCES activities (id),
    person TEXT NOT NULL REFERENCES persons (id),
    at BIGINT NOT NULL,
    PRIMARY KEY (activity, person)
);
CREATE INDEX activity_announcements_person ON activity_announcements (person, at);

-- Who wants no announcements.
CREATE TABLE activity_peace (
    person TEXT PRIMARY KEY REFERENCES persons (id),
    since BIGINT NOT NULL
);

-- Who lives at and below a place.
CREATE INDEX persons_at_home ON persons (home) WHERE home IS NOT NULL;
