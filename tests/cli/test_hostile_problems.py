"""Bad problems are refused by the command line within two seconds, before a model is read."""

import subprocess
import sys

import pytest
from process_times import used_by_children

from hf_mathseq.tasks import get_task

INTEGRANDS = {
    "code": "__import__('os').system('touch {marker}')",
    "tower": "9**9**9**9",
    "parentheses": "(" * 10_000 + "x" + ")" * 10_000,
    "unbalanced": "sin(x",
    "a megabyte": "x+" * 60_000 + "x",
    "another symbol": "x*y",
    "complex": "sqrt(-x**2 - 1)*I",
    "infinite": "1/0",
    "unknown function": "sinn(x)",
    "attribute": "x.__class__",
    "empty": " ",
}
MATRICES = {
    "not square": "[[1, 2, 3], [4, 5, 6]]",
    "empty": "[]",
    "ragged": "[[1, 2], [3]]",
    "nan": "[[1, nan], [nan, 1]]",
    "infinite": "[[1, 1e999], [1e999, 1]]",
    "not symmetric": "[[1, 2], [3, 4]]",
    "too large": str([[1.0] * 101] * 101),
    "code": "[[__import__('os').system('touch {marker}')]]",
    "a megabyte": "[[" + "1," * 60_000 + "1]]",
    "text": "a matrix",
}
ALWAYS = {"code", "tower", "parentheses", "a megabyte", "nan"}
"""The others are slow for what they add: readers refuse them in tests of their own."""
CASES = [
    pytest.param(task, problem, id=name, marks=() if name in ALWAYS else pytest.mark.slow)
    for task, problems in (
        ("integration/bwd", INTEGRANDS),
        ("linear_algebra/eigenvalues", MATRICES),
    )
    for name, problem in problems.items()
]


@pytest.fixture(scope="module")
def folders(untrained_folder):
    """Untrained models of both tasks."""
    tasks = (
        get_task("integration/bwd", max_len=64),
        get_task("linear_algebra/eigenvalues", dimension=2, input_encoding="P10"),
    )
    return {task.name: untrained_folder(task) for task in tasks}


@pytest.mark.parametrize(("name", "problem"), CASES)
def test_one_line_exit_code_2_within_two_seconds(folders, tmp_path, name, problem):
    marker = tmp_path / "executed"
    text = problem.replace("{marker}", str(marker))
    before = used_by_children()
    done = subprocess.run(
        [sys.executable, "-m", "hf_mathseq", "solve", str(folders[name]), text],
        capture_output=True,
        text=True,
        timeout=600,
    )
    seconds = used_by_children() - before
    assert done.returncode == 2, done.stderr
    assert done.stdout == ""
    assert done.stderr.startswith("hf-mathseq: error: ")
    assert done.stderr.count("\n") == 1
    assert len(done.stderr) < 600
    assert not marker.exists()
    assert seconds < 2
