"""A network of a request with its exact levels and those that were predicted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hf_mathseq.networks.drawing import draw
from hf_mathseq.networks.network import Network
from hf_mathseq.task import Row

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def network_figure(problem: Row, answer: Any) -> Figure:
    """Return a drawing of a network, beside it the predicted levels if the answer has them.

    Args:
        problem: The problem's row.
        answer: A decoded answer: levels, whether there is an equilibrium, or None.

    Raises:
        UserError: matplotlib is not installed.
    """
    edges = tuple((u, v, f) for u, v, f in problem["edges"])
    network = Network(problem["n"], edges, tuple(problem.get("names") or ()))
    fits = isinstance(answer, (list, tuple)) and len(answer) == network.n
    return draw(network, predicted=answer if fits else None)
