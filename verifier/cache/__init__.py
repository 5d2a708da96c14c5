"""What was computed is kept under everything that it depends on: one SQLite file in the cache folder."""
