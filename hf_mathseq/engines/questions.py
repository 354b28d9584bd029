"""The kinds of questions that other programs are asked."""

INTEGRAL, EQUATION = "integral", "equation"
"""Of an integrand, and of the expression that must vanish for a differential equation."""
