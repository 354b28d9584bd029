"""Verdicts of every task beside those of an independent second judge."""

import ast
from collections import Counter
from pathlib import Path

import pytest
from auditor.opinion import Word
from auditor.registry import JUDGES
from comparing import FALSE_ACCEPT, FALSE_REJECT, OTHER_WORD, UNDECIDED, audit
from sizes import affordable, in_small_blocks

from hf_mathseq.tasks import get_task, list_tasks

ROWS, ROWS_OF_EQUATIONS = 3, 2
"""Problems of each task; `benchmarks/verifier_audit.py` has more."""


def test_the_second_judge_shares_nothing_with_the_product():
    for path in (Path(__file__).parent / "auditor").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            names = [alias.name for alias in getattr(node, "names", [])]
            names.append(getattr(node, "module", None) or "")
            assert not any("hf_mathseq" in name for name in names)


@pytest.mark.parametrize("name", list_tasks())
def test_verdicts_agree_with_a_second_judge(name):
    assert name in JUDGES, f"{name} has no second judge: add one to tests/audit/auditor/registry.py"
    task = in_small_blocks(get_task(name), 16)
    count = affordable(task, ROWS_OF_EQUATIONS if task.dataset == "ode" else ROWS)
    rows = task.generate(count, seed=0, split="train").to_pylist()
    found = audit(task, rows)
    assert not [one for one in found if one.finding in (FALSE_ACCEPT, FALSE_REJECT, OTHER_WORD)]
    counts = Counter(one.finding for one in found)
    assert counts[UNDECIDED] <= 0.02 * len(found)
    words = Counter(one.opinion.word for one in found)
    assert words[Word.RIGHT] >= len(rows) - 1
    assert words[Word.WRONG] + words[Word.MALFORMED] >= len(rows)
