-- What people write to each other about a wish in the night; by the morning it may be in other hands.

CREATE TABLE wish_night_words (
    event TEXT NOT NULL,                -- as which it stands in the wish's story
    wish_id TEXT NOT NULL,
    writer TEXT NOT NULL REFERENCES persons (id),
    reader TEXT NOT NULL REFERENCES persons (id),
    said TEXT NOT NULL,
    at BIGINT NOT NULL,
    look_at BIGINT NOT NULL,
    PRIMARY KEY (event, reader)
);
CREATE INDEX wish_night_words_look ON wish_night_words (look_at);

-- The wall's page and the poster count all that came true at a place, said publicly or not.
CREATE INDEX wish_thanks_place ON wish_thanks (place, at, claimer, minutes);

-- How often somebody gave back what they had taken up.
CREATE INDEX wish_events_person ON wish_events (person, at);
