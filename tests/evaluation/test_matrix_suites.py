"""Suites of matrix problems: what a group has, and that no training problem is in one."""

from collections import Counter

import numpy as np
import pytest

from hf_mathseq.evaluation.card_suites import suite_sections
from hf_mathseq.evaluation.card_tolerances import group_tolerance_tables
from hf_mathseq.evaluation.suites import get_suite
from hf_mathseq.suggestions import UserError
from hf_mathseq.task import Task
from hf_mathseq.tasks import get_task
from hf_mathseq.tasks.matrix_laws import EIGENVALUE_LAWS
from hf_mathseq.verdict import Status


def suite(name):
    return get_suite(f"linear_algebra/{name}")


def task_of(name, **options):
    return get_task(f"linear_algebra/{name}", **options)


def groups_of(members):
    return list(dict.fromkeys(member.group for member in members))


def matrices(members, group):
    return np.array([m.row["matrix"] for m in members if m.group == group])


# ---------------------------------------------------------------------- laws


@pytest.mark.parametrize("name", ["eigenvalues", "eigenvectors", "symmetric_inverse"])
def test_every_law_is_a_group_of_its_own_spectrum(name):
    task = task_of(name, dimension=3, eigenvalue_law="laplace,positive")
    members = suite("eigenvalue_laws").rows(task, 150)
    assert groups_of(members) == list(EIGENVALUE_LAWS)
    negative = {
        law: (np.linalg.eigvalsh(matrices(members, law)) < -0.1).mean() for law in EIGENVALUE_LAWS
    }
    signed = ("semicircle", "uniform", "gaussian", "laplace")
    assert all((0.3 < share < 0.7) == (law in signed) for law, share in negative.items())
    assert {negative[law] for law in ("positive", "positive2", "marcenko")} == {0}


def test_the_group_of_the_model_s_own_law_is_its_test_split():
    task = task_of("eigenvalues", dimension=3, eigenvalue_law="laplace", max_coefficient=5)
    members = suite("eigenvalue_laws").rows(task, 20)
    own = task.generate(20, split="test")["input"].to_pylist()
    assert [m.row["input"] for m in members if m.group == "laplace"] == own
    sizes = {law: np.abs(matrices(members, law)).max() for law in EIGENVALUE_LAWS}
    assert sizes["semicircle"] <= 5


def test_published_figures_are_those_of_the_law_of_training():
    figures = suite("eigenvalue_laws").published_by_tolerance
    found = figures(task_of("eigenvalues", eigenvalue_law="laplace"))
    assert found == {law: {"0.02": 1.0} for law in EIGENVALUE_LAWS}
    assert figures(task_of("eigenvalues"))["uniform"] == {"0.02": 0.34}
    assert figures(task_of("eigenvalues", dimension=4)) == {}
    assert figures(task_of("eigenvalues", noise=0.05)) == {}
    assert figures(task_of("eigenvalues", max_coefficient=1)) == {}
    assert figures(task_of("eigenvalues", eigenvalue_law="laplace,uniform")) == {}
    assert figures(task_of("eigenvectors")) == {}


# ---------------------------------------------------------------------- dimensions


def test_dimensions_go_beyond_those_of_training():
    members = suite("dimensions").rows(task_of("inverse", min_dimension=2, max_dimension=4), 5)
    assert groups_of(members) == [f"{n}x{n}" for n in range(2, 10)]
    for n in range(2, 10):
        assert matrices(members, f"{n}x{n}").shape == (5, n, n)


@pytest.mark.parametrize("name", ["transpose", "add", "matvec", "singular_vectors"])
def test_rectangles_are_grouped_by_their_larger_dimension(name):
    task = task_of(name, min_dimension=2, max_dimension=3, rectangular=True)
    members = suite("dimensions").rows(task, 30)
    assert groups_of(members) == [f"larger dimension {n}" for n in range(2, 9)]
    written = {"add": lambda r, c: (c // 2, r), "matvec": lambda r, c: (r, c - 1)}
    for member in members:
        shape = np.array(member.row["matrix"]).shape
        assert max(written.get(name, lambda r, c: (r, c))(*shape)) == int(member.group.split()[-1])
    fifth = {np.array(m.row["matrix"]).shape for m in members if m.group == "larger dimension 5"}
    assert len(fifth) > 3


def test_fixed_dimensions_grow_together():
    task = task_of("matmul", first_dimension=2, second_dimension=4)
    members = suite("dimensions").rows(task, 3)
    assert groups_of(members) == [f"{2 + k}x{4 + k}" for k in range(6)]
    assert matrices(members, "3x5").shape == (3, 5, 6)


def test_dimensions_end_where_the_tokens_end():
    members = suite("dimensions").rows(task_of("add", dimension=48), 1)
    assert groups_of(members) == ["48x48", "49x49", "50x50"]


def test_published_dimensions():
    figures = suite("dimensions").published_by_tolerance
    task = task_of("eigenvalues", min_dimension=5, max_dimension=15)
    assert figures(task) == {"10x10": {"0.02": 1.0, "0.01": 0.73}}
    assert figures(task_of("eigenvalues", dimension=10))["10x10"]["0.05"] == 0.253
    assert figures(task_of("eigenvalues", dimension=6)) == {}
    assert figures(task_of("eigenvalues", dimension=10, noise=0.05)) == {}
    assert figures(task_of("eigenvalues", output_encoding="P1000")) == {}
    assert figures(task_of("inverse")) == {}


# ---------------------------------------------------------------------- operations


def test_operations_ask_single_models_the_same_problems():
    several = task_of("cotraining", operations="EAT", dimension=3)
    members = suite("operations").rows(several, 10)
    assert groups_of(members) == ["eigenvalues", "add", "transpose"]
    single = task_of("eigenvalues", dimension=3, input_encoding="P1000", output_encoding="P1000")
    alone = suite("operations").rows(single, 10)
    assert groups_of(alone) == ["eigenvalues"]
    asked = [m.row["input"] for m in members if m.group == "eigenvalues"]
    assert asked == [f"E {m.row['input']}" for m in alone]


def test_noisy_operations_are_judged_by_the_matrices_without_noise():
    task = task_of("cotraining", dimension=3, noise=0.1)
    rows = [member.row for member in suite("operations").rows(task, 10)]
    verdicts = task.verify_many(rows, [row["target"].split() for row in rows])
    assert {verdict.status for verdict in verdicts} == {Status.CORRECT}


# ---------------------------------------------------------------------- all of them


def test_tasks_without_the_options_are_refused_in_one_line():
    for name, task in (
        ("eigenvalue_laws", task_of("inverse")),
        ("operations", task_of("singular_values")),
        ("eigenvalue_laws", task_of("cotraining", operations="TA")),
    ):
        with pytest.raises(
            UserError, match=f"no problems for ({task.name}|operations TA)"
        ) as refused:
            suite(name).rows(task)
        assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("name", "task"),
    [
        ("eigenvalue_laws", task_of("eigenvectors", dimension=2)),
        ("dimensions", task_of("add", dimension=2)),
        ("operations", task_of("cotraining", dimension=2)),
    ],
    ids=str,
)
def test_all_problems_come_from_test_splits(name, task, monkeypatch):
    drawn = []
    plain = Task.block_table

    def recording(self, split, seed, block):
        drawn.append(split)
        return plain(self, split, seed, block)

    monkeypatch.setattr(Task, "block_table", recording)
    suite(name).rows(task, 3)
    assert set(drawn) == {"test"}


def test_stored_answers_pass_and_others_do_not():
    task = task_of("eigenvalues", dimension=2)
    members = suite("eigenvalue_laws").rows(task, 10) + suite("dimensions").rows(task, 10)
    rows = [m.row for m in members]
    answers = [row["target"].split() for row in rows]
    right = Counter(v.status for v in task.verify_many(rows, answers))
    assert right == {Status.CORRECT: len(rows)}
    moved = Counter(v.status for v in task.verify_many(rows, answers[1:] + answers[:1]))
    assert moved[Status.CORRECT] < 3


FOUND = {
    "title": "Laws",
    "suite": "linear_algebra/eigenvalue_laws",
    "num_examples": 20,
    "beams": 1,
    "criterion": "strict",
    "grouping": "law",
    "too_long": 4,
    "published": {},
    "published_source": "somewhere",
    "published_by_tolerance": {"laplace": {"0.02": 0.39}},
    "criteria": {
        "strict": {
            "accuracy": [0.5, 0.5],
            "by_group": {
                "laplace": {"examples": 10, "accuracy": [1, 1], "confidence_95": [0.7, 1]},
                "uniform": {
                    "examples": 10,
                    "accuracy": [0, 0],
                    "confidence_95": [0, 0.3],
                    "too_long": 4,
                },
            },
        }
    },
    "groups_by_tolerance": {
        law: {
            tolerance: {
                "strict": {"accuracy": 0.2, "exact_solver": 1.0},
                "paper": {"accuracy": accuracy, "exact_solver": 0.9},
            }
            for tolerance in ("0.05", "0.02")
        }
        for law, accuracy in (("laplace", 0.4), ("uniform", 0.0))
    },
}


def test_groups_are_printed_by_tolerance_with_published_figures_beside():
    strict, paper = group_tolerance_tables(FOUND)
    assert strict[0] == ["law (strict)", "5 %", "2 %"]
    assert paper[0] == ["law (paper)", "5 %", "2 %", "published, 2 %"]
    assert paper[1][0] == ["laplace", "40.0 % of 90.0 %", "40.0 % of 90.0 %", "39.0 %"]
    assert paper[1][1][-1] == ""


def test_cards_say_what_could_not_be_read_and_where_figures_come_from():
    (section,) = suite_sections([FOUND])
    assert "4 problems are too long for the model (uniform 4): not solved." in section
    assert "Published: somewhere." in section
    assert "| laplace | 20.0 % of 100.0 % | 20.0 % of 100.0 % |" in section
