import time

import pytest

from hf_mathseq.processes import time_limit
from hf_mathseq.processes.time_limit import TimeIsUpError, TimeLimit, check, wall_seconds


def busy(seconds):
    end = time.thread_time() + seconds
    while time.thread_time() < end:
        pass


def nothing():
    return 0.0


def test_processor_time_is_counted():
    limit = TimeLimit(0.05, nothing)
    assert 0 < limit.left() <= 0.05
    busy(0.02)
    assert 0 < limit.left() <= 0.03
    busy(0.03)
    assert limit.left() == 0


def test_waiting_takes_no_processor_time():
    limit = TimeLimit(0.05, nothing)
    time.sleep(0.1)
    assert limit.left() > 0


def test_the_clock_is_an_outer_bound(monkeypatch):
    monkeypatch.setattr(time_limit, "WALL_SECONDS", 0.05)
    limit = TimeLimit(0.02, nothing)
    time.sleep(0.06)
    assert limit.left() == 0


def test_programs_that_are_asked_are_counted():
    used = 7.0
    limit = TimeLimit(1.0, lambda: used)
    assert limit.left() > 0.9
    used = 7.5
    assert 0.4 < limit.left() <= 0.5
    used = 9.0
    assert limit.left() == 0


@pytest.mark.parametrize(("cpu", "wall"), [(0.5, 20.0), (10.0, 20.0), (60.0, 120.0)])
def test_time_by_the_clock(cpu, wall):
    assert wall_seconds(cpu) == wall


def test_a_check_looks_at_the_limit_in_force():
    check()
    with TimeLimit(60.0, nothing).in_force():
        check()
        with TimeLimit(0.0, nothing).in_force(), pytest.raises(TimeIsUpError):
            check()
        check()
    check()
