import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from cases import NAMES
from sizes import affordable

from hf_mathseq.tasks import get_task


@pytest.fixture(scope="package", params=NAMES)
def task(request):
    return get_task(request.param)


@pytest.fixture(scope="package")
def rows(task):
    return task.generate(affordable(task, 300), seed=0).to_pylist()
