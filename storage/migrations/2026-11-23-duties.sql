-- An office says once who is responsible: its teams have names, and a duty names one for a kind of matter.

ALTER TABLE places ADD COLUMN sort TEXT NOT NULL DEFAULT ''; -- of a compound: a type of domain/place.py, '' unknown

CREATE TABLE teams (
    id TEXT PRIMARY KEY,                   -- "t:P:qf": the letter of their role, and a key of the office's
    kind TEXT NOT NULL CHECK (kind IN ('property', 'department', 'owners', 'volunteers')),
    name TEXT NOT NULL,
    place TEXT NOT NULL REFERENCES places (path),
    line TEXT                              -- a department's line of business
);
CREATE INDEX teams_place ON teams (place);

CREATE TABLE duties (
    category TEXT NOT NULL,                -- '' for whatever has no duty of its own
    sort TEXT NOT NULL,                    -- the type of compound, '' for every
    place TEXT NOT NULL REFERENCES places (path), -- from here down
    team TEXT,                             -- "t:P:qf", or a role somewhere: P@qs/hy/lx/xf, P@compound
    key TEXT,                              -- somebody of the roster
    PRIMARY KEY (category, sort, place),
    CHECK ((team IS NULL) <> (key IS NULL))
);
CREATE INDEX duties_place ON duties (place);
