import pytest

from hf_mathseq.tasks import get_task


@pytest.fixture(scope="session")
def task():
    return get_task("linear_algebra/transpose", dimension=2, input_encoding="P10")


@pytest.fixture(scope="session")
def untrained(task, untrained_folder):
    """The folder of a model that knows nothing."""
    return untrained_folder(task)


@pytest.fixture(scope="module")
def trained(untrained):
    from hf_mathseq.evaluation.loading import load_trained

    return load_trained(untrained)


@pytest.fixture(scope="module")
def inputs(task):
    """The tokens of five problems."""
    return [row["input_ids"] for row in task.generate(5).to_pylist()]
