"""Checking answers: mathematics, never string equality."""
