"""Manifests and shards of somebody else's: what they name is in their folder, or it is refused."""

import json
import shutil

import pyarrow as pa
import pytest
from toy_task import DigitSums

from hf_mathseq.cli import main
from hf_mathseq.data.check import check_shards
from hf_mathseq.data.folder import Folder
from hf_mathseq.data.manifest import ShardError, read_manifest, read_shards
from hf_mathseq.data.shard_formats import arrow_stream, parquet_bytes
from hf_mathseq.data.shards import generate_to
from hf_mathseq.options import OptionError
from hf_mathseq.tasks.finished_data import training_pairs
from hf_mathseq.training.tables import check_folder, training_table

pytestmark = pytest.mark.usefixtures("toy_installed")


@pytest.fixture(params=[False, True], ids=["all columns", "ids"])
def folder(request, tmp_path):
    place = tmp_path / "data"
    generate_to(DigitSums(), place, 60, shard_rows=40, progress=False, ids_only=request.param)
    return place


def forge(folder, split="train", top=None, **shard):
    """Change what a manifest says, and of its first shard."""
    manifest = read_manifest(folder)
    manifest["shards"][0] |= shard
    (folder / f"manifest-{split}.json").write_text(json.dumps(manifest | (top or {})))


def refused(folder, said, split="train"):
    for read in (lambda: list(read_shards(folder, split)), lambda: check_shards(folder, split)):
        with pytest.raises(ShardError, match=said) as error:
            read()
        assert "\n" not in str(error.value)


@pytest.mark.parametrize("place", ["absolute", "above", "below", "unknown", "nothing", "hidden"])
def test_a_shard_is_in_its_folder(folder, place):
    (first,) = folder.glob("train-00000.*")
    outside = shutil.copy(first, folder.parent)
    (folder / "below").mkdir()
    shutil.copy(first, folder / "below")
    shutil.copy(first, folder / "train-00000.bin")
    forge(
        folder,
        file={
            "absolute": str(outside),
            "above": f"../{first.name}",
            "below": f"below/{first.name}",
            "unknown": "train-00000.bin",
            "nothing": "",
            "hidden": "a\0b.parquet",
        }[place],
    )
    refused(folder, "manifest-train.json is damaged")


def test_a_split_is_what_its_manifest_says(folder):
    forge(folder, split="test")
    refused(folder, "manifest-test.json is damaged", split="test")


TOLD = {
    "text": "8",
    "number": 8,
    "one end": [0],
    "empty": [0, 0],
    "backwards": [2, 0],
    "negative": [-3, 8],
    "half": [0, 0.5],
    "truth": [False, True],
    "huge": [0, 10**30],
    "beyond the beginning of the next": [0, 3],
    "not from the start": [1, 2],
}


@pytest.mark.parametrize("blocks", TOLD.values(), ids=TOLD)
def test_blocks_of_shards_follow_on_one_another(folder, blocks, capsys):
    forge(folder, blocks=blocks)
    refused(folder, "manifest-train.json is damaged")
    assert main(["generate", "toy_sums/digits", "--output", str(folder), "--verify"]) == 2
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize(
    "top",
    [
        {"blocks": None},
        {"blocks": -1},
        {"blocks": 10**30},
        {"blocks": "12"},
        {"seed": "0"},
        {"seed": None},
        {"rows": 60.0},
        {"task": ["toy_sums/digits"]},
        {"version": "\n", "identity": 3},
        {"attempts": -1},
        {"shards": {}},
        {"shards": [None]},
        {"shards": [], "rows": 0, "blocks": 5},
    ],
    ids=str,
)
def test_entries_of_other_types(folder, top):
    forge(folder, top=top)
    refused(folder, "manifest-train.json is damaged")


def test_a_message_is_one_line_whatever_the_manifest_says(folder):
    forge(folder, top={"identity": "another", "version": "1\n\x1b[31m"})
    with pytest.raises(ShardError, match=r"version 1\\n\\x1b\[31m of") as error:
        check_shards(folder)
    assert str(error.value).isprintable()


def test_data_without_identity_are_those_of_no_task(folder):
    manifest = read_manifest(folder)
    del manifest["identity"]
    (folder / "manifest-train.json").write_text(json.dumps(manifest))
    with pytest.raises(OptionError, match="holds other data"):
        check_folder(str(folder), DigitSums())


@pytest.mark.parametrize("kept", [0, 8, 13])
def test_keys_that_are_cut(folder, kept):
    keys = folder / ".mathseq/train-00000.keys"
    keys.write_bytes(keys.read_bytes()[:kept])
    with pytest.raises(ShardError, match="does not hold the keys of its rows"):
        check_shards(folder)


def test_shards_that_claim_no_rows(folder):
    manifest = read_manifest(folder)
    manifest["rows"] = 0
    for index, shard in enumerate(manifest["shards"]):
        shard["rows"] = 0
        (folder / f".mathseq/train-{index:05d}.keys").write_bytes(b"")
    (folder / "manifest-train.json").write_text(json.dumps(manifest))
    with pytest.raises(ShardError, match="another number of rows"):
        check_shards(folder)


def test_nothing_is_trained_on_what_holds_no_rows(folder):
    empty = next(read_shards(folder)).slice(0, 0)
    (first,) = folder.glob("train-00000.*")
    first.write_bytes((arrow_stream if first.suffix == ".arrow" else parquet_bytes)(empty))
    shard = {"file": first.name, "rows": 0, "sha256": Folder(folder).sha256(first.name)}
    told = read_manifest(folder) | {"rows": 0, "shards": [shard]}
    (folder / "manifest-train.json").write_text(json.dumps(told))
    with pytest.raises(ShardError, match="holds no examples"):
        training_table(str(folder), DigitSums())


def test_a_column_that_is_not_there(folder):
    with pytest.raises(ShardError, match=r"cannot be read: .*harbour"):
        list(read_shards(folder, columns=["input_ids", "harbour"]))


@pytest.mark.parametrize("content", [b"", b"ARROW1", "other columns"])
def test_a_shard_may_hold_anything(folder, content, capsys):
    (first,) = folder.glob("train-00000.*")
    if isinstance(content, str):
        encode = arrow_stream if first.suffix == ".arrow" else parquet_bytes
        content = encode(pa.table({"length": ["x"] * 40}))
    first.write_bytes(content)
    forge(folder, sha256=Folder(folder).sha256(first.name))
    with pytest.raises(ShardError, match="train-00000"):
        check_shards(folder)
    assert main(["generate", "toy_sums/digits", "--output", str(folder), "--verify"]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_data_that_were_not_drawn_are_not_drawn_again(folder):
    manifest = read_manifest(folder)
    for name in ("identity", "seed", "blocks", "attempts"):
        del manifest[name]
    (folder / "manifest-train.json").write_text(json.dumps(manifest))
    with pytest.raises(ShardError, match="was not drawn by 'hf-mathseq generate'"):
        check_shards(folder)
    assert check_shards(folder, sample=0)["shards"] == 2


def test_integrals_by_parts_are_in_their_folder(tmp_path):
    (tmp_path / "x.parquet").write_bytes(b"")
    shard = {"file": "../x.parquet", "bytes": 0, "rows": 0}
    told = {"task": "integration/bwd", "shards": [shard]}
    (tmp_path / "in").mkdir()
    (tmp_path / "in/manifest-train.json").write_text(json.dumps(told))
    shutil.copy(tmp_path / "in/manifest-train.json", tmp_path)
    with pytest.raises(OptionError, match="is missing or damaged"):
        next(training_pairs(str(tmp_path / "in")))
