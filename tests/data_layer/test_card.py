"""The card says what is in the shards, and `datasets` can read it."""

import hashlib
import json

import datasets
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import yaml
from toy_task import DigitSums

from hf_mathseq.data.card import render_card, write_card
from hf_mathseq.data.card_metadata import size_class
from hf_mathseq.data.manifest import ShardError, read_manifest
from hf_mathseq.data.shards import generate_to
from hf_mathseq.data.statistics import measure_overlaps, measure_split

SIZES = {"train": 2500, "validation": 120, "test": 300}

pytestmark = pytest.mark.usefixtures("toy_installed")


@pytest.fixture
def folder(tmp_path):
    task = DigitSums(terms=4)
    for split, rows in SIZES.items():
        generate_to(task, tmp_path / "digits", rows, split=split, shard_rows=1000, progress=False)
    return tmp_path


def front(card):
    return yaml.safe_load(card.split("---\n")[1])


def test_front_matter_is_read_back_by_datasets(folder, tmp_path):
    write_card(folder)
    found = datasets.load_dataset(str(folder), "digits", cache_dir=str(tmp_path / "cache"))
    assert {split: rows.num_rows for split, rows in found.items()} == SIZES
    assert found["train"].to_list() == DigitSums(terms=4).generate(2500).to_pylist()


def test_front_matter(folder):
    head = front(render_card(folder))
    assert head["license"] == "apache-2.0"
    assert head["size_categories"] == ["1K<n<10K"]
    assert "arxiv:0000.00000" in head["tags"]
    assert head["configs"][0]["default"] is True
    splits = {split["name"]: split["num_examples"] for split in head["dataset_info"]["splits"]}
    assert splits == SIZES
    assert {"name": "labels", "list": "uint16"} in head["dataset_info"]["features"]


def test_numbers_come_from_the_shards(folder):
    card = render_card(folder, repo_id="someone/toy")
    manifest = read_manifest(folder / "digits")
    assert manifest["duplicates"] > 100
    assert f"| train | 2,500 | {manifest['attempts']:,} | 100.0% | " in card
    assert f"| {manifest['duplicates']:,} (" in card
    assert "| train | 5, 5, 5, 5, 5 | 2, 3, 3, 3, 3 |" in card
    assert "train / test: 0, train / validation: 0, test / validation: 0" in card
    assert 'load_dataset("someone/toy", "digits")' in card
    assert "| terms | 4 | number of digits |" in card
    assert "hf-mathseq generate toy_sums/digits --set terms=4 --num-examples 2500 " in card
    first = DigitSums(terms=4).generate(1).to_pylist()[0]
    assert f'"input": "{first["input"]}"' in card


def test_a_folder_of_one_config_needs_no_level_below(folder):
    head = front(render_card(folder / "digits"))
    assert head["configs"][0]["data_files"][0] == {"split": "train", "path": "train-*.parquet"}


def test_percentiles_against_sorting(folder):
    found = measure_split(folder / "digits", "test")
    table = DigitSums(terms=4).generate(300, split="test")
    rows = sorted(len(labels) for labels in table["labels"].to_pylist())
    assert found.target_lengths[1] == rows[149]
    assert found.target_lengths[-1] == rows[-1]


def test_an_overlap_would_be_seen(folder):
    place = folder / "digits"
    train = pq.read_table(place / "train-00000.parquet")
    test = pq.read_table(place / "test-00000.parquet")
    assert set(measure_overlaps(place, list(SIZES)).values()) == {0}
    mixed = pa.concat_tables([train.slice(0, 7), test.slice(7)])
    replace_shard(place, "test", mixed)
    assert measure_overlaps(place, ["train", "test"]) == {("train", "test"): 7}


def replace_shard(place, split, table):
    """Put other rows into the only shard of a split, digest included."""
    path = place / f"{split}-00000.parquet"
    pq.write_table(table, path)
    manifest = read_manifest(place, split)
    manifest["shards"][0]["sha256"] = hashlib.sha256(path.read_bytes()).hexdigest()
    (place / f"manifest-{split}.json").write_text(json.dumps(manifest))


def test_a_damaged_shard_makes_no_card(folder):
    path = folder / "digits" / "train-00001.parquet"
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(ShardError, match="damaged"):
        write_card(folder)
    assert not (folder / "README.md").exists()


def test_nothing_to_describe(tmp_path):
    with pytest.raises(ShardError, match="no data set"):
        render_card(tmp_path)


@pytest.mark.parametrize(
    ("rows", "name"),
    [(1, "n<1K"), (999, "n<1K"), (1000, "1K<n<10K"), (56_000, "10K<n<100K"), (10**6, "1M<n<10M")],
)
def test_size_classes_of_the_hub(rows, name):
    assert size_class(rows) == name
