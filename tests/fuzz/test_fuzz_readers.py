"""Every reader of what others wrote, on a few hundred spoiled inputs each."""

import json
from pathlib import Path

import pytest
from fuzz_blocks import run_block
from fuzz_campaign import run_campaign
from fuzz_targets import all_targets
from fuzz_watch import MEMORY, armed, outcome_of

TARGETS = all_targets()
REGRESSIONS = [
    (path.stem, case)
    for path in sorted((Path(__file__).parent / "regressions").glob("*.json"))
    for case in json.loads(path.read_text())
]


@pytest.mark.parametrize("name", TARGETS)
def test_what_it_starts_from_is_read(name):
    target = TARGETS[name]
    kinds = [outcome_of(target, given).kind for given in target.corpus]
    assert "read" in kinds, name
    assert set(kinds) <= {"read", "refused"}, name


@pytest.fixture(params=TARGETS)
def target(request):
    found = TARGETS[request.param]
    found.warm_up()
    return found


def test_spoiled_inputs_are_read_or_refused(target):
    tally = run_block(target, seed=0, block=0, size=target.in_ci)
    assert not tally.findings, tally.findings
    assert tally.inputs == target.in_ci
    assert tally.read < tally.inputs or target.name == "published-lines"
    assert len(tally.places) > 1


@pytest.mark.slow
@pytest.mark.parametrize("name", TARGETS)
def test_many_spoiled_inputs_are_read_or_refused(name):
    """Reads blocks of other inputs than those above, in processes of bounded memory."""
    tallies, target = {}, TARGETS[name]
    run_campaign([target], seed=1, inputs=target.in_long_test, tallies=tallies, block=2_000)
    assert tallies[name]["inputs"] >= target.in_long_test
    assert not tallies[name]["findings"], tallies[name]["findings"]
    assert tallies[name]["slowest_seconds"] <= target.seconds
    assert tallies[name]["peak_growth_mb"] <= MEMORY >> 20


def given_of(target, case):
    """Return the input of a case, which is stored whole or as parts with how often they come."""
    if "input" in case:
        return case["input"]
    parts = [part for part, times in case["runs"] for _ in range(times)]
    return "".join(parts) if isinstance(target.corpus[0], str) else parts


@pytest.mark.parametrize(
    ("name", "case"), REGRESSIONS, ids=[f"{name}-{case['was']}" for name, case in REGRESSIONS]
)
def test_what_was_found_once(name, case):
    target = TARGETS[name]
    target.warm_up()
    with armed():
        outcome = outcome_of(target, given_of(target, case))
    assert not outcome.is_finding, outcome
