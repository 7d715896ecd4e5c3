-- The ledger only grows, whoever writes to this file: no line is changed, removed or put between two others.

CREATE TRIGGER ledger_is_never_changed BEFORE UPDATE ON ledger BEGIN
    SELECT RAISE(ABORT, 'the ledger only grows');
END;

CREATE TRIGGER ledger_is_never_cut BEFORE DELETE ON ledger BEGIN
    SELECT RAISE(ABORT, 'the ledger only grows');
END;

-- INSERT OR REPLACE would remove a line without a word.
CREATE TRIGGER ledger_grows_at_its_end BEFORE INSERT ON ledger
WHEN NEW.n <> COALESCE((SELECT MAX(n) FROM ledger), 0) + 1 BEGIN
    SELECT RAISE(ABORT, 'the ledger only grows');
END;
