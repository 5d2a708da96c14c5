"""Serving: the check over HTTP, with a page for pasted text, and as a tool of assistants."""
