"""Folders of ids alone hold the ids of the same examples, in files that are mapped when read."""

import hashlib
import json
import shutil
from functools import partial

import pyarrow as pa
import pytest
from toy_task import DigitSums

from hf_mathseq.cli import main
from hf_mathseq.data import plan
from hf_mathseq.data.card import render_card
from hf_mathseq.data.check import check_shards
from hf_mathseq.data.ids_only import ID_COLUMNS
from hf_mathseq.data.manifest import ShardError, read_manifest, read_shards
from hf_mathseq.data.parts import PartStore
from hf_mathseq.data.shards import generate_to
from hf_mathseq.options import OptionError
from hf_mathseq.tasks import get_task
from hf_mathseq.tasks.finished_data import training_pairs
from hf_mathseq.training.tables import training_table

pytestmark = pytest.mark.usefixtures("toy_installed")
ROWS, SHARD_ROWS = 2500, 900


def make(folder, rows=ROWS, **kwargs):
    kwargs = {"ids_only": True, **kwargs}
    return generate_to(DigitSums(), folder, rows, shard_rows=SHARD_ROWS, progress=False, **kwargs)


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    folder = tmp_path_factory.mktemp("whole")
    make(folder)
    return folder


def test_the_ids_are_those_of_all_columns(whole):
    rows = pa.concat_tables(read_shards(whole))
    assert rows.equals(DigitSums().generate(ROWS).select(ID_COLUMNS))
    files = [f"train-0000{i}.arrow" for i in range(3)]
    assert sorted(path.name for path in whole.glob("train*")) == files
    assert read_manifest(whole)["columns"] == "ids"


def test_datasets_opens_the_files_by_itself(whole):
    from datasets import Dataset

    first = Dataset.from_file(str(whole / "train-00000.arrow"))
    assert len(first) == SHARD_ROWS
    row = DigitSums().generate(1).select(ID_COLUMNS).to_pylist()[0]
    assert first[0] == row


@pytest.mark.parametrize("way", ["extended", "two processes", "parts", "mended", "no memory"])
def test_files_do_not_depend_on_the_way(whole, tmp_path, way):
    if way == "extended":
        make(tmp_path, 1000)
    if way == "mended":
        shutil.copytree(whole, tmp_path, dirs_exist_ok=True)
        (tmp_path / "train-00001.arrow").write_bytes(b"x")
    kwargs = {
        "two processes": {"num_proc": 2},
        "parts": {"executor": PartStore.draw},
        "no memory": {"keys_in_memory": 1000},
    }
    make(tmp_path, **kwargs.get(way, {}))
    assert contents(tmp_path) == contents(whole)


def test_blocks_drawn_again_are_compared(whole, tmp_path):
    found = check_shards(whole, sample=3)
    assert found["shards"] == 3
    assert found["rows"] > 0
    shutil.copytree(whole, tmp_path, dirs_exist_ok=True)
    (tmp_path / "train-00002.arrow").write_bytes((whole / "train-00001.arrow").read_bytes())
    with pytest.raises(ShardError, match="damaged"):
        check_shards(tmp_path)


@pytest.mark.parametrize("ids_only", [True, False])
def test_a_folder_keeps_its_columns(tmp_path, ids_only):
    make(tmp_path, 100, ids_only=ids_only)
    with pytest.raises(ShardError, match="with other columns"):
        make(tmp_path, 100, ids_only=not ids_only)


def test_a_recipe_trains_on_the_folder(whole):
    table = training_table(str(whole), DigitSums())
    assert table.equals(DigitSums().generate(ROWS).select(["input_ids", "labels"]))


def test_cards_need_the_other_columns(whole):
    with pytest.raises(ShardError, match="holds ids alone"):
        render_card(whole)


def test_integrals_by_parts_need_the_tokens(tmp_path):
    generate_to(get_task("integration/bwd"), tmp_path, 50, progress=False, ids_only=True)
    with pytest.raises(OptionError, match="holds ids alone"):
        next(training_pairs(str(tmp_path)))


def test_a_forged_file_is_one_line(whole, tmp_path):
    shutil.copytree(whole, tmp_path, dirs_exist_ok=True)
    forged = (whole / "train-00000.arrow").read_bytes()[:-3000]
    (tmp_path / "train-00000.arrow").write_bytes(forged)
    manifest = json.loads((tmp_path / "manifest-train.json").read_text())
    manifest["shards"][0]["sha256"] = hashlib.sha256(forged).hexdigest()
    (tmp_path / "manifest-train.json").write_text(json.dumps(manifest))
    with pytest.raises(ShardError, match=r"train-00000\.arrow"):
        list(read_shards(tmp_path))


def test_the_command_writes_plans_and_verifies(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(plan, "draw_sample", partial(plan.draw_sample, seconds=0.05))
    command = ["generate", "toy_sums/digits", "--output", str(tmp_path), "--ids-only"]
    assert main([*command, "--num-examples", "300"]) == 0
    assert main([*command, "--verify", "--sample", "1"]) == 0
    assert "1 shards are whole" in capsys.readouterr().out
    sizes = {}
    for further in ([], ["--ids-only"]):
        assert main(["generate", "toy_sums/digits", "--plan", "1000", "--json", *further]) == 0
        sizes[len(further)] = json.loads(capsys.readouterr().out)["bytes_per_example"]
    row = next(read_shards(tmp_path)).nbytes / 300
    assert abs(sizes[1] - row) < 5
