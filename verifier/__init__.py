"""Verification: are the claims of an article said, and are they so, by a corpus of references?"""
