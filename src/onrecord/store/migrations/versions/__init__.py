"""One module a schema, numbered in order."""
