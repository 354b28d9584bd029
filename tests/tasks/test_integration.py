import numpy as np
import pytest

from hf_mathseq.encodings.prefix import count_operators
from hf_mathseq.options import OptionError
from hf_mathseq.symbolic.expression import read_prefix
from hf_mathseq.tasks import get_task
from hf_mathseq.tasks.drawn_functions import nested_exponentials
from hf_mathseq.tasks.integration_pairs import problem_key
from hf_mathseq.verdict import ProblemError, Status


@pytest.fixture(scope="module")
def task():
    return get_task("integration/bwd")


@pytest.fixture(scope="module")
def rows(task):
    return task.generate(150, seed=3).to_pylist()


def test_rows_hold_published_words_and_text(task, rows):
    for row in rows:
        assert row["input"].startswith("sub Y' ")
        assert task.encode(row) == (row["input"].split(), row["target"].split())
        assert task.decode(row["target"].split()) == row["antiderivative"]
        assert task.problem_from(row["integrand"])["integrand"] == row["integrand"]
        assert task.problem_from(tokens=row["input"].split())["integrand"] == row["integrand"]


def test_every_answer_is_right(task, rows):
    for row, verdict in zip(
        rows, task.verify_many(rows, [row["target"].split() for row in rows]), strict=True
    ):
        assert verdict.status is Status.CORRECT, (row["integrand"], verdict)


def test_length_limit_holds():
    task = get_task("integration/bwd", max_len=60)
    table = task.generate(200)
    longest_input = max(len(ids) for ids in table["input_ids"].to_pylist())
    longest_target = max(len(ids) for ids in table["labels"].to_pylist())
    assert longest_input <= task.max_lengths[0] == 61
    assert longest_target <= task.max_lengths[1] == 59


def test_short_settings_give_short_answers():
    task = get_task("integration/bwd", min_ops=1, max_ops=3)
    operators = [count_operators(row["target"].split()) for row in task.generate(200).to_pylist()]
    assert 1.5 < np.mean(operators) < 5


def test_simplification_makes_problems_shorter():
    def mean_length(probability):
        task = get_task("integration/bwd", simplify_probability=probability)
        return task.generate_block(np.random.default_rng(0), 150).inputs.lengths.mean()

    assert mean_length(1.0) < mean_length(0.0)


def test_problem_keys_ignore_constant_factors():
    def key(words):
        return problem_key(read_prefix(words.split()))

    assert key("mul INT+ 2 sin x") == key("mul div INT- 1 INT+ 3 mul ln INT+ 5 sin x")
    assert key("add INT+ 2 mul INT+ 2 x") == key("add INT+ 1 x")
    assert key("sin x") != key("cos x")


def test_nesting_of_exponentials():
    assert nested_exponentials(["exp", "sinh", "cosh", "exp", "x"]) == 4
    text = "add exp exp x mul sinh INT+ 1 2 tanh cosh x"
    assert nested_exponentials(text.split()) == 2


@pytest.mark.parametrize(
    "text",
    ["x*", "y*x", "foo(x)", "I*x", "sqrt(-2)*x", "1/(x-x)", "9**9**9**9", "(" * 10_000, "", "oo"],
)
def test_unreadable_problems_are_one_clear_line(task, text):
    with pytest.raises(ProblemError) as caught:
        task.problem_from(text)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("given", [3.5, ["x"], b"x"])
def test_a_problem_is_text(task, given):
    with pytest.raises(ProblemError):
        task.problem_from(given)


@pytest.mark.parametrize(
    ("text", "integrand"),
    [
        ("∫ t^2 dt", "x**2"),
        ("integrate(t*tan(t), t)", "x*tan(x)"),
        ("eᵗ sint", "exp(x)*sin(x)"),
        (r"\int\frac{dt}{t}", "1/x"),
    ],
)
def test_an_integrand_may_be_in_t(task, text, integrand):
    assert task.problem_from(text)["integrand"] == integrand


@pytest.mark.parametrize("text", ["x*t", "∫ x dt", "t*y"])
def test_no_other_variable_stands_beside_t(task, text):
    with pytest.raises(ProblemError, match="unknown"):
        task.problem_from(text)


def test_a_constant_integrand_is_fine(task):
    row = task.problem_from("3")
    assert task.verify(row, ["mul", "INT+", "3", "x"]).status is Status.CORRECT
    assert task.difficulty(row) == {"operators": 0}


@pytest.mark.parametrize(
    "options",
    [
        {"operators": "add:1"},
        {"operators": "add:1,sin"},
        {"operators": "add:1,sin:-1"},
        {"operators": "add:1,sinn:1"},
        {"operators": "add:1,derivative:1,sin:1"},
        {"min_ops": 9, "max_ops": 5},
        {"integer_probability": 0.7, "constant_probability": 0.3},
    ],
)
def test_impossible_options_are_refused(options):
    with pytest.raises(OptionError):
        get_task("integration/bwd", **options)


def test_garbage_is_no_answer(task, rows):
    for words in ([], ["add"], ["<unk>"], ["x", "x"], ["Y"], ["sin"] * 600 + ["x"]):
        assert task.verify(rows[0], words).status is Status.INVALID
        with pytest.raises(ProblemError):
            task.decode(words)


@pytest.mark.parametrize(
    ("text", "posed"),
    [("sec(x)^2", "1/cos(x)**2"), ("x*acoth(x)", "x*atanh(1/x)"), ("x*cos(x)", None)],
)
def test_models_read_functions_that_the_data_have(text, posed):
    task = get_task("integration/bwd")
    row = task.problem_from(text)
    assert row.get("posed") == posed
    words, _ = task.encode(row)
    assert words == task.encode({"integrand": posed or row["integrand"]})[0]


def test_functions_that_are_drawn_stay_as_they_are():
    task = get_task("integration/bwd", operators="add:1,mul:1,sec:1,exp:1")
    row = task.problem_from("sec(x)^2")
    assert row == {"integrand": "sec(x)**2"}
    assert "sec" in task.encode(row)[0]
