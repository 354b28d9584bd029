import pytest

from hf_mathseq.options import OptionError
from hf_mathseq.suggestions import UserError
from hf_mathseq.tasks import get_task, recorded_task


def test_the_record_of_a_task_gives_it_back():
    task = get_task("linear_algebra/transpose", dimension=3)
    record = {"task": task.name, "options": task.options, "rows": 5}
    assert recorded_task(record).identity == task.identity
    assert recorded_task({"task": "integration/bwd"}).name == "integration/bwd"


@pytest.mark.parametrize(
    "record",
    [
        None,
        [],
        {},
        {"task": None},
        {"task": ["integration/bwd"]},
        {"task": "integration/nowhere"},
        {"task": "integration/bwd", "options": [1]},
        {"task": "integration/bwd", "options": {1: 2}},
        {"task": "integration/bwd", "options": {"name": "integration/fwd"}},
        {"task": "linear_algebra/transpose", "options": {"self": 1}},
    ],
)
def test_damaged_records_are_one_line(record):
    with pytest.raises(UserError):
        recorded_task(record)


@pytest.mark.parametrize("option", ["name", "self"])
def test_options_may_be_called_like_parameters_of_python(option):
    with pytest.raises(OptionError, match="unknown option"):
        get_task("linear_algebra/transpose", **{option: 1})
