"""The same blocks come of one, two and three processes, in whatever order they are asked for."""

import pytest
from depth import first_of

from hf_mathseq.data.blocks import drawn_blocks
from hf_mathseq.tasks import get_task

NAMES = ["integration/bwd", "linear_algebra/eigenvalues", "metabolic_networks/mixed"]


@pytest.mark.parametrize("name", first_of(NAMES, kept=1))
def test_the_number_of_processes_changes_nothing(name):
    task, asked = get_task(name), [2, 0, 1]
    alone = [task.block_table("test", 0, number) for number in asked]
    for num_proc in (1, 2, 3):
        drawn = drawn_blocks(task, "test", 0, asked, num_proc)
        for table, block in zip(alone, drawn, strict=True):
            assert block.table.equals(table)
