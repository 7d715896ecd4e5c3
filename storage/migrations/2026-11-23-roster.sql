-- Who is to work here before they have a chat, what they are to be, and one person in several chats.

CREATE TABLE roster (
    key TEXT PRIMARY KEY,           -- the office's own number for them; the badge where nobody gave one
    name TEXT NOT NULL DEFAULT '',
    phone TEXT NOT NULL DEFAULT '',
    badge TEXT NOT NULL UNIQUE,     -- six characters on the work card, for whoever asks who is at the door
    person TEXT,                    -- who joined
    joined_at BIGINT,
    left_at BIGINT
);
CREATE UNIQUE INDEX roster_person ON roster (person) WHERE person IS NOT NULL;

-- What they are to be. It becomes a role once they have joined, and where somebody has to say yes to it, once that was said.
CREATE TABLE posts (
    id TEXT PRIMARY KEY,
    key TEXT NOT NULL,
    role TEXT NOT NULL,
    place TEXT NOT NULL,
    team TEXT,
    since BIGINT NOT NULL,
    until BIGINT,
    invited_by TEXT,
    rung TEXT,                      -- the desk that is to say yes
    nags BIGINT NOT NULL DEFAULT 0, -- of this desk
    due_at BIGINT,                  -- when the clock looks at it again; none once nobody has to say anything
    CHECK ((rung IS NULL) = (due_at IS NULL))
);
CREATE UNIQUE INDEX posts_once ON posts (key, role, place, COALESCE(team, '')) WHERE until IS NULL;
CREATE INDEX posts_due ON posts (due_at) WHERE due_at IS NOT NULL;
ALTER TABLE roles ADD COLUMN post TEXT;     -- where the role came from one

CREATE TABLE grid_keepers (
    grid TEXT PRIMARY KEY,
    worker TEXT,                    -- keys of the roster
    stand_in TEXT
);

ALTER TABLE invites ADD COLUMN roster TEXT;                     -- the key of the one it is for
ALTER TABLE invites ADD COLUMN name TEXT NOT NULL DEFAULT '';   -- what whoever invited them calls them
CREATE INDEX invites_roster ON invites (roster) WHERE roster IS NOT NULL AND used_at IS NULL;

-- A code that was read in one chat and is typed in another: both belong to one person from then on.
CREATE TABLE link_codes (
    code_hash TEXT PRIMARY KEY,
    person TEXT NOT NULL,
    chat TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);
CREATE INDEX link_codes_person ON link_codes (person);

-- Which chats were linked, and what came along, so that it can be taken back.
CREATE TABLE links (
    id TEXT PRIMARY KEY,
    person TEXT NOT NULL,           -- who both chats belong to
    was TEXT NOT NULL,              -- who the chat that came along belonged to
    typed_in TEXT NOT NULL,         -- the chat in which the code was typed
    made_in TEXT NOT NULL,          -- the chat in which it was read
    moved TEXT NOT NULL,            -- rows that changed their person, by table
    at BIGINT NOT NULL,
    until BIGINT NOT NULL,          -- by when it can be taken back
    state TEXT NOT NULL CHECK (state IN ('on', 'back', 'off'))
);
CREATE INDEX links_person ON links (person);

-- How often somebody tried something that could be guessed, by the hour.
CREATE TABLE tries (
    kind TEXT NOT NULL,
    who TEXT NOT NULL,
    hour BIGINT NOT NULL,
    times BIGINT NOT NULL,
    PRIMARY KEY (kind, who, hour)
);
CREATE INDEX tries_hour ON tries (hour);
