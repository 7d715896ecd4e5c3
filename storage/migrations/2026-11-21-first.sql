-- The first stone: people, places, messages in and out, talks, and the four-order loop.

CREATE TABLE places (
    path TEXT PRIMARY KEY,          -- qs/hy/lx/xf/3/1: everything below is a prefix query
    kind TEXT NOT NULL CHECK (kind IN ('city', 'street', 'community', 'compound', 'building', 'unit', 'grid')),
    name TEXT NOT NULL,
    grid TEXT REFERENCES places (path),
    lat DOUBLE PRECISION,
    lon DOUBLE PRECISION,
    position BIGINT NOT NULL DEFAULT 0
);

-- Small things that are kept in memory until their number here changes.
CREATE TABLE versions (
    name TEXT PRIMARY KEY,
    number BIGINT NOT NULL
);

CREATE TABLE persons (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL DEFAULT '',
    language TEXT,
    chat TEXT,
    home TEXT,
    created_at BIGINT NOT NULL
);

CREATE TABLE chats (
    id TEXT PRIMARY KEY,            -- an address: telegram:42, web:<session>
    person TEXT REFERENCES persons (id),
    is_group BIGINT NOT NULL DEFAULT 0,
    place TEXT REFERENCES places (path),
    reachable BIGINT NOT NULL DEFAULT 1,
    menu TEXT,                      -- the options last shown, for channels where people type numbers
    created_at BIGINT NOT NULL
);
CREATE INDEX chats_person ON chats (person) WHERE person IS NOT NULL;
CREATE INDEX chats_place ON chats (place) WHERE is_group = 1;

CREATE TABLE roles (
    id TEXT PRIMARY KEY,
    person TEXT NOT NULL REFERENCES persons (id),
    role TEXT NOT NULL,
    place TEXT NOT NULL,            -- "" for an administrator
    team TEXT,
    since BIGINT NOT NULL,
    until BIGINT
);
CREATE INDEX roles_person ON roles (person) WHERE until IS NULL;
CREATE INDEX roles_place ON roles (place, role) WHERE until IS NULL;

CREATE TABLE invites (
    token_hash TEXT PRIMARY KEY,    -- SHA-256 of 128 random bits; the token itself is shown once
    role TEXT NOT NULL,
    place TEXT REFERENCES places (path),
    team TEXT,
    invited_by TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT,
    used_by TEXT
);

CREATE TABLE inbox (
    channel TEXT NOT NULL,
    message_id TEXT NOT NULL,
    id TEXT NOT NULL,               -- sorts by arrival
    sender TEXT NOT NULL,           -- one at a time a sender
    album TEXT,
    raw TEXT NOT NULL,
    received_at BIGINT NOT NULL,
    state TEXT NOT NULL DEFAULT 'new' CHECK (state IN ('new', 'done', 'dead')),
    tries BIGINT NOT NULL DEFAULT 0,
    next_try_at BIGINT NOT NULL DEFAULT 0,
    error TEXT,
    PRIMARY KEY (channel, message_id)
);
CREATE INDEX inbox_new ON inbox (id) WHERE state = 'new';
CREATE INDEX inbox_dead ON inbox (id) WHERE state = 'dead';
CREATE INDEX inbox_old ON inbox (received_at) WHERE state = 'done';

CREATE TABLE outbox (
    id TEXT PRIMARY KEY,            -- sorts by the order in which things were said
    chat TEXT NOT NULL,
    lane BIGINT NOT NULL,           -- 0 reply, 1 urgent, 2 staff, 3 broadcast
    body TEXT NOT NULL,
    about TEXT,                     -- the order it is about
    tell TEXT,                      -- the chat to tell when this cannot be delivered
    once TEXT UNIQUE,               -- what must never be said twice
    state TEXT NOT NULL DEFAULT 'new' CHECK (state IN ('new', 'sent', 'failed')),
    not_before BIGINT NOT NULL DEFAULT 0,
    claimed_by TEXT,
    claimed_until BIGINT NOT NULL DEFAULT 0,
    tries BIGINT NOT NULL DEFAULT 0,
    ref TEXT,
    error TEXT,
    created_at BIGINT NOT NULL,
    done_at BIGINT
);
CREATE INDEX outbox_new ON outbox (lane, id) WHERE state = 'new';
CREATE INDEX outbox_chat ON outbox (chat, id) WHERE state = 'new';
CREATE INDEX outbox_done ON outbox (done_at) WHERE state <> 'new';

CREATE TABLE cards (
    chat TEXT NOT NULL,
    card TEXT NOT NULL,             -- order:7K3MQ2, relay:7K3MQ2:<event>
    ref TEXT,                       -- the message that shows it, once it was sent
    letter TEXT,                    -- the letter it shows: an older one never overwrites it
    PRIMARY KEY (chat, card)
);
CREATE INDEX cards_ref ON cards (chat, ref) WHERE ref IS NOT NULL;
CREATE INDEX cards_card ON cards (card);

CREATE TABLE talks (
    chat TEXT PRIMARY KEY,
    id TEXT NOT NULL,
    person TEXT NOT NULL,
    script TEXT NOT NULL,
    given TEXT NOT NULL,            -- what the script was started with
    state TEXT NOT NULL,            -- answers by name, offers left, names to ask again
    shown TEXT NOT NULL,            -- the open question and its options as shown
    revision BIGINT NOT NULL,
    parked TEXT,                    -- the talk that gave way to this one, taken up again after it
    look_at BIGINT NOT NULL         -- when the clock looks, unless somebody answers before
);
CREATE INDEX talks_look ON talks (look_at);

CREATE TABLE orders (
    id TEXT PRIMARY KEY,
    number TEXT NOT NULL UNIQUE,
    place TEXT NOT NULL REFERENCES places (path),
    grid TEXT REFERENCES places (path),
    rung TEXT NOT NULL REFERENCES places (path),
    category TEXT NOT NULL,
    lane TEXT NOT NULL CHECK (lane IN ('urgent', 'ordinary', 'difficult', 'hot')),
    what TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('placed', 'dispatched', 'accepted', 'finished', 'closed')),
    version BIGINT NOT NULL,
    assignee TEXT REFERENCES persons (id),
    team TEXT,
    placed_at BIGINT NOT NULL,
    responded_at BIGINT,
    accepted_at BIGINT,
    finished_at BIGINT,
    closed_at BIGINT,
    planned_at BIGINT,
    closing TEXT CHECK (closing IN ('fixed', 'not_fixed', 'not_ours', 'duplicate', 'withdrawn', 'unreviewed')),
    fixed BIGINT,
    rating BIGINT CHECK (rating BETWEEN 1 AND 5),
    reopened BIGINT NOT NULL DEFAULT 0,
    same_as TEXT REFERENCES orders (id),
    subject TEXT,                   -- the team complained about: P@qs/hy/lx/xf
    due_at BIGINT,
    stage BIGINT NOT NULL DEFAULT 0,
    CHECK ((state = 'closed') = (closing IS NOT NULL))
);
CREATE INDEX orders_due ON orders (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX orders_waiting ON orders (rung, placed_at) WHERE state = 'placed';
CREATE INDEX orders_assignee ON orders (assignee) WHERE state IN ('dispatched', 'accepted');
CREATE INDEX orders_team ON orders (team) WHERE state = 'dispatched';
CREATE INDEX orders_grid ON orders (grid) WHERE state = 'placed';
CREATE INDEX orders_same_as ON orders (same_as) WHERE same_as IS NOT NULL;
CREATE INDEX orders_same ON orders (place, category, placed_at, id) WHERE state <> 'closed';

-- Who complained is kept apart from what is complained about.
CREATE TABLE authors (
    order_id TEXT PRIMARY KEY REFERENCES orders (id),
    person TEXT NOT NULL REFERENCES persons (id),
    placed_at BIGINT NOT NULL
);
CREATE INDEX authors_person ON authors (person, placed_at);

CREATE TABLE order_photos (
    order_id TEXT NOT NULL REFERENCES orders (id),
    media TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('photo', 'voice')),
    step TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (order_id, media)
);

CREATE TABLE order_events (
    id TEXT PRIMARY KEY,
    order_id TEXT NOT NULL REFERENCES orders (id),
    step TEXT NOT NULL,             -- a step of the table, or "comment"
    at BIGINT NOT NULL,
    person TEXT NOT NULL,
    version BIGINT,                 -- the order's version after it; none for a comment
    sets TEXT NOT NULL DEFAULT '{}',
    words TEXT NOT NULL DEFAULT '',
    UNIQUE (order_id, version)
);
CREATE INDEX order_events_order ON order_events (order_id, id);

-- What the events add up to, by month and compound; written in the same unit of work as they are.
CREATE TABLE rollup (
    month TEXT NOT NULL,
    place TEXT NOT NULL,
    placed BIGINT NOT NULL DEFAULT 0,
    responded BIGINT NOT NULL DEFAULT 0,
    response_seconds BIGINT NOT NULL DEFAULT 0,
    reopened BIGINT NOT NULL DEFAULT 0,
    closed BIGINT NOT NULL DEFAULT 0,
    fixed BIGINT NOT NULL DEFAULT 0,
    not_counted BIGINT NOT NULL DEFAULT 0, -- duplicates and withdrawn
    unreviewed BIGINT NOT NULL DEFAULT 0,
    rated BIGINT NOT NULL DEFAULT 0,
    satisfied BIGINT NOT NULL DEFAULT 0,   -- four or five stars
    stars BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (month, place)
);

CREATE TABLE leases (
    name TEXT PRIMARY KEY,
    holder TEXT NOT NULL,
    until BIGINT NOT NULL
);
