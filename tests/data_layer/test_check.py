"""A check passes on what was generated and fails on anything else."""

import json
import shutil

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from toy_task import DigitSums

from hf_mathseq.data.check import check_shards
from hf_mathseq.data.folder import Folder
from hf_mathseq.data.manifest import ShardError, read_manifest
from hf_mathseq.data.shard_formats import parquet_bytes
from hf_mathseq.data.shards import generate_to

pytestmark = pytest.mark.usefixtures("toy_installed")
ROWS, SHARD_ROWS = 4000, 900


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    folder = tmp_path_factory.mktemp("whole")
    generate_to(DigitSums(terms=4), folder, ROWS, shard_rows=SHARD_ROWS, progress=False)
    return folder


@pytest.fixture
def folder(whole, tmp_path):
    return shutil.copytree(whole, tmp_path / "data")


@pytest.mark.parametrize("num_proc", [1, 2])
def test_every_block_of_a_folder_agrees(whole, num_proc):
    blocks = read_manifest(whole)["blocks"]
    found = check_shards(whole, sample=10_000, num_proc=num_proc)
    assert found["blocks"] == list(range(blocks))
    assert found["rows"] == ROWS
    assert found["duplicates"] >= read_manifest(whole)["duplicates"] > 500


def test_a_sample_is_chosen_by_its_seed(whole):
    first, again, other = (check_shards(whole, sample=3, seed=seed)["blocks"] for seed in (0, 0, 5))
    assert first == again != other
    assert len(first) == 3
    assert check_shards(whole, sample=0)["rows"] == 0


def with_rows(folder, index, change):
    """Replace a shard's rows, and make its digest that of the new ones."""
    file = folder / f"train-{index:05d}.parquet"
    file.write_bytes(parquet_bytes(change(pq.read_table(file))))
    manifest = read_manifest(folder)
    manifest["shards"][index]["sha256"] = Folder(folder).sha256(file.name)
    (folder / "manifest-train.json").write_text(json.dumps(manifest))


def swap(table):
    return table.take([1, 0, *range(2, len(table))])


def wrong_total(table):
    totals = table["total"].to_numpy().copy()
    totals[0] += 1
    return table.set_column(table.schema.get_field_index("total"), "total", pa.array(totals))


@pytest.mark.parametrize("change", [swap, wrong_total])
@pytest.mark.parametrize("index", [0, 2])
def test_other_rows_are_noticed(folder, index, change):
    with_rows(folder, index, change)
    with pytest.raises(ShardError, match="other rows") as error:
        check_shards(folder, sample=10_000)
    assert "\n" not in str(error.value)


def test_left_out_rows_are_noticed(folder):
    """The second row goes, and with it its key and the count of rows."""
    kept = [0, *range(2, SHARD_ROWS)]
    with_rows(folder, 1, lambda table: table.take(kept))
    keys = folder / ".mathseq" / "train-00001.keys"
    keys.write_bytes(np.fromfile(keys, dtype="<u8")[kept].tobytes())
    manifest = read_manifest(folder)
    manifest["shards"][1]["rows"] -= 1
    manifest["rows"] -= 1
    (folder / "manifest-train.json").write_text(json.dumps(manifest))
    with pytest.raises(ShardError, match="left out"):
        check_shards(folder, sample=10_000)


def test_damage_is_noticed_without_a_sample(folder):
    file = folder / "train-00003.parquet"
    file.write_bytes(file.read_bytes()[:-1])
    with pytest.raises(ShardError, match=r"train-00003\.parquet is missing or damaged"):
        check_shards(folder, sample=0)


def test_data_of_another_version_are_not_compared(whole, monkeypatch):
    monkeypatch.setattr(DigitSums, "version", "2")
    with pytest.raises(ShardError, match="version 1 of toy_sums/digits, this is version 2"):
        check_shards(whole)


def test_manifests_of_older_versions_are_not_sampled(folder):
    manifest = read_manifest(folder)
    for shard in manifest["shards"]:
        del shard["blocks"]
    (folder / "manifest-train.json").write_text(json.dumps(manifest))
    with pytest.raises(ShardError, match="generate again"):
        check_shards(folder)
    assert check_shards(folder, sample=0)["shards"] == 5


def test_a_folder_without_keys_is_not_sampled(folder):
    shutil.rmtree(folder / ".mathseq")
    with pytest.raises(ShardError, match="does not hold the keys"):
        check_shards(folder)
