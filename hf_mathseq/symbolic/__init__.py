"""Expressions: nodes in normal form, sampling, derivatives, reading and writing."""
