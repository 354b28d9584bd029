"""Systems without a model: the point is said, and it is that of `analyse`."""

import pytest

import hf_mathseq

BENT = "x' = -x + 100*x^2"
GAIN = "differential_systems/feedback_gain"


def test_a_system_without_a_point_is_taken_at_0_as_in_analyse():
    answers = hf_mathseq.solve(BENT)
    assert answers.best.text == "not unstable"
    assert str(answers).splitlines()[0] == "x' = -x + 100*(x*x); at x = 0"
    assert hf_mathseq.analyse(BENT).spectrum.stability == "stable"


@pytest.mark.parametrize(
    ("problem", "given", "shown"),
    [
        (f"{BENT} at (1/2)", {}, "at x = 0.5"),
        (BENT, {"point": 1}, "at x = 1"),
        ("x' = -y; y' = x at (0, pi)", {}, "at x = 0, y = 3.14159"),
    ],
)
def test_the_users_point_is_taken(problem, given, shown):
    assert str(hf_mathseq.solve(problem, **given)).splitlines()[0].endswith(shown)


def test_where_0_is_impossible_the_published_point_is_said():
    shown = str(hf_mathseq.solve("x' = 1/x - x")).splitlines()[0]
    assert shown == (
        "x' = 1/x - x; at x = 0.01 "
        "(the published point; 'at (0, 0)' behind the equations gives another one)"
    )


def test_tasks_keep_the_published_point_and_say_it():
    task = hf_mathseq.get_task("differential_systems/stability")
    row = task.problem_from(BENT)
    assert (row["system"], row["point"]) == (["-1*x0 + 100*(x0*x0)"], 0.01)
    assert "at x = 0.01 (the published point;" in task.show_problem(row)
    del row["shown"]
    assert task.show_problem(row) == "x0' = -1*x0 + 100*(x0*x0)"


def test_names_that_became_controls_are_said():
    shown = str(hf_mathseq.solve("x' = -k*x")).splitlines()[0]
    assert shown.endswith("(k is read as a control; 'k = 1; ...' makes k a parameter)")


@pytest.mark.parametrize(
    ("problem", "finished"),
    [
        (
            "x' = x + u; y' = y + u",
            "no gain stabilises: they reach 1 of 2 directions; not influenced: x - y "
            "(eigenvalues 1)",
        ),
        (
            "x' = -x + u; y' = -y + u",
            "they reach 1 of 2 directions; not influenced: x - y (eigenvalues -1); "
            "u = -0.366025 x - 0.366025 y stabilises",
        ),
    ],
)
def test_what_gains_can_do_where_not_all_is_controllable(problem, finished):
    best = hf_mathseq.solve(problem, task=GAIN).best
    assert (best.text, best.finished) == ("not controllable", finished)
