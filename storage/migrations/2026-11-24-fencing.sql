-- A lease is known by its number, which rises with every new holder: who was frozen and wakes finds that his is over.
ALTER TABLE leases ADD COLUMN term BIGINT NOT NULL DEFAULT 0;
