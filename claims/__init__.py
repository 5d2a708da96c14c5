"""Claims of a news article: what it asserts, what it attributes, and to whom."""
