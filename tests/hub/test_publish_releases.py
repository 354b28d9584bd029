"""Publishing a data set by its name: its configs, their samples, and where the shards are kept."""

import json
from pathlib import Path

import pytest
import yaml

from hf_mathseq.cli import main
from hf_mathseq.data.manifest import read_shards
from hf_mathseq.hub import generate_release, publish
from hf_mathseq.suggestions import UserError
from hf_mathseq.tasks import data_sets

DATA = "hf-mathseq/linear-algebra"


@pytest.fixture(scope="module")
def release(tmp_path_factory):
    staging = tmp_path_factory.mktemp("staging")
    return generate_release("linear_algebra/transpose", num_examples=1200, staging=staging)


def rows_of(folder, split):
    return [row for table in read_shards(folder, split) for row in table.to_pylist()]


def test_a_sample_is_the_beginning(release):
    assert sorted(path.name for path in release.iterdir()) == ["transpose", "transpose-sample"]
    whole, sample = (rows_of(release / name, "train") for name in ("transpose", "transpose-sample"))
    assert (len(whole), len(sample)) == (1200, 1000)
    assert whole[:1000] == sample
    assert len(rows_of(release / "transpose-sample", "test")) == 100


def test_again_is_the_same_folder_and_other_sizes_are_another(release):
    name, staging = "linear_algebra/transpose", release.parent
    shard = release / "transpose" / "train-00000.parquet"
    written = shard.stat().st_mtime_ns
    assert generate_release(name, num_examples=1200, staging=staging) == release
    assert shard.stat().st_mtime_ns == written
    assert generate_release(f"{name}-sample", num_examples=20, staging=staging) != release


def test_sizes_are_configs(server, release):
    publish(release, DATA, endpoint=server.url)
    repository = server.hub.repositories["dataset", DATA]
    card = repository.commits[repository.branches["main"]]["README.md"].content.decode()
    head = yaml.safe_load(card.split("---\n")[1])
    assert [c["config_name"] for c in head["configs"]] == ["transpose", "transpose-sample"]
    assert head["configs"][0]["default"] is True
    sizes = {
        info["config_name"]: {split["name"]: split["num_examples"] for split in info["splits"]}
        for info in head["dataset_info"]
    }
    assert sizes["transpose"]["train"] == 1200
    assert sizes["transpose-sample"]["train"] == 1000


def test_a_data_set_is_all_its_configs(tmp_path, monkeypatch):
    asked = {}

    def record(task, folder, rows, *, split, **options):
        asked[folder.name, split] = task.name, rows

    monkeypatch.setattr("hf_mathseq.hub.releases.generate_to", record)
    generate_release("integration", staging=tmp_path)
    assert asked["bwd", "train"] == ("integration/bwd", 20_000)
    assert asked["bwd-sample", "test"] == ("integration/bwd", 100)
    assert asked["fwd_sympy-sample", "train"] == ("integration/fwd_sympy", 200)
    assert {name.removesuffix("-sample") for name, _ in asked} == set(data_sets()["integration"])


def test_command(server, tmp_path, capsys):
    name = "linear_algebra/transpose-sample"
    command = ["publish", name, "--to", DATA, "--staging", str(tmp_path), "--json"]
    assert main([*command, "--num-examples", "20", "--endpoint", server.url]) == 0
    found = json.loads(capsys.readouterr().out)
    folders = {Path(file["name"]).parent.name for file in found["files"]}
    assert folders == {"", "transpose-sample"}


def test_names_that_are_nothing(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UserError, match=r"no folder 'integraton', and unknown data set .* did"):
        generate_release("integraton")
    with pytest.raises(UserError, match="did you mean 'bwd'"):
        generate_release("integration/bwdd")


def test_sizes_of_a_folder(tmp_path, capsys):
    assert main(["publish", str(tmp_path), "--to", DATA, "--num-examples", "3"]) == 2
    assert "--num-examples is for data that are generated" in capsys.readouterr().err
