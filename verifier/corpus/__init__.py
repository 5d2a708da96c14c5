"""The reference documents: read, cut into passages, stored and found."""
