"""The shards are the stream of examples, whatever happens on the way."""

import json

import pyarrow as pa
import pytest
from folders import digests
from toy_task import DigitSums

from hf_mathseq.cli import main
from hf_mathseq.data.manifest import ShardError, read_manifest, read_shards
from hf_mathseq.data.shards import generate_to
from hf_mathseq.duplicates import ExhaustedError

ROWS, SHARD_ROWS = 4000, 900


class CountingSums(DigitSums):
    """Counts the blocks drawn in this process, and stops at will."""

    drawn = 0
    stop_at = None

    def draw(self, split, seed, block):
        if self.stop_at == block:
            raise KeyboardInterrupt
        self.drawn += 1
        return super().draw(split, seed, block)


def make(task, folder, rows=ROWS, **kwargs):
    return generate_to(task, folder, rows, shard_rows=SHARD_ROWS, progress=False, **kwargs)


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    folder = tmp_path_factory.mktemp("whole")
    make(DigitSums(), folder)
    return folder


def test_shards_hold_the_stream_of_examples(whole):
    tables = list(read_shards(whole))
    assert [len(table) for table in tables] == [900, 900, 900, 900, 400]
    assert pa.concat_tables(tables).equals(DigitSums().generate(ROWS))


@pytest.mark.parametrize("num_proc", [2, 3])
def test_files_do_not_depend_on_the_number_of_processes(whole, tmp_path, num_proc):
    make(DigitSums(), tmp_path, num_proc=num_proc)
    assert digests(tmp_path) == digests(whole)


def test_files_do_not_depend_on_hash_seed_or_global_seed(whole, tmp_path, python):
    code = f"""
import random, numpy, pathlib
random.seed(5); numpy.random.seed(7)
from toy_task import DigitSums
from hf_mathseq.data.shards import generate_to
generate_to(DigitSums(), {str(tmp_path / "other")!r}, {ROWS}, shard_rows={SHARD_ROWS}, num_proc=2)
"""
    python(code, PYTHONHASHSEED="123")
    assert digests(tmp_path / "other") == digests(whole)


def test_manifest_says_where_the_rows_come_from(whole):
    manifest = read_manifest(whole)
    assert manifest["task"] == "toy_sums/digits"
    assert manifest["options"] == {"terms": 6, "base": "ten"}
    assert manifest["rows"] == ROWS == sum(shard["rows"] for shard in manifest["shards"])
    assert manifest["attempts"] == manifest["blocks"] * DigitSums.block_size
    assert manifest["too_long"] == 0
    assert 0.7 < manifest["in_split"] / manifest["accepted"] < 0.9
    for shard in manifest["shards"]:
        assert digests(whole)[shard["file"]] == shard["sha256"]


def test_duplicates_are_dropped_and_counted(tmp_path):
    task = DigitSums(terms=4)
    manifest = make(task, tmp_path)
    rows = pa.concat_tables(read_shards(tmp_path, columns=["input"]))
    assert len(rows["input"].unique()) == ROWS
    drawn = pa.concat_tables(task.block_table("train", 0, b) for b in range(manifest["blocks"]))
    assert manifest["in_split"] == len(drawn)
    assert manifest["duplicates"] == len(drawn) - len(drawn["input"].unique()) > 500


@pytest.mark.parametrize("stop_at", [0, 1, 5, 9])
def test_an_interrupted_run_goes_on_behind_the_last_shard(whole, tmp_path, stop_at):
    task = CountingSums()
    task.stop_at = stop_at
    with pytest.raises(KeyboardInterrupt):
        make(task, tmp_path)
    finished = len(list(tmp_path.glob("train-*.parquet")))
    assert finished == stop_at * 399 // SHARD_ROWS
    task.stop_at, task.drawn = None, 0
    make(task, tmp_path)
    assert digests(tmp_path) == digests(whole)
    assert task.drawn <= 12 - finished * SHARD_ROWS // 500


def test_a_finished_folder_is_not_drawn_again(whole):
    task = CountingSums()
    assert make(task, whole) == read_manifest(whole)
    assert task.drawn == 0


def test_more_rows_extend_a_folder(whole, tmp_path):
    make(DigitSums(), tmp_path, 1000)
    make(DigitSums(), tmp_path, ROWS, num_proc=2)
    assert digests(tmp_path) == digests(whole)


def test_leftovers_of_a_larger_interrupted_run_go(tmp_path, whole):
    make(DigitSums(), tmp_path, 9000)
    (tmp_path / "manifest-train.json").unlink()
    make(DigitSums(), tmp_path)
    assert digests(tmp_path) == digests(whole)


def cut(path):
    path.write_bytes(path.read_bytes()[:100])


def flip(path):
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(bytes(content))


@pytest.mark.parametrize("damage", [cut, flip, lambda path: path.unlink()])
@pytest.mark.parametrize("name", ["train-00002.parquet", ".mathseq/train-00002.keys"])
def test_damage_is_noticed_and_only_that_shard_made_again(tmp_path, whole, damage, name, caplog):
    make(DigitSums(), tmp_path)
    damage(tmp_path / name)
    if name.endswith("parquet"):
        with pytest.raises(ShardError) as error:
            list(read_shards(tmp_path))
        assert "train-00002.parquet" in str(error.value)
        assert "\n" not in str(error.value)
    task = CountingSums()
    make(task, tmp_path)
    assert digests(tmp_path) == digests(whole)
    assert 0 < task.drawn <= 4
    assert "damaged" in caplog.text


def test_a_lost_record_is_derived_again(tmp_path, whole):
    make(DigitSums(), tmp_path)
    (tmp_path / ".mathseq" / "train-00001.json").write_text("{")
    make(DigitSums(), tmp_path)
    assert digests(tmp_path) == digests(whole)


@pytest.mark.parametrize(
    ("task", "kwargs", "said"),
    [
        (DigitSums(terms=5), {}, "options"),
        (DigitSums(), {"seed": 1}, "seed"),
        (DigitSums(), {"rows": 100}, "more than 100"),
    ],
)
def test_a_folder_of_other_data_is_left_alone(whole, task, kwargs, said):
    before = digests(whole)
    with pytest.raises(ShardError, match=said) as error:
        make(task, whole, **kwargs)
    assert "\n" not in str(error.value)
    assert digests(whole) == before


def test_splits_share_a_folder_and_no_problem(tmp_path):
    seen = {}
    for seed, split in [(0, "train"), (1, "validation"), (2, "test")]:
        make(DigitSums(terms=4), tmp_path, 500, seed=seed, split=split)
        (table,) = read_shards(tmp_path, split)
        seen[split] = set(table["input"].to_pylist())
    assert not seen["train"] & seen["test"]
    assert not seen["train"] & seen["validation"]
    assert not seen["validation"] & seen["test"]


def test_a_used_up_family_says_so(tmp_path):
    with pytest.raises(
        ExhaustedError, match=r"toy_sums/digits \(train\).*no more than 84 "
    ) as error:
        make(DigitSums(terms=2), tmp_path, num_proc=2)
    assert "\n" not in str(error.value)


def test_object_stores_take_the_same_bytes(whole):
    manifest = make(DigitSums(), "memory://toy/shards")
    assert manifest == json.loads((whole / "manifest-train.json").read_text())
    assert sum(map(len, read_shards("memory://toy/shards"))) == ROWS


def test_an_unwritable_folder_is_one_line(tmp_path):
    (tmp_path / "file").write_text("")
    task = CountingSums()
    with pytest.raises(OSError, match="file") as error:
        make(task, tmp_path / "file" / "folder")
    assert "\n" not in str(error.value)
    assert task.drawn == 0


def test_no_manifest_is_one_line(tmp_path):
    with pytest.raises(ShardError, match="no finished train split"):
        read_manifest(tmp_path)


@pytest.mark.parametrize("kwargs", [{"num_proc": 0}, {"rows": 0}, {"split": "tran"}])
def test_bad_numbers_and_splits_are_refused(tmp_path, kwargs):
    with pytest.raises(ValueError, match=r"at least 1|did you mean 'train'"):
        make(DigitSums(), tmp_path, **kwargs)


def test_the_command_resumes_only_what_was_begun(tmp_path, toy_installed, capsys):
    command = ["generate", "toy_sums/digits", "--output", str(tmp_path), "--num-examples"]
    assert main([*command, "300", "--resume"]) == 2
    assert "holds no train split that was begun" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())
    assert main([*command, "200"]) == 0
    assert main([*command, "300", "--resume"]) == 0
    assert read_manifest(tmp_path)["rows"] == 300
