import itertools
import time

import pytest

import hf_mathseq
from hf_mathseq.processes import time_limit
from hf_mathseq.proposers.chain import Chain
from hf_mathseq.proposers.proposer import Proposer
from hf_mathseq.verdict import Status


class Fixed(Proposer):
    """Says what it is told to say, and counts how often it is asked."""

    used_elsewhere = 0.0

    def __init__(self, name, answers, task, derived=False):
        self.name, self.derived = name, derived
        self._answers = [words(task, answer) for answer in answers]
        self.problems = []

    def fits(self, task):
        return True

    def propose(self, problem):
        self.problems.append(problem)
        yield from self._answers


class Stranger(Fixed):
    def fits(self, task):
        return False


def words(task, answer):
    return task.encode({"integrand": "x", "antiderivative": answer})[1]


@pytest.fixture(scope="module")
def task():
    return hf_mathseq.get_task("integration/bwd")


def test_the_first_verified_answer_is_the_last(task):
    first = Fixed("first", ["x", "x^2", "x"], task)
    second = Fixed("second", ["x^2/2", "x^3"], task)
    third = Fixed("third", ["x^2/2"], task)
    chain = Chain(task, [first, Stranger("stranger", ["x^2/2"], task), second, third])
    found = list(chain.answers({"integrand": "x"}))
    assert [(each.source, str(each.verdict.status)) for each in found] == [
        ("first", "INCORRECT"),
        ("first", "INCORRECT"),
        ("second", "CORRECT"),
    ]
    assert not third.problems
    assert second.problems[0].tried == (words(task, "x"), words(task, "x^2"))


def test_answers_tried_before_are_not_checked_again(task):
    chain = Chain(task, [Fixed("only", ["x", "x^2/2"], task)])
    found = list(chain.answers({"integrand": "x"}, [words(task, "x")]))
    assert [each.verdict.status for each in found] == [Status.CORRECT]


def test_other_problems_go_to_helpers_and_to_what_is_not_derived(task):
    helper = Fixed("helper", ["x^2"], task)
    plain = Fixed("plain", ["sin(x)"], task)
    derived = Fixed("derived", ["1"], task, derived=True)
    chain = Chain(task, [derived, plain], helpers=[helper])
    list(chain.answers({"integrand": "exp(x)"}))
    solve = derived.problems[0].solve
    assert solve({"integrand": "2*x"}, 5.0) == words(task, "x^2")
    assert solve({"integrand": "cos(x)"}, 5.0) == words(task, "sin(x)")
    assert solve({"integrand": "tan(x)"}, 5.0) is None
    assert solve({"integrand": "cos(x)"}, -1.0) is None


def endless(task, step):
    """Return a proposer of wrong answers without end, with something to do before each."""

    class Endless(Fixed):
        def propose(self, problem):
            for number in itertools.count(2):
                step(self)
                yield words(task, f"x + {number}*x^2")

    return Endless("endless", [], task)


def found_by(task, proposer):
    return list(Chain(task, [proposer], seconds=0.05).answers({"integrand": "x"}))


def compute(proposer):
    end = time.thread_time() + 0.02
    while time.thread_time() < end:
        pass


def test_a_proposer_ends_when_its_processor_time_is_spent(task):
    assert 0 < len(found_by(task, endless(task, compute))) < 4


def test_other_work_on_the_machine_takes_no_answer_away(task):
    slow = Fixed("slow", ["x", "x^2/2"], task)
    slow.propose = lambda problem: (time.sleep(0.1) or answer for answer in slow._answers)
    assert found_by(task, slow)[-1].verdict.correct


def test_a_proposer_that_finds_nothing_ends_where_it_checks_the_time(task):
    def looks_for_long():
        while True:
            compute(None)
            time_limit.check()

    class Fruitless(Fixed):
        def propose(self, problem):
            yield words(task, "x")
            looks_for_long()
            yield words(task, "x^2/2")

    start = time.thread_time()
    assert [str(each.verdict.status) for each in found_by(task, Fruitless("f", [], task))] == [
        "INCORRECT"
    ]
    assert 0.05 <= time.thread_time() - start < 0.5


def test_a_proposer_that_waits_ends_by_the_clock(task, monkeypatch):
    monkeypatch.setattr(time_limit, "WALL_SECONDS", 0.1)
    assert 0 < len(found_by(task, endless(task, lambda proposer: time.sleep(0.02)))) < 8


def test_the_time_of_other_programs_counts(task):
    def ask(proposer):
        proposer.used_elsewhere += 0.03

    assert 0 < len(found_by(task, endless(task, ask))) < 3
