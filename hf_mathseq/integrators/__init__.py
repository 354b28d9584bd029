"""Symbolic integration by rules, under a budget of counted steps."""

from hf_mathseq.integrators.budget import Budget
from hf_mathseq.integrators.driver import integrate

__all__ = ["Budget", "integrate"]
