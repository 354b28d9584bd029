import gc

import numpy as np
from random_trees import random_expressions

from hf_mathseq.symbolic import nodes
from hf_mathseq.symbolic.expression import read_prefix, write_prefix
from hf_mathseq.tasks import get_task


def test_unused_nodes_are_forgotten_and_used_ones_keep_their_identity():
    kept = read_prefix(["mul", "x", "sin", "add", "x", "INT+", "1", "3"])
    # The first runs build the tables of special values, which stay.
    random_expressions(300, 0)
    random_expressions(300, 1)
    gc.collect()
    before = nodes.sweep()
    random_expressions(300, 1)
    assert len(nodes._made) > before + 500
    assert nodes.sweep() <= before + 5
    assert read_prefix(write_prefix(kept)) is kept


def test_the_table_stays_small_over_blocks(monkeypatch):
    monkeypatch.setattr(nodes, "SWEEP_AT", 20_000)
    monkeypatch.setattr(nodes, "_sweep_at", 20_000)
    task = get_task("integration/bwd")
    sizes = []
    for block in range(4):
        task.generate_block(np.random.default_rng(block), 200)
        sizes.append(len(nodes._made))
    assert max(sizes) <= 20_000


def test_sweeping_does_not_change_what_is_drawn(monkeypatch):
    task = get_task("integration/bwd")
    block = task.generate_block(np.random.default_rng(9), 100)
    monkeypatch.setattr(nodes, "SWEEP_AT", 700)
    monkeypatch.setattr(nodes, "_sweep_at", 700)
    again = task.generate_block(np.random.default_rng(9), 100)
    assert again.inputs.values.tolist() == block.inputs.values.tolist()
