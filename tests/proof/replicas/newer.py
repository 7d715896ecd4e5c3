"""The next version, as far as the database can tell: the program of today and one migration more."""

from collections.abc import Mapping, Sequence

from bot import cli
from storage import migrate

NAME = "2999-12-31-later.sql"
# What a release may bring while the one before is still at work: it adds, also to what is in use all the time.
ADDS = """
-- For a test.
CREATE TABLE later (id TEXT PRIMARY KEY);
ALTER TABLE orders ADD COLUMN later TEXT;
ALTER TABLE inbox ADD COLUMN later TEXT;
ALTER TABLE outbox ADD COLUMN later TEXT;
ALTER TABLE persons ADD COLUMN later TEXT;
CREATE INDEX orders_later ON orders (later);
"""
today = migrate.migration_files


def tomorrow(kind: str) -> Mapping[str, str]:
    return today(kind) | {NAME: ADDS}


def main(arguments: Sequence[str], *, prog_name: str) -> None:
    """Instead of today's: only ever in a process of its own."""
    migrate.migration_files = tomorrow  # type: ignore[assignment]
    cli.main(arguments, prog_name=prog_name)
