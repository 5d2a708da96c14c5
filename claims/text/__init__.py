"""Sentences, words and quotation marks of a text, with offsets."""
