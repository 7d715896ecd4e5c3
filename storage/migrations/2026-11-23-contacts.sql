-- How to reach whoever an order is about is kept apart from it, and every look at it is written down.

CREATE TABLE order_contacts (
    order_id TEXT PRIMARY KEY REFERENCES orders (id),
    name TEXT NOT NULL DEFAULT '',
    phone TEXT NOT NULL DEFAULT '',
    door TEXT NOT NULL DEFAULT '',
    visit_at BIGINT,                -- when the resident agreed to a volunteer's visit
    kept_at BIGINT NOT NULL
);

-- What somebody wrote before phone and door were taken out of it, for themselves alone.
CREATE TABLE own_words (
    order_id TEXT NOT NULL REFERENCES orders (id),
    event TEXT NOT NULL,            -- "" for the report itself
    person TEXT NOT NULL,
    said TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (order_id, event)
);

CREATE TABLE views (
    id TEXT PRIMARY KEY,            -- sorts by the order of the looks
    viewer TEXT NOT NULL,
    role TEXT NOT NULL,             -- what they looked as: a letter of domain.person.Role
    person TEXT,                    -- whose it is; none for somebody without a chat
    order_id TEXT NOT NULL REFERENCES orders (id),
    field TEXT NOT NULL CHECK (field IN ('name', 'phone', 'door', 'photo')),
    reason TEXT NOT NULL,
    code TEXT NOT NULL,             -- the viewer code on what was shown
    at BIGINT NOT NULL,
    look_at BIGINT                  -- when what was shown is taken away; none once it is
);
CREATE INDEX views_person ON views (person, id) WHERE person IS NOT NULL;
CREATE INDEX views_order ON views (order_id);
CREATE INDEX views_look ON views (look_at) WHERE look_at IS NOT NULL;

-- The short code on what somebody is shown, so that a picture of it names its source.
CREATE TABLE viewer_codes (
    code TEXT PRIMARY KEY,
    person TEXT NOT NULL REFERENCES persons (id),
    period TEXT NOT NULL,           -- YYYY-MM
    made_at BIGINT NOT NULL,
    UNIQUE (person, period)
);
