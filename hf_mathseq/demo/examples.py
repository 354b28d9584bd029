"""Problems one click away: some that small models solve, and some that they honestly do not."""

from __future__ import annotations

from collections.abc import Sequence

from hf_mathseq.demo.pool import Model

TYPED = {
    "integration": ("2*x*cos(x^2)", "x*cos(x)", "sec(x)^3"),
    "ode": ("y' = y/x + x, y(1) = 2", "x*y' - y + x = 0", "y' = x*y^2"),
    "metabolic_networks": ("glycolysis", "intake -> A; A -> B; B -> C; C -> B; A -> excretion"),
    "differential_systems": ("x' = -x + y*y; y' = sin(x) - 2*y at (0, 0)",),
}
"""By data set. The released models of integrals have no answer to `sec(x)^3`.

The network of the second example keeps what reaches B and C.
"""


def examples_for(model: Model) -> list[str]:
    """Return problems for a model, at most four: those of its data set, then its task's own."""
    typed = [*TYPED.get(model.dataset, ()), model.example]
    return list(dict.fromkeys(each for each in typed if each))[:4]


def all_examples(models: Sequence[Model]) -> list[tuple[str, str]]:
    """Return pairs of a model's name and a problem; a problem is listed once for each task."""
    listed: dict[tuple[str, str], str] = {}
    for model in models:
        for problem in examples_for(model):
            listed.setdefault((model.task, problem), model.name)
    return [(name, problem) for (_, problem), name in listed.items()]
