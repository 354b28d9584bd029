"""The published local minimisation."""

import importlib

import pytest

from hf_mathseq.suggestions import UserError
from hf_mathseq.systems.pde_input import pde_from_text
from hf_mathseq.systems.pde_problem import GROWS, NO_SOLUTION, VANISHES
from hf_mathseq.systems.pde_reference import reference_behaviour


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("u_t = u_xx + u_yy", VANISHES),
        ("u_t = -u_xx; u(0) = sinc(3*x)", GROWS),
        ("u_t = -u_xx - u_yy", NO_SOLUTION),
        # A finite minimum below -1e14 is called no lower bound; algebra says that u grows.
        ("u_t = -u_xxxxxx; u(0) = sinc(600*x)", NO_SOLUTION),
        ("u_t = u_xx; u(0) = exp(3*i*x)*1", None),  # single frequencies: dropped
    ],
)
def test_known_equations(text, expected):
    pytest.importorskip("scipy")
    assert reference_behaviour(pde_from_text(text, 2)) == expected


def test_without_scipy_one_line_says_what_is_needed(monkeypatch):
    def missing(name):
        raise ImportError(name)

    monkeypatch.setattr(importlib, "import_module", missing)
    with pytest.raises(UserError, match="pip install"):
        reference_behaviour(pde_from_text("u_t = u_xx"))
