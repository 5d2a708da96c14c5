"""Decisions and answers in other forms, and back: one file a format."""
