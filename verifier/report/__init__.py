"""Reports of checked articles, one format a file."""
