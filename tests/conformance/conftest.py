import sys
from functools import cache
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from cases import EXAMPLES, NAMES
from sizes import affordable

from hf_mathseq.tasks import get_task


@pytest.fixture(scope="package", params=NAMES)
def task(request):
    """Return a task that draws each block once for all tests: drawing is most of their time."""
    task = get_task(request.param)
    task.draw = cache(task.draw)
    return task


@pytest.fixture(scope="package")
def rows(task):
    return task.generate(affordable(task, EXAMPLES), seed=0).to_pylist()
