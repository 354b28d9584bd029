"""Tasks that other distributions register wrongly are named in one line and spoil no other."""

from importlib.metadata import EntryPoint

import pytest

from hf_mathseq import tasks
from hf_mathseq.cli import main
from hf_mathseq.suggestions import UserError
from hf_mathseq.tasks import get_task

WRONG = {
    "outside/missing": ("no_such_module:Task", "cannot import no_such_module:Task"),
    "outside/nothing": ("json:Nothing", "cannot import json:Nothing"),
    "outside/function": ("json:loads", "not a class derived from Task"),
    "outside/renamed": ("hf_mathseq.tasks.ode:Ode1", "calls itself ode/ode1"),
    "no_slash": ("hf_mathseq.tasks.ode:Ode1", "calls itself ode/ode1"),
}


@pytest.fixture(autouse=True)
def registered(monkeypatch):
    points = [EntryPoint(name, value, "group") for name, (value, _) in WRONG.items()]
    points.append(EntryPoint("ode/ode1", "json:loads", "group"))
    monkeypatch.setattr(tasks, "entry_points", lambda group: points)
    tasks._table.cache_clear()
    yield
    monkeypatch.undo()
    tasks._table.cache_clear()


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_registration_is_one_line(name):
    with pytest.raises(tasks.RegistrationError) as caught:
        tasks.get_task(name)
    assert WRONG[name][1] in str(caught.value)
    assert str(caught.value).startswith(f"{name}: ")
    assert "\n" not in str(caught.value)


def test_list_has_the_others_and_says_what_is_left_out(capsys):
    assert main(["list"]) == 0
    out, err = capsys.readouterr()
    assert len(out.splitlines()) == len(tasks.TASKS)
    assert len(err.splitlines()) == len(WRONG)


def test_nobody_takes_the_name_of_a_task_of_the_package():
    assert tasks.task_class("ode/ode1").__name__ == "Ode1"


def test_a_negative_number_of_examples_is_refused():
    with pytest.raises(UserError, match="num_examples must be 0 or more, not -1"):
        get_task("linear_algebra/transpose").generate(-1)
