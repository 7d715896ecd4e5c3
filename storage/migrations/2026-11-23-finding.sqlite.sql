-- Orders are found by their words: pairs of characters that we split ourselves, and where they are, newest first.

-- rowid follows the time of the report. Nothing is kept that is masked, and no place below a building.
CREATE VIRTUAL TABLE finding_fts USING fts5 (
    words, party, order_id UNINDEXED,
    detail = none, columnsize = 0,
    tokenize = "unicode61 remove_diacritics 0 tokenchars '/@:'"
);

-- What is still to be split, or split again; the clock does it.
CREATE TABLE finding_waiting (order_id TEXT PRIMARY KEY);
INSERT INTO finding_waiting (order_id) SELECT id FROM orders WHERE part_of IS NULL AND service IS NULL;

-- Whoever hides or erases words need not know of this.
CREATE TRIGGER finding_follows AFTER UPDATE OF what ON orders WHEN NEW.what <> OLD.what BEGIN
    INSERT OR IGNORE INTO finding_waiting (order_id) VALUES (NEW.id);
END;
