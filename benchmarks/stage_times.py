"""Where the time of drawing goes: processor time by stage.

Compiled modules call one another directly: with them, forgetting nodes counts as "rest".
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from hf_mathseq.encodings.ragged import Ragged
from hf_mathseq.symbolic import nodes
from hf_mathseq.tasks import (
    backward_pairs,
    drawn_functions,
    get_task,
    integration,
    ode,
    ode_construction,
    ode_pairs,
)

# Stage -> the functions that make it up, where they are called. None is called by another one.
Stages = dict[str, list[tuple[Any, str]]]
OF_INTEGRATION: Stages = {
    "draw trees": [(drawn_functions, "random_words")],
    "read to normal form": [(drawn_functions, "read_prefix")],
    "differentiate": [(backward_pairs, "derivative")],
    "short forms": [(backward_pairs, "short_form")],
    "problem keys": [(backward_pairs, "canonical_text"), (backward_pairs, "problem_key")],
    "verify": [(backward_pairs, "agree_many")],
    "write text": [(integration, "write_infix")],
    "write words": [
        (backward_pairs, "is_complex"),
        (backward_pairs, "write_prefix"),
        (integration, "prefix_text"),
    ],
    "encode": [(Ragged, "from_text")],
    "forget nodes": [(nodes, "sweep")],
}
OF_EQUATIONS: Stages = {
    "draw trees": [(ode_pairs, "random_words")],
    "read to normal form": [(drawn_functions, "read_prefix")],
    "simplify constants": [(ode_pairs, "general_solution")],
    "solve for constants": [(ode_construction, "solve_for")],
    "differentiate": [(ode_construction, "derivative")],
    "bring over one denominator": [(ode_construction, "highest_factor")],
    "short forms": [(ode_pairs, "short_form")],
    "verify": [(ode_pairs, "solves_many")],
    "write": [(ode, "write_equation"), (ode, "write_infix"), (ode, "write_prefix")],
    "encode": [(Ragged, "from_text")],
    "forget nodes": [(nodes, "sweep")],
}


def stage_shares(name: str, stages: Stages, blocks: int) -> dict[str, float]:
    """Draw blocks and return every stage's share of the time, what is left over as "rest".

    Args:
        name: The task.
        stages: What is measured.
        blocks: How many blocks are drawn.
    """
    task = get_task(name)
    task.draw("train", 0, 0)
    spent: Counter[str] = Counter()
    with timed_stages(stages, spent):
        start = time.process_time()
        for block in range(1, blocks + 1):
            task.draw("train", 0, block)
        total = time.process_time() - start
    shares = {stage: spent[stage] / total for stage in stages}
    return {**shares, "rest": 1 - sum(shares.values())}


@contextmanager
def timed_stages(stages: Stages, spent: Counter[str]) -> Iterator[None]:
    """Add the processor time of stages to `spent` while the context lasts."""
    originals = []
    for stage, places in stages.items():
        for owner, name in places:
            original = getattr(owner, name)
            originals.append((owner, name, owner.__dict__[name]))
            setattr(owner, name, _timer(original, stage, spent))
    try:
        yield
    finally:
        for owner, name, original in originals:
            setattr(owner, name, original)


def _timer(function: Callable[..., Any], stage: str, spent: Counter[str]) -> Callable[..., Any]:
    def timed(*args: Any, **options: Any) -> Any:
        start = time.process_time()
        try:
            return function(*args, **options)
        finally:
            spent[stage] += time.process_time() - start

    return timed
