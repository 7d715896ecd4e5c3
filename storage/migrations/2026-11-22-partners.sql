-- A shop or company of the neighbourhood may offer services, and residents order from its menu.

CREATE TABLE partners (
    id TEXT PRIMARY KEY,                   -- "m:" and an id of ours: the key of its team, too
    name TEXT NOT NULL,
    place TEXT NOT NULL REFERENCES places (path),
    credit_shop BIGINT NOT NULL DEFAULT 0, -- whether points are redeemed there
    paused BIGINT NOT NULL DEFAULT 0,
    entered_by TEXT NOT NULL,
    since BIGINT NOT NULL
);
CREATE INDEX partners_place ON partners (place);
CREATE INDEX roles_team ON roles (team) WHERE until IS NULL AND team IS NOT NULL;

-- What residents see is what a dispatcher approved: a change waits, hidden, until somebody has looked at it.
CREATE TABLE services (
    id TEXT PRIMARY KEY,
    partner TEXT NOT NULL REFERENCES partners (id),
    title TEXT NOT NULL,
    price_class TEXT NOT NULL CHECK (price_class IN ('free', 'low', 'market')),
    price TEXT NOT NULL DEFAULT '',        -- in words: nothing is paid here
    at_home BIGINT NOT NULL,
    hours TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('asked', 'shown', 'paused', 'refused', 'gone')),
    version BIGINT NOT NULL,
    written_by TEXT NOT NULL,
    decided_by TEXT,                       -- who said yes or no last
    why TEXT,                              -- of a refusal
    rung TEXT,                             -- whose desk is asked
    nags BIGINT NOT NULL DEFAULT 0,        -- of this desk
    due_at BIGINT                          -- when the clock looks at it again
);
CREATE INDEX services_partner ON services (partner, id);
CREATE INDEX services_due ON services (due_at) WHERE due_at IS NOT NULL;

ALTER TABLE orders ADD COLUMN service TEXT; -- what was ordered from a menu
CREATE INDEX orders_service ON orders (service, team, rating) WHERE service IS NOT NULL;
