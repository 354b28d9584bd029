"""The methods of textbooks for differential equations; answers are for others to check.

Here the unknown function and its derivatives are symbols, see `unknowns`.
"""
