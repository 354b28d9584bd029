import pytest

from hf_mathseq.tasks import get_task


@pytest.fixture(scope="session")
def task():
    return get_task("linear_algebra/transpose", dimension=2, input_encoding="P10")


@pytest.fixture(scope="session")
def untrained(task, untrained_folder):
    """The folder of a model that knows nothing."""
    return untrained_folder(task)
