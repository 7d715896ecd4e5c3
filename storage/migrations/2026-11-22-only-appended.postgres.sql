-- The ledger only grows, whoever writes to this database: no line is changed or removed.

CREATE FUNCTION ledger_only_grows() RETURNS trigger LANGUAGE plpgsql AS '
BEGIN
    RAISE EXCEPTION ''the ledger only grows'';
END';

-- Must stay the last statement: only SQLite's way of writing a trigger is known to whatever cuts this file.
CREATE TRIGGER ledger_is_never_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger
FOR EACH STATEMENT EXECUTE FUNCTION ledger_only_grows();
