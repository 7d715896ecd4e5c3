-- Nothing waits for ever: promises and deadlines, pauses, joint work, follow-ups; and nobody is buried: notes, not messages.

ALTER TABLE orders ADD COLUMN since BIGINT;           -- when the clock was set
ALTER TABLE orders ADD COLUMN deadline BIGINT;        -- due_at is the next look, which may be before or after it
ALTER TABLE orders ADD COLUMN nagged BIGINT NOT NULL DEFAULT 0;   -- whether anybody was, about this deadline
ALTER TABLE orders ADD COLUMN word_by BIGINT;         -- by when the resident is to hear the next word
ALTER TABLE orders ADD COLUMN answer_by BIGINT;       -- promised to the resident at the receipt
ALTER TABLE orders ADD COLUMN feedback_by BIGINT;
ALTER TABLE orders ADD COLUMN feedback_at BIGINT;
ALTER TABLE orders ADD COLUMN paused_at BIGINT;
ALTER TABLE orders ADD COLUMN paused_until BIGINT;
ALTER TABLE orders ADD COLUMN paused_why TEXT;
ALTER TABLE orders ADD COLUMN wanted_until BIGINT;    -- more time that was asked for
ALTER TABLE orders ADD COLUMN wanted_by TEXT REFERENCES persons (id);
ALTER TABLE orders ADD COLUMN urged BIGINT NOT NULL DEFAULT 0;
ALTER TABLE orders ADD COLUMN urged_at BIGINT;
ALTER TABLE orders ADD COLUMN raised BIGINT NOT NULL DEFAULT 0;
ALTER TABLE orders ADD COLUMN lot BIGINT;             -- drawn at closing, in ten-thousandths
ALTER TABLE orders ADD COLUMN follow_up TEXT CHECK (follow_up IN ('drawn', 'asked', 'held', 'back', 'silent'));
ALTER TABLE orders ADD COLUMN signed BIGINT;          -- by the owners' committee
ALTER TABLE orders ADD COLUMN part_of TEXT REFERENCES orders (id);
ALTER TABLE orders ADD COLUMN again_of TEXT REFERENCES orders (id);
CREATE INDEX orders_part_of ON orders (part_of) WHERE part_of IS NOT NULL;
CREATE INDEX orders_place ON orders (place, placed_at);
CREATE INDEX orders_late ON orders (rung, deadline) WHERE state IN ('dispatched', 'accepted');
CREATE INDEX orders_raised ON orders (place) WHERE raised > 0 AND state <> 'closed';

-- What the clock did: each order, deadline, stage and nag once, whichever replica looked.
CREATE TABLE nags (
    order_id TEXT NOT NULL REFERENCES orders (id),
    deadline BIGINT NOT NULL,
    stage BIGINT NOT NULL,
    nag TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (order_id, deadline, stage, nag)
);

-- What somebody is to hear of when they may be written to: one message, or a digest of many.
CREATE TABLE notes (
    id TEXT PRIMARY KEY,
    person TEXT NOT NULL REFERENCES persons (id),
    order_id TEXT REFERENCES orders (id),
    kind TEXT NOT NULL,
    needs TEXT,                     -- the right its reader had to read that much; without it they read nothing of it
    since BIGINT,                   -- which clock of the order's ran: who moves sets it anew
    body TEXT NOT NULL,             -- the message, as it would be sent alone
    at BIGINT NOT NULL
);
CREATE INDEX notes_person ON notes (person, id);
CREATE INDEX notes_order ON notes (order_id) WHERE order_id IS NOT NULL;

CREATE TABLE waiting (
    person TEXT PRIMARY KEY REFERENCES persons (id),
    look_at BIGINT,                 -- when their notes may be sent; none where there are none
    last_at BIGINT,                 -- when the clock wrote to them last, and how often that day
    messages BIGINT NOT NULL DEFAULT 0,
    snoozed_until BIGINT
);
CREATE INDEX waiting_look ON waiting (look_at) WHERE look_at IS NOT NULL;

-- What people write to each other at night, for whoever has the matter in the morning.
CREATE TABLE night_words (
    event TEXT PRIMARY KEY REFERENCES order_events (id),
    order_id TEXT NOT NULL REFERENCES orders (id),
    person TEXT NOT NULL REFERENCES persons (id),
    said TEXT NOT NULL,
    at BIGINT NOT NULL,
    look_at BIGINT NOT NULL
);
CREATE INDEX night_words_look ON night_words (look_at);

-- What a group hears of after the night.
CREATE TABLE night_cards (
    chat TEXT NOT NULL REFERENCES chats (id),
    order_id TEXT NOT NULL REFERENCES orders (id),
    at BIGINT NOT NULL,
    look_at BIGINT NOT NULL,
    PRIMARY KEY (chat, order_id)
);
CREATE INDEX night_cards_look ON night_cards (look_at);

CREATE TABLE leaves (
    id TEXT PRIMARY KEY,
    person TEXT NOT NULL REFERENCES persons (id),
    stand_in TEXT REFERENCES persons (id),
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('planned', 'on', 'over')),
    look_at BIGINT                  -- when it starts or ends
);
CREATE INDEX leaves_look ON leaves (look_at) WHERE look_at IS NOT NULL;
CREATE INDEX leaves_person ON leaves (person) WHERE state <> 'over';
ALTER TABLE roles ADD COLUMN leave TEXT REFERENCES leaves (id);   -- held for somebody who is away
CREATE INDEX roles_leave ON roles (leave) WHERE leave IS NOT NULL AND until IS NULL;

-- What is done once a day or a week, by whichever replica comes first.
CREATE TABLE rounds (
    name TEXT NOT NULL,
    key TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (name, key)
);

-- What we ask of each role in a day.
CREATE TABLE burden (
    day TEXT NOT NULL,              -- YYYY-MM-DD in the neighbourhood's own time
    role TEXT NOT NULL,
    people BIGINT NOT NULL,
    messages BIGINT NOT NULL,
    taps BIGINT NOT NULL,
    photos BIGINT NOT NULL,
    PRIMARY KEY (day, role)
);
ALTER TABLE outbox ADD COLUMN role TEXT;
ALTER TABLE inbox ADD COLUMN role TEXT;
ALTER TABLE inbox ADD COLUMN did TEXT;                            -- tap, photo or words

-- The figures by day instead of by month: a week's report needs them.
CREATE TABLE daily (
    day TEXT NOT NULL,
    place TEXT NOT NULL,
    placed BIGINT NOT NULL DEFAULT 0,
    responded BIGINT NOT NULL DEFAULT 0,
    response_seconds BIGINT NOT NULL DEFAULT 0,
    responded_in_time BIGINT NOT NULL DEFAULT 0,
    fed_back BIGINT NOT NULL DEFAULT 0,
    fed_back_in_time BIGINT NOT NULL DEFAULT 0,
    urged BIGINT NOT NULL DEFAULT 0,
    raised BIGINT NOT NULL DEFAULT 0,
    reopened BIGINT NOT NULL DEFAULT 0,
    closed BIGINT NOT NULL DEFAULT 0,
    fixed BIGINT NOT NULL DEFAULT 0,
    not_counted BIGINT NOT NULL DEFAULT 0,
    unreviewed BIGINT NOT NULL DEFAULT 0,
    rated BIGINT NOT NULL DEFAULT 0,
    satisfied BIGINT NOT NULL DEFAULT 0,
    stars BIGINT NOT NULL DEFAULT 0,
    followed_up BIGINT NOT NULL DEFAULT 0,
    came_back BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (day, place)
);
INSERT INTO daily (day, place, placed, responded, response_seconds, reopened, closed, fixed, not_counted, unreviewed,
    rated, satisfied, stars)
SELECT month || '-01', place, placed, responded, response_seconds, reopened, closed, fixed, not_counted, unreviewed,
    rated, satisfied, stars
FROM rollup;
DROP TABLE rollup;

-- Who asked for the figures of their area: the picture is drawn outside a unit of work, and this is gone once it is sent.
CREATE TABLE wanted_reports (
    person TEXT PRIMARY KEY REFERENCES persons (id),
    at BIGINT NOT NULL
);
