-- The credit supermarket: what shops offer for points, and what is set aside for whom until it is picked up.
CREATE TABLE goods (
    id TEXT PRIMARY KEY,
    shop TEXT NOT NULL,                             -- a partner's id
    title TEXT NOT NULL,
    line TEXT NOT NULL,
    points BIGINT NOT NULL CHECK (points > 0),
    stock BIGINT NOT NULL CHECK (stock >= 0),       -- on the shelf; what is set aside is not there any more
    photo TEXT,
    state TEXT NOT NULL DEFAULT 'on' CHECK (state IN ('on', 'paused', 'gone')),
    version BIGINT NOT NULL DEFAULT 1,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL
);
CREATE INDEX goods_shop ON goods (shop) WHERE state <> 'gone';

CREATE TABLE redemptions (
    id TEXT PRIMARY KEY,
    number TEXT NOT NULL UNIQUE,
    person TEXT NOT NULL,
    shop TEXT NOT NULL,
    goods TEXT NOT NULL,
    title TEXT NOT NULL,                            -- title and points as they were when it was redeemed
    points BIGINT NOT NULL CHECK (points > 0),
    state TEXT NOT NULL CHECK (state IN ('reserved', 'handed', 'cancelled', 'expired')),
    version BIGINT NOT NULL,
    code TEXT NOT NULL,                             -- the seal of the pick-up code, never the code
    made_at BIGINT NOT NULL,
    until BIGINT NOT NULL,
    look_at BIGINT,
    reminded BIGINT NOT NULL,
    opened_by TEXT,                                 -- the keeper who has read the code
    opened_at BIGINT,
    ended_at BIGINT,
    ended_by TEXT,
    CHECK ((state = 'reserved') = (look_at IS NOT NULL)),
    CHECK ((state = 'reserved') = (ended_at IS NULL))
);
CREATE INDEX redemptions_look_at ON redemptions (look_at) WHERE look_at IS NOT NULL;
CREATE INDEX redemptions_waiting ON redemptions (shop, made_at) WHERE state = 'reserved';
CREATE INDEX redemptions_person ON redemptions (person, made_at);
CREATE INDEX redemptions_handed ON redemptions (shop, ended_at) WHERE state = 'handed';
CREATE INDEX redemptions_goods ON redemptions (goods) WHERE state = 'reserved';

-- How often a keeper has typed a code that was none, each day anew.
CREATE TABLE pick_up_tries (
    keeper TEXT NOT NULL,
    day TEXT NOT NULL,                              -- YYYY-MM-DD in the neighbourhood's own time
    wrong BIGINT NOT NULL,
    PRIMARY KEY (keeper, day)
);
