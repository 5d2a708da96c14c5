"""Two versions of one article: which claims are gained, lost and changed."""
