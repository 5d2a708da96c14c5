"""To whom a source points: the names of a text and who they are."""
