import pytest

from hf_mathseq.evaluation.related import related_task
from hf_mathseq.options import OptionError
from hf_mathseq.tasks import get_task


def test_changed_options_are_taken_over_within_a_data_set():
    task = get_task("integration/bwd", max_ops=6, max_len=64, simplify_probability=0.25)
    other = related_task(task, "integration/fwd", {"max_len": 48})
    assert other.options["max_ops"] == 6
    assert other.options["max_len"] == 48


def test_a_task_is_related_to_itself():
    task = get_task("integration/bwd", max_ops=6, positive=False)
    assert related_task(task, task.name).options == task.options


def test_defaults_stay_those_of_the_other_task():
    task = get_task("linear_algebra/transpose")
    other = related_task(task, "linear_algebra/eigenvalues")
    assert other.options == get_task("linear_algebra/eigenvalues").options


def test_other_data_sets_take_nothing_over():
    task = get_task("integration/bwd", max_ops=6)
    other = related_task(task, "linear_algebra/transpose")
    assert other.options == get_task("linear_algebra/transpose").options


def test_unknown_options_are_refused():
    with pytest.raises(OptionError, match="max_op"):
        related_task(get_task("integration/bwd"), "integration/fwd", {"max_op": 3})


def test_one_dimension_replaces_a_range_of_them():
    task = get_task("linear_algebra/eigenvalues", min_dimension=2, max_dimension=4)
    found = related_task(task, task.name, {"dimension": 3})
    assert found.options == get_task(task.name, dimension=3).options
    kept = related_task(task, "linear_algebra/transpose", {"dimension": 3, "min_dimension": 2})
    assert (kept.config.dimension, kept.config.min_dimension) == (3, 2)
