"""Who is who: whether two voices are one, who is on record, which documents are independent."""
