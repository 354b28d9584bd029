"""The groups of networks out of distribution are what they say."""

import pytest

from hf_mathseq.evaluation.suites import get_suite
from hf_mathseq.evaluation.suites.network_distributions import distributions
from hf_mathseq.evaluation.suites.suite import places_by_group
from hf_mathseq.tasks import get_task

SUITE = get_suite("metabolic_networks/distributions")


def test_groups_of_the_published_size():
    assert list(distributions(get_task("metabolic_networks/existence"))) == [
        "as in training",
        *("8 to 16 vertices", "16 to 24 vertices", "24 to 32 vertices"),
        *("64 to 80 vertices", "80 to 96 vertices"),
        *("1 to 2 edges per vertex", "4 to 6 edges per vertex"),
        *("family gnm", "family small_world", "family scale_free"),
        "existence_set hard",
    ]


@pytest.mark.parametrize("name", ["existence", "levels", "mixed"])
def test_problems_are_those_of_their_group(name):
    task = get_task(f"metabolic_networks/{name}", size="tiny")
    rows = SUITE.rows(task, 12)
    groups = places_by_group(rows)
    for group, places in groups.items():
        assert len(places) == 12
        first, _, rest = group.partition(" to ")
        for row in (rows[place].row for place in places):
            if group.endswith(" vertices"):
                assert int(first) <= row["n"] <= int(rest.split()[0])
            if group.startswith("family"):
                assert row["family"] == group.split()[1]
            target = row["target"].split()
            assert task.verify(row, target).correct
            assert task.encode(row) == (row["input"].split(), target)
    assert ("existence_set hard" in groups) == (name != "levels")
    # The density leaves scale-free growth without a law.
    assert "0.6 to 1.2 edges per vertex" in groups


def test_the_problems_of_training_are_those_of_its_test_split():
    task = get_task("metabolic_networks/existence", size="tiny")
    base = [item.row for item in SUITE.rows(task, 20) if item.group == "as in training"]
    assert [row["input"] for row in base] == task.generate(20, 0, "test")["input"].to_pylist()
    train = set(task.generate(5000)["input"].to_pylist())
    assert not train & {item.row["input"] for item in SUITE.rows(task, 50)}
