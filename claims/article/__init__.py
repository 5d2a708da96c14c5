"""Bytes to an Article: files, reading, language."""
