"""Decisions of people on what was flagged, and the widget in which they are made."""
