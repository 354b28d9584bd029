"""What a p-value must be, with the seed that all tests here use."""

SEED = 20
LEAST = 1e-3
"""Smallest p-value of a right law."""
CERTAIN = 1e-9
"""Largest p-value of a wrong one."""
