"""What holds for every suite: well-formed problems, answers that are verified, stable identity."""

from collections import Counter
from contextlib import suppress

import pytest
import yaml

from hf_mathseq.encodings.vocabulary import EOS_ID, UNK_ID
from hf_mathseq.evaluation.stored_recipe import mixed_in
from hf_mathseq.evaluation.suites import get_suite, list_suites
from hf_mathseq.evaluation.suites.classic import classic_problems
from hf_mathseq.evaluation.suites.suite import digest
from hf_mathseq.suggestions import UserError
from hf_mathseq.tasks import data_sets, get_task, task_class
from hf_mathseq.verdict import Status

DRAWN_PER_GROUP = 5
"""Suites that draw their problems have no end: this many are looked at."""
FAST = {"max_ops": 5, "max_degree": 2}


@pytest.fixture(scope="module", params=list_suites())
def suite(request):
    return get_suite(request.param)


@pytest.fixture(scope="module")
def task(suite):
    """The first task of the data set that has problems, with options that make drawing fast."""
    for config in data_sets()[suite.dataset]:
        name = f"{suite.dataset}/{config}"
        fields = task_class(name).Config.__dataclass_fields__
        found = get_task(name, **{key: value for key, value in FAST.items() if key in fields})
        with suppress(UserError):
            suite.rows(found, 1)
            return found
    pytest.skip("no task of this data set has the options of the suite")


@pytest.fixture(scope="module")
def rows(suite, task):
    return suite.rows(task, DRAWN_PER_GROUP if suite.drawn else None)


def test_every_answer_is_verified(task, rows):
    answers = [row.row["target"].split() for row in rows]
    verdicts = task.verify_many([row.row for row in rows], answers)
    judged = zip(rows, verdicts, strict=True)
    wrong = [(row.row, v) for row, v in judged if v.status is not Status.CORRECT]
    assert not wrong


def test_problems_are_written_in_the_words_of_the_task(task, rows):
    for member in rows:
        ids = member.row["input_ids"]
        assert ids[-1] == EOS_ID
        assert UNK_ID not in ids
        assert task.vocabulary.to_tokens(ids) == member.row["input"].split()
        assert UNK_ID not in task.vocabulary.to_ids(member.row["target"].split())


def test_no_group_has_a_problem_twice(task, rows):
    """sec(x)^2 and 1/cos(x)^2 are two problems, though models are given both as the second."""
    typed = task.description.problem
    seen = Counter((m.group, m.row["input"], str(m.row[typed])) for m in rows)
    assert max(seen.values()) == 1


def test_bases_come_first_and_are_no_changed_problems(rows):
    for place, member in enumerate(rows):
        for base in member.bases:
            assert base < place
            assert not rows[base].bases


def test_first_problems_of_each_group(suite, task, rows):
    few = suite.rows(task, 2)
    groups = Counter(member.group for member in few)
    assert list(groups) == list(dict.fromkeys(member.group for member in rows))
    used = {few[base].group for member in few for base in member.bases}
    assert all(count == 2 for group, count in groups.items() if group not in used)
    whole = {(m.group, m.row["input"]) for m in rows}
    assert {(m.group, m.row["input"]) for m in few} <= whole


def test_equal_calls_give_equal_problems(suite, task, rows):
    again = suite.rows(task, DRAWN_PER_GROUP if suite.drawn else None)
    assert digest(again) == digest(rows)
    assert digest(again[1:]) != digest(rows)


def test_published_figures_are_shares_of_groups_that_exist(suite, task, rows):
    groups = {member.group for member in rows}
    for published in (suite.published([task.name]), suite.published_by_tolerance(task)):
        for group, shares in published.items():
            assert group in groups
            assert suite.published_source
            assert all(0 <= share <= 1 for share in shares.values())


def test_classic_problems_are_many_and_different():
    problems = classic_problems("classic.yaml")
    assert len(problems) >= 150
    assert len({integrand for _, integrand, _ in problems}) == len(problems)
    assert min(Counter(category for category, _, _ in problems).values()) >= 10


def test_changed_problems_are_about_a_thousand_and_new():
    rows = get_suite("integration/robustness").rows(get_task("integration/bwd"))
    simple = {member.row["input"] for member in rows if not member.bases}
    changed = [member.row["input"] for member in rows if member.bases]
    assert 900 <= len(changed) <= 1200
    assert not simple & set(changed)


def test_larger_integers_are_outside_of_what_is_drawn():
    rows = get_suite("integration/robustness").rows(get_task("integration/bwd"))
    words = [m.row["target"].split() for m in rows if m.group == "larger integers"]
    digits = [
        max(len(run) for run in "".join(w if w.isdigit() else " " for w in ws).split())
        for ws in words
    ]
    assert min(digits) >= 3


def test_test_sets_have_the_options_of_the_model():
    task = get_task("integration/bwd", max_ops=3, min_ops=1, max_len=40)
    rows = get_suite("integration/generators").rows(task, 10)
    own = task.generate(10, 0, "test")["input"].to_pylist()
    assert [m.row["input"] for m in rows if m.group == "bwd"] == own
    assert max(len(m.row["input_ids"]) for m in rows) <= task.max_lengths[0]


def test_unknown_suite():
    with pytest.raises(UserError, match="did you mean 'integration/classic'"):
        get_suite("integration/clasic")


@pytest.mark.parametrize(
    ("mixed", "share"), [([], 0.246), (["ibp"], 0.549), (["ibp", "fwd"], 0.934), (["fwd"], 0)]
)
def test_published_figures_are_those_of_what_a_model_was_trained_on(mixed, share, tmp_path):
    (tmp_path / "recipe.yaml").write_text(
        yaml.safe_dump({"mixture": [{"task": f"integration/{name}"} for name in mixed]})
    )
    names = ["integration/bwd", *mixed_in(tmp_path)]
    found = get_suite("integration/generators").published(names)
    assert found.get("fwd", {}).get("10", 0) == pytest.approx(share)


def test_a_folder_without_a_recipe_has_nothing_mixed_in(tmp_path):
    assert mixed_in(tmp_path) == []
    (tmp_path / "recipe.yaml").write_text("mixture: []\n")
    assert mixed_in(tmp_path) == []
