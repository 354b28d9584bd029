import os

import pytest

from hf_mathseq.cli import main
from hf_mathseq.cli.threads import SPINS


@pytest.mark.parametrize(
    ("given", "spins"),
    [({}, str(SPINS)), ({"GOMP_SPINCOUNT": "7"}, "7"), ({"OMP_WAIT_POLICY": "ACTIVE"}, None)],
)
def test_commands_wait_briefly_unless_the_environment_says_how(monkeypatch, given, spins):
    monkeypatch.setenv("GOMP_SPINCOUNT", "")  # so that it is as before afterwards
    for name in ("GOMP_SPINCOUNT", "OMP_WAIT_POLICY"):
        monkeypatch.delenv(name, raising=False)
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    assert main(["list"]) == 0
    assert os.environ.get("GOMP_SPINCOUNT") == spins
