"""The article against itself: what needs no references."""
