"""What evaluations report of matrix answers beside their accuracy."""

import numpy as np
import pytest

from hf_mathseq.tasks import get_task
from hf_mathseq.verification.matrix_measures import (
    CONDITION,
    COSINES,
    CRITERION,
    ERRORS,
    LEFT,
    NORMS,
    RIGHT,
    TRUE_INVERSE,
    VALUES,
    WITHIN,
    measures,
)

COUNT = 300


def task_of(name, **options):
    encodings = {"input_encoding": "P1000", "output_encoding": "P1000"}
    return get_task(f"linear_algebra/{name}", **encodings, **options)


def written(task, answers):
    return [task.output_encoding.tokens(answer) for answer in answers]


@pytest.fixture(scope="module")
def eigenvectors():
    task = task_of("eigenvectors")
    rows = task.generate(COUNT, split="test").to_pylist()
    return task, rows, np.array([row["result"] for row in rows])


def test_right_eigenvectors_have_all_of_the_structure(eigenvectors):
    task, rows, answers = eigenvectors
    tables = task.diagnostics(rows, written(task, answers))
    assert list(tables["structure"]) == [CRITERION, VALUES, NORMS, COSINES]
    assert {tables["structure"][name]["0.01"] for name in tables["structure"]} == {1}
    assert tables["structure"][VALUES]["0.005"] == 1
    accepted = tables[CONDITION]["accepted at 5 %"]
    assert accepted["answers"] == COUNT
    assert 1 <= accepted["smallest"] <= accepted["largest"] < 1.01
    assert tables[CONDITION]["refused at 5 %"]["median"] is None


def test_what_the_published_criterion_cannot_see_is_seen(eigenvectors):
    task, rows, answers = eigenvectors
    scaled = answers * 2
    scaled[:, 0] *= 2
    structure = task.diagnostics(rows, written(task, scaled))["structure"]
    assert structure[CRITERION]["0.02"] == 1
    assert structure[NORMS]["0.25"] == structure[VALUES]["0.25"] == 0
    zeros = task.diagnostics(rows, written(task, answers * 0))
    assert zeros["structure"][CRITERION]["0.005"] == 1
    assert {zeros["structure"][name]["0.25"] for name in (VALUES, NORMS, COSINES)} == {0}
    assert zeros[CONDITION]["accepted at 5 %"]["median"] is None


def test_lost_orthogonality_shows_in_cosines_and_condition_but_not_in_norms(eigenvectors):
    task, rows, answers = eigenvectors
    bent = answers.copy()
    vectors = bent[:, 1:]
    mixed = vectors[:, :, 0] * np.cos(0.5) + vectors[:, :, 1] * np.sin(0.5)
    bent[:, 1:, 0] = mixed
    tables = task.diagnostics(rows, written(task, bent))
    columns = np.linalg.norm(bent[:, 1:], axis=1)
    assert np.abs(columns - 1).max() < 0.01
    assert tables["structure"][VALUES]["0.01"] == 1
    assert tables["structure"][COSINES]["0.01"] < 0.2
    assert tables[CONDITION]["refused at 5 %"]["2 %"] > 1.3


def test_measures_are_what_their_names_say():
    matrices = np.diag([1.0, 4.0])[None]
    targets = np.array([[[1, 4], [1, 0], [0, 1.0]]])
    angle = 0.1
    answers = np.array([[[1.2, 4], [np.cos(angle), 0], [np.sin(angle), 1.1]]])
    found = measures("eigenvectors", matrices, targets, answers)
    vectors = answers[0, 1:]
    assert found[VALUES][0] == pytest.approx(0.2 / 5)
    assert found[NORMS][0] == pytest.approx(np.linalg.norm(vectors[1]) - 1)
    cosine = vectors[0] @ vectors[1] / np.prod(np.linalg.norm(vectors, axis=1))
    assert found[COSINES][0] == pytest.approx(abs(cosine))
    assert found[CONDITION][0] == pytest.approx(np.linalg.cond(vectors))
    residual = vectors.T @ matrices[0] @ vectors - np.diag(answers[0, 0])
    sizes = np.diag(answers[0, 0])
    assert found[ERRORS[0]][0] == pytest.approx(np.abs(residual).sum() / sizes.sum())
    assert found[ERRORS[1]][0] == pytest.approx((residual**2).sum() / (sizes**2).sum())
    assert found[ERRORS[2]][0] == pytest.approx(np.abs(residual).max() / 4)


def test_rounded_inverses_fail_where_the_condition_number_is_large():
    task = task_of("inverse")
    rows = task.generate(2000, split="test").to_pylist()
    tables = task.diagnostics(rows, [row["target"].split() for row in rows])
    accepted, refused = tables[CONDITION].values()
    # 15,000 draws of the published program: 11.8 and 74; 64 and 163
    assert accepted["median"] == pytest.approx(11.8, rel=0.1)
    assert accepted["98 %"] == pytest.approx(74, rel=0.15)
    assert refused["2 %"] == pytest.approx(64, rel=0.2)
    assert accepted["answers"] + refused["answers"] == 2000
    assert tables["structure"][TRUE_INVERSE]["0.05"] == pytest.approx(0.987, abs=0.015)


def test_a_singular_matrix_has_no_inverse_to_be_compared_with():
    found = measures("inverse", np.ones((1, 2, 2)), np.ones((1, 2, 2)), np.ones((1, 2, 2)))
    assert not found[TRUE_INVERSE][0] < 1e9
    assert found[CONDITION][0] > 1e15


def test_singular_vectors_of_no_norm_are_seen():
    task = task_of("singular_vectors", dimension=3)
    rows = task.generate(20, split="test").to_pylist()
    answers = np.array([row["result"] for row in rows])
    assert {t["0.01"] for t in task.diagnostics(rows, written(task, answers))["structure"].values()}
    answers[:, 4:] *= 2
    structure = task.diagnostics(rows, written(task, answers))["structure"]
    assert structure[LEFT]["0.01"] == 1
    assert structure[RIGHT]["0.25"] == 0


def test_unreadable_answers_are_counted_and_measured_nowhere():
    task = task_of("add", dimension=2)
    rows = task.generate(4).to_pylist()
    right = [row["target"].split() for row in rows]
    half = written(task, [np.array(row["result"]) * 1.5 for row in rows[:1]])
    errors = task.diagnostics(rows, [*half, right[1], ["V2"], ["V2", "V1", *right[3][2:]]])[
        "errors"
    ]
    assert list(errors) == ["share of readable answers", *ERRORS, WITHIN]
    assert errors["share of readable answers"] == {"mean": 0.5}
    assert errors[ERRORS[0]]["mean"] == pytest.approx(0.25, rel=0.01)
    assert errors[ERRORS[1]]["mean"] == pytest.approx(0.125, rel=0.01)
    assert errors[WITHIN]["mean"] == 0.5
    assert task.diagnostics(rows, [["x"]] * 4) == {
        "errors": {"share of readable answers": {"mean": 0}}
    }
    assert task.diagnostics([], []) == task.diagnostics(rows, [["x"]] * 4)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("name", ["eigenvectors", "inverse", "singular_vectors"])
def test_answers_beyond_doubles_have_no_figures_and_raise_nothing(name):
    task = task_of(name, dimension=2)
    (row,) = task.generate(1).to_pylist()
    tokens = task.encode(row)[1]
    huge = [token if token[0] in "V+-" else ("E100" if "E" in token else "999") for token in tokens]
    digits = [x for token in tokens for x in ([token] * 400 if token.isdigit() else [token])]
    for answer in (huge, digits):
        tables = task.diagnostics([row], [answer])
        assert tables["errors"]["share of readable answers"]["mean"] in (0, 1)


def test_operations_have_their_own_tables():
    task = get_task("linear_algebra/cotraining", operations="TF", dimension=2)
    rows = task.generate(40, split="test").to_pylist()
    answers = [row["target"].split() for row in rows]
    tables = task.diagnostics(rows, answers)
    names = [f"eigenvectors: {title}" for title in ("errors", "structure", CONDITION)]
    assert list(tables) == ["transpose: errors", *names]
    swapped = [["F" if a[0] == "T" else "T", *a[1:]] for a in answers]
    for title in ("transpose: errors", "eigenvectors: errors"):
        assert tables[title]["share of readable answers"]["mean"] == 1
        assert task.diagnostics(rows, swapped)[title] == {"share of readable answers": {"mean": 0}}
