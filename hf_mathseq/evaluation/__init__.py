"""Decoding, verification of every hypothesis, and scores."""
