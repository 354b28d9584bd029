import numpy as np
import pytest
from plain_matrices import PLAIN, plain_examples

from hf_mathseq.tasks import get_task

P1000 = {"input_encoding": "P1000", "output_encoding": "P1000"}


@pytest.mark.parametrize("name", PLAIN)
def test_what_blocks_are_compared_with_does_the_same_work(name):
    task = get_task(f"linear_algebra/{name}", dimension=4, **P1000)
    _, solve = PLAIN[name]
    for row in task.generate(20).to_pylist():
        found, expected = solve(np.array(row["matrix"])), np.array(row["result"])
        assert found.shape == expected.shape
        # Rounding moves the problem; the signs of vectors are free.
        if name not in ("inverse", "symmetric_inverse", "eigenvectors", "singular_vectors"):
            np.testing.assert_allclose(found, expected, rtol=0.05, atol=0.2)
    (ids,) = plain_examples(name, 4, 1, task.vocabulary.ids)
    tokens = " ".join(task.vocabulary.tokens[i] for i in ids)
    assert tokens.count("V") == 4
    assert len(ids) == sum(task.max_lengths) - 2
