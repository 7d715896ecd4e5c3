-- Hours and points that cannot be forged: a ledger that only grows, what each credit came from, and corrections by two.

-- Every line moves an amount from one account to another, so that all balances add up to zero.
CREATE TABLE ledger (
    n BIGINT PRIMARY KEY,           -- from 1, without a gap
    id TEXT NOT NULL UNIQUE,
    unit TEXT NOT NULL CHECK (unit IN ('minutes', 'points')),
    source TEXT NOT NULL,           -- an account: issued, person:<id>, shop:<partner>
    target TEXT NOT NULL,
    amount BIGINT NOT NULL CHECK (amount > 0),
    why TEXT NOT NULL,
    ref TEXT NOT NULL,
    done_by TEXT NOT NULL,
    approved_by TEXT,
    at BIGINT NOT NULL,
    seal TEXT NOT NULL,             -- SHA-256 of this line and of the seal before it
    CHECK (source <> target),
    UNIQUE (ref, why, target, unit)
);
CREATE INDEX ledger_source ON ledger (source, n) WHERE source <> 'issued';
CREATE INDEX ledger_target ON ledger (target, n) WHERE target <> 'issued';

-- The sums of the lines above, kept in the same unit of work; nobody but the source of all credits is below zero.
CREATE TABLE accounts (
    account TEXT NOT NULL,
    unit TEXT NOT NULL CHECK (unit IN ('minutes', 'points')),
    balance BIGINT NOT NULL CHECK (balance >= 0 OR account = 'issued'),
    PRIMARY KEY (account, unit)
);

-- Each confirmed help once, also where nothing was credited for it.
CREATE TABLE helped (
    ref TEXT NOT NULL,              -- order:7K3MQ2, wish:7K3MQ2:1
    why TEXT NOT NULL CHECK (why IN ('wish', 'order', 'activity')),
    helper TEXT NOT NULL,
    number TEXT NOT NULL,           -- 7K3MQ2
    served TEXT,                    -- whose side confirmed it; forgotten when no report needs it any more
    place TEXT NOT NULL,
    day TEXT NOT NULL,              -- YYYY-MM-DD on which it began, in the neighbourhood's own time
    began BIGINT NOT NULL,
    ended BIGINT NOT NULL,
    minutes BIGINT NOT NULL,        -- credited
    points BIGINT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (ref, why, helper)
);
CREATE INDEX helped_helper ON helped (helper, day);
CREATE INDEX helped_number ON helped (number);
CREATE INDEX helped_place ON helped (place, at);
CREATE INDEX helped_served ON helped (at) WHERE served IS NOT NULL;

-- Nobody mints alone: proposed by one, approved by another, to be read by everybody in the area.
CREATE TABLE corrections (
    id TEXT PRIMARY KEY,
    person TEXT NOT NULL,
    place TEXT NOT NULL,
    number TEXT NOT NULL,           -- of the order, wish or activity it is about
    unit TEXT NOT NULL CHECK (unit IN ('minutes', 'points')),
    amount BIGINT NOT NULL CHECK (amount <> 0),
    reason TEXT NOT NULL,
    proposed_by TEXT NOT NULL,
    proposed_at BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'approved', 'refused', 'lapsed')),
    decided_by TEXT,
    decided_at BIGINT,
    answer TEXT,                    -- why it was refused
    lapses_at BIGINT NOT NULL,
    look_at BIGINT,                 -- when the clock looks; none once it is decided
    CHECK (decided_by IS NULL OR (decided_by <> proposed_by AND decided_by <> person))
);
CREATE INDEX corrections_look ON corrections (look_at) WHERE look_at IS NOT NULL;
CREATE INDEX corrections_place ON corrections (place, proposed_at);

-- What somebody may show to others, and staff may verify by its code.
CREATE TABLE certificates (
    code TEXT PRIMARY KEY,
    person TEXT NOT NULL,
    since BIGINT NOT NULL,
    until BIGINT NOT NULL,
    minutes BIGINT NOT NULL,
    services BIGINT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX certificates_person ON certificates (person, at);
