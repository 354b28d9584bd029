"""What the tests of laws can see: laws that are wrong by a little, and how they are noticed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from hf_mathseq.symbolic.trees import BufferedDraws
from hf_mathseq.systems.pde_drawing import PdeLaw
from hf_mathseq.tasks import get_task
from laws import matrices, networks, systems, trees
from laws.fit import Finding, keys
from laws.rows import sample, splits


class Unweighted(BufferedDraws):
    """Places operators without weighing places by the trees that follow."""

    def position(self, empty: int, operators: int) -> int:
        """Return where the next operator goes; see `Draws.position`."""
        return int(self.uniform() * 2 * empty)


def powers(rng: np.random.Generator, seed: int) -> Iterator[tuple[str, Finding]]:
    """Yield what is wrong, and the finding that notices it best."""
    settings = get_task("integration/bwd").config.trees
    draws = BufferedDraws(settings, rng)
    unweighted = Unweighted(settings, rng)
    yield "every place as likely", trees.drawn_shapes("expressions", unweighted, 3, 20_000)
    heavier = dict(settings.operators) | {"mul": 10.5}
    wrong = replace(settings, operators=heavier)
    yield "weight of mul 10.5 for 10", _best(trees.drawn_words("", draws, wrong, 10, 20_000))
    wrong = replace(settings, leaf_weights=(0.74, 0.0, 0.26, 0.0))
    yield "integers 26 % for 25 %", _best(trees.drawn_words("", draws, wrong, 10, 20_000))
    claimed = matrices.spectrum_law("laplace", 5, 10.5)
    yield (
        "laplace spectrum 5 % wider",
        matrices.independent_spectrum("laplace", claimed, rng, 20_000, 5, 10.0),
    )
    yield (
        "semicircle spectrum 15 % wider",
        matrices.other_spectrum("semicircle", rng, 20_000, 5, 10.0, claimed_bound=11.5),
    )
    law = get_task("differential_systems/stability").config.shape_law
    longer = replace(law, most=(2, 3))
    yield "one operator more", _best(systems.sizes("", law, keys(rng, 40_000), longer))
    yield "coefficients to 11", _best(systems.pdes(rng, 20_000, PdeLaw(max_coefficient=11)))
    found = networks.sizes_and_edges("erdos", rng, 40_000, (1.2, 2.5), claimed=(1.25, 2.55))
    yield "0.05 more edges for each vertex", _best(found)
    yield "rewiring 0.33 for 0.3", networks.small_worlds(rng, 40_000, 0.3, 0.33)
    yield "in-degrees plus 0.3 for 0.2", networks.scale_free_growth(rng, 40_000, offset=0.3)
    drawn = sample(get_task("linear_algebra/transpose"), seed, [0, 1])
    shares = {"train": 0.77, "validation": 0.115, "test": 0.115}
    yield "splits 77 % for 80 %", _best(splits("", drawn, shares))


def _best(findings: Iterator[Finding]) -> Finding:
    return min(findings, key=lambda finding: finding.p)
