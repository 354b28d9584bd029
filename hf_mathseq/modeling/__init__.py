"""Tokenizer and models that load with the plain Auto classes."""
