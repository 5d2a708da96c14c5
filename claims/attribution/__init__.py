"""Who says what: the tagger, the grammar of reported speech, the force of a cue, chains of voices."""
