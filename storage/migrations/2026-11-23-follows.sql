-- "Me too": neighbours who noticed the same are told how it ends, and learn nothing of who reported it.
CREATE TABLE follows (
    order_id TEXT NOT NULL,
    person TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (order_id, person)
);
CREATE INDEX follows_person ON follows (person);
