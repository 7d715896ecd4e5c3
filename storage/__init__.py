"""What we remember: one small door to SQLite and PostgreSQL."""
