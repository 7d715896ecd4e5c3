-- Orders are found by their words: pairs of characters that we split ourselves, and where they are, newest first.

-- n follows the time of the report. Nothing is kept that is masked, and no place below a building.
CREATE TABLE finding_fts (
    n BIGINT PRIMARY KEY,
    words TSVECTOR NOT NULL,
    party TSVECTOR NOT NULL,
    order_id TEXT NOT NULL
);
CREATE INDEX finding_fts_words ON finding_fts USING gin ((words || party));

-- What is still to be split, or split again; the clock does it.
CREATE TABLE finding_waiting (order_id TEXT PRIMARY KEY);
INSERT INTO finding_waiting (order_id) SELECT id FROM orders WHERE part_of IS NULL AND service IS NULL;

-- Whoever hides or erases words need not know of this.
CREATE FUNCTION finding_waits() RETURNS trigger LANGUAGE plpgsql AS '
BEGIN
    INSERT INTO finding_waiting (order_id) VALUES (NEW.id) ON CONFLICT DO NOTHING;
    RETURN NULL;
END';

-- Must stay the last statement: only SQLite's way of writing a trigger is known to whatever cuts this file.
CREATE TRIGGER finding_follows AFTER UPDATE OF what ON orders
FOR EACH ROW WHEN (NEW.what <> OLD.what) EXECUTE FUNCTION finding_waits();
