"""Lines about a row's system, in the user's names."""

import pytest

from hf_mathseq.analysis.rows import eigenvalue_line, gain_line, reach_line
from hf_mathseq.verdict import ProblemError

PENDULUM = {
    "system": ["x1", "sin(x0 - 1/2) + x2"],
    "degree": 2,
    "controls": 1,
    "point": 0.5,
    "names": ["θ", "ω", "u"],
}


def test_eigenvalues():
    assert eigenvalue_line(PENDULUM) == "eigenvalues 1, -1; speed -1"


def test_reach():
    assert reach_line(PENDULUM) == "controllable: they reach every direction"
    tanks = {"system": ["x2 - x0", "x2 - x1"], "degree": 2, "controls": 1, "point": 0.5}
    assert reach_line(tanks).startswith("they reach 1 of 2 directions; not influenced: x0 - x1")


def test_a_gain_of_the_data_belongs_to_a_scaled_system():
    line = gain_line(PENDULUM, [[-5.0, -2.0]])  # |A| is sqrt(2)
    assert line.startswith("for the system itself u = -7.07107 θ - 2.82843 ω, with largest")


def test_a_row_that_cannot_be_analysed():
    with pytest.raises(ProblemError):
        eigenvalue_line({"system": ["ln(x0)"], "degree": 1, "controls": 0, "point": 0.0})
