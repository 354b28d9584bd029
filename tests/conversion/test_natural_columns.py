"""Natural columns that are read together: those of the task, and of its own reader for the rest."""

import numpy as np
import pytest

from hf_mathseq.conversion.converted_rows import RowReader
from hf_mathseq.conversion.export import export_data
from hf_mathseq.conversion.known_values import KnownValues
from hf_mathseq.conversion.natural_rows import row_maker
from hf_mathseq.data.shards import generate_to
from hf_mathseq.encodings.vocabulary import Vocabulary
from hf_mathseq.tasks import get_task

SMALL = {"size": "tiny"}
WEIGHTED = {"size": "tiny", "weighted": True}
TASKS = [
    ("linear_algebra/transpose", {"input_encoding": "P10", "output_encoding": "B1999"}),
    ("linear_algebra/add", {"min_dimension": 2, "max_dimension": 4}),
    ("linear_algebra/eigenvalues", {"output_encoding": "P1000-4"}),
    ("linear_algebra/matvec", {"rectangular": True, "min_dimension": 2, "max_dimension": 3}),
    ("linear_algebra/inverse", {"noise": 0.1}),
    ("linear_algebra/cotraining", {"dimension": 3}),
    ("metabolic_networks/existence", SMALL),
    ("metabolic_networks/existence", WEIGHTED),
    ("metabolic_networks/existence", {**WEIGHTED, "weight_form": "integer"}),
    ("metabolic_networks/levels", {**WEIGHTED, "weight_form": "weight", "precision": 4}),
    ("metabolic_networks/levels", {**SMALL, "precision": 9}),
    ("metabolic_networks/mixed", SMALL),
    ("differential_systems/convergence_speed", {"max_degree": 3}),
    ("differential_systems/controllability", {"target": "dimension", "max_degree": 3}),
    ("differential_systems/controllability_non_autonomous", {}),
    ("differential_systems/feedback_gain", {"max_degree": 3}),
    ("differential_systems/pde", {"max_dimension": 3}),
]
UNSAID = {"family", "repaired", "clean_matrix"}
"""What a published line does not say."""


@pytest.mark.parametrize(("name", "options"), TASKS)
def test_columns_of_exported_rows_are_read_back(name, options, tmp_path):
    task = get_task(name, **options)
    generate_to(task, tmp_path / "data", 40, progress=False)
    export_data(tmp_path / "data", tmp_path / "text")
    found, malformed, unread = RowReader(task).read((tmp_path / "text").read_bytes())
    assert not malformed
    assert not unread
    drawn = task.generate(40).select(found.drop_columns(["count"]).column_names)
    for name in set(drawn.column_names) - UNSAID:
        assert found[name].to_pylist() == drawn[name].to_pylist(), name
    for name in UNSAID & set(found.column_names):
        assert found[name].null_count == 40


MATRICES = [
    "V2 V2 + 1 0 0 E0 + 2 0 0 E0 - 3 0 0 E0 + 4 0 0 E-2",
    "V2 V2 + 0 E0 + 2 0 0 E0 - 0 E0 + 0 E0",  # zeros are shorter
    "V2 V2 + 1 0 0 E0 + 2 0 0 E0 - 3 0 0 E0",
    "V2 V3 + 1 0 0 E0 + 2 0 0 E0 - 3 0 0 E0 + 1 0 0 E0 + 2 0 0 E0 - 3 0 0 E0",
    "V2 V2 + 1 0 0 E0 + 2 0 0 E0 - 3 0 0 E0 + 1 0 0 E0 + 1 0 0 E0",
    "V2",
    "+ 1 0 0 E0",
    "V2 V2 + 1 E0 E0 E0 + 2 0 0 E0 - 3 0 0 E0 + 4 0 0 E-2",
]


def test_matrices_of_all_kinds_stand_at_their_places():
    options = {"input_encoding": "P10", "output_encoding": "P10", "dimension": 2}
    task = get_task("linear_algebra/transpose", **options)
    lines = [f"1|{a}\t{b}" for a in MATRICES for b in MATRICES]
    found, malformed, unread = RowReader(task).read("\n".join([*lines, ""]).encode())
    assert not malformed
    make = row_maker(task)
    for place, row in enumerate(found.to_pylist()):
        try:
            expected = make(row["input"].split(), row["target"].split())
        except ValueError:
            assert place in unread
            expected = {"matrix": None, "result": None}
        assert {name: row[name] for name in expected} == expected
    assert len(unread) == len(lines) - 2 * 3


NETWORKS = [
    "N2 N0 N1 N1 N2 N2 N3",
    "N2 N1 N2 N0 N1 N2 N3",  # not sorted
    "N2 N0 N1 N0 N1 N2 N3",  # an edge twice
    "N2 N0 N1 N1 N1",
    "N2 N0 N1 N1 N4",
    "N2 N1 N0",
    "N2 N3 N1",
    "N0",
    "N2 N0",
    "N999 N0 N1",
    "N2",
]
LEVEL = "<SPECIAL_3> FLOAT+ 1 . 0 0 10^ INT- 1"
ANSWERS = [
    "N0",
    f"N1 {LEVEL} {LEVEL}2",
    f"N1 {LEVEL}",
    "N1",
    f"N0 {LEVEL}",
    f"N1 N1 {LEVEL}",
    "N1 <SPECIAL_3>",
    f"N1 {LEVEL} N0",
    "N1 <SPECIAL_3> FLOAT- 1 . 0 0 10^ INT+ 9 9 9",
    f"{LEVEL}",
]


@pytest.mark.parametrize("name", ["existence", "mixed"])
def test_networks_of_all_kinds_stand_at_their_places(name):
    task = get_task(f"metabolic_networks/{name}")
    pairs = [(a, b.replace("2 2", "2")) for a in NETWORKS for b in ANSWERS]
    lines = [f"1|{a}\t{b.replace(' 12', ' 1 2')}" for a, b in pairs]
    found, malformed, unread = RowReader(task).read("\n".join([*lines, ""]).encode())
    assert not malformed
    make = row_maker(task)
    answered = 0
    for place, row in enumerate(found.to_pylist()):
        try:
            expected = make(row["input"].split(), row["target"].split())
            answered += 1
        except ValueError:
            assert place in unread
            expected = dict.fromkeys(("n", "edges", task.description.answer))
        assert {key: row[key] for key in expected} == expected
    assert 0 < answered < len(lines)


def test_known_values_are_those_of_their_words():
    vocabulary = Vocabulary("0123456789")
    known = KnownValues(lambda words: float("".join(words)), vocabulary, 2, len(vocabulary))
    ids = np.random.default_rng(0).integers(3, 13, (300, 2))
    assert known.values(ids).tolist() == [10 * (a - 3) + b - 3 for a, b in ids.tolist()]
    few = KnownValues(lambda words: None, vocabulary, 2, 5)
    assert np.isnan(few.values(ids)).all()
    with pytest.raises(ValueError, match="64 bits"):
        KnownValues(float, vocabulary, 18, len(vocabulary))
