"""Executors are chosen and set by name; what is wrong is said in one line."""

import importlib

import pytest

from hf_mathseq.cli import main
from hf_mathseq.data.folder import Folder
from hf_mathseq.data.parts import PartStore
from hf_mathseq.executors import EXECUTORS, base, make_executor
from hf_mathseq.executors.share import Share
from hf_mathseq.options import OptionError
from hf_mathseq.suggestions import UserError
from hf_mathseq.tasks import get_task

TASK = get_task("linear_algebra/transpose", dimension=2)


@pytest.fixture
def installed(monkeypatch):
    """Pretend that what executors need is there."""
    monkeypatch.setattr(base, "import_module", lambda name: None)


def test_local_needs_no_executor():
    assert make_executor() is None
    with pytest.raises(OptionError, match="--num-proc"):
        make_executor("local", {"workers": "2"})


def test_names_are_offered():
    with pytest.raises(UserError, match=r"unknown executor 'slum'.*'slurm'"):
        make_executor("slum")


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize("name", EXECUTORS)
def test_options_are_checked(name):
    with pytest.raises(OptionError, match="'parts_per_task'"):
        make_executor(name, {"parts_per_tusk": "2"})
    with pytest.raises(OptionError, match="must be 1 or more"):
        make_executor(name, {"parts_per_task": "0"})


@pytest.mark.parametrize("name", EXECUTORS)
def test_what_is_not_installed_is_named(name, monkeypatch):
    def missing(module):
        raise ImportError(module)

    monkeypatch.setattr(base, "import_module", missing)
    with pytest.raises(UserError, match=r"pip install 'hf-mathseq\[distributed\]'"):
        make_executor(name)


@pytest.mark.usefixtures("installed")
def test_slurm_needs_a_partition(tmp_path):
    executor = make_executor("slurm", dry_run=True)
    with pytest.raises(OptionError, match="partition"):
        executor(PartStore(TASK, "train", 0, Folder(tmp_path)), [0])


@pytest.mark.usefixtures("installed")
def test_jobs_need_a_folder_that_they_reach(tmp_path):
    executor = make_executor("jobs")
    with pytest.raises(UserError, match="hf://"):
        executor(PartStore(TASK, "train", 0, Folder(tmp_path)), [0])


@pytest.mark.parametrize("world_size", [1, 3])
def test_tasks_share_the_parts(monkeypatch, tmp_path, world_size):
    drawn = []
    monkeypatch.setattr(
        "hf_mathseq.executors.share.draw_part", lambda *arguments: drawn.append(arguments)
    )
    share = Share(TASK, "train", 7, str(tmp_path), (4, 5, 8, 9))
    for rank in range(world_size):
        share(None, rank, world_size)
    assert sorted(arguments[3] for arguments in drawn) == [4, 5, 8, 9]
    assert {arguments[:3] for arguments in drawn} == {(TASK, "train", 7)}


def test_the_command_names_what_is_wrong(capsys, tmp_path):
    command = ["generate", TASK.name, "--set", "dimension=2"]
    for arguments, said in [
        ([], "--output is missing"),
        (["--output", str(tmp_path), "--executor", "rai"], "did you mean 'ray'"),
        (["--output", str(tmp_path), "--dry-run"], "--plan"),
        (["--output", str(tmp_path), "--executor-option", "x"], "--executor-option takes KEY"),
        (["--output", str(tmp_path), "--verify"], "no finished train split"),
        (["--plan", "10", "--cost-per-core-hour", "-1"], "0 or more"),
    ]:
        assert main([*command, *arguments]) == 2
        assert said in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_the_command_plans_and_verifies(capsys, tmp_path):
    command = ["generate", TASK.name, "--set", "dimension=2"]
    importlib.import_module("hf_mathseq.data.plan")
    assert main([*command, "--num-examples", "3000", "--output", str(tmp_path)]) == 0
    assert main([*command, "--verify", "--sample", "2", "--output", str(tmp_path)]) == 0
    assert "train: 1 shards are whole; 1 blocks drawn again" in capsys.readouterr().out
    assert (
        main([*command, "--split", "test", "--num-examples", "9", "--output", str(tmp_path)]) == 0
    )
    (tmp_path / "test-00000.parquet").write_bytes(b"damaged")
    assert main([*command, "--verify", "--sample", "0", "--output", str(tmp_path)]) == 2
    assert "test-00000.parquet" in capsys.readouterr().err
    assert main(["generate", "linear_algebra/add", "--verify", "--output", str(tmp_path)]) == 2
    assert "holds linear_algebra/transpose" in capsys.readouterr().err
