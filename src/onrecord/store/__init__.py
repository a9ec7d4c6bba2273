"""The archive: every document, statement and decision, in a SQLite file or a PostgreSQL database, found again by words and meaning."""
