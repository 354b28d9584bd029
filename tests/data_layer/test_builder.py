"""The builder, `prepare` and `load_dataset` in one process, on a cache of the test's own."""

import json
from pathlib import Path

import datasets
import pytest
from toy_task import DigitSums

import hf_mathseq
from hf_mathseq.data.load import load_dataset
from hf_mathseq.data.names import dataset_and_config
from hf_mathseq.data.prepare import prepare
from hf_mathseq.dataset_builders.configs import MathSeqConfig
from hf_mathseq.dataset_builders.modules import make_builder
from hf_mathseq.dataset_builders.releases import Release, release_of
from hf_mathseq.options import OptionError
from hf_mathseq.tasks import UnknownTaskError, data_sets

SIZES = {"train_examples": 700, "validation_examples": 60, "test_examples": 80}
NAME = "hf_mathseq/toy_sums"

pytestmark = pytest.mark.usefixtures("toy_installed", "quiet")


@pytest.fixture
def quiet():
    datasets.disable_progress_bars()
    yield
    datasets.enable_progress_bars()


@pytest.fixture
def cache(tmp_path):
    return tmp_path / "cache"


def load(cache, **kwargs):
    return load_dataset(NAME, cache_dir=str(cache), **{**SIZES, **kwargs})


def prepared(cache):
    return sorted(path for path in (cache / "hf_mathseq___toy_sums").glob("*/*/*") if path.is_dir())


def test_rows_are_those_of_the_task(cache):
    found = load(cache, terms=5, seed=2)
    task = DigitSums(terms=5)
    for split, rows in (("train", 700), ("validation", 60), ("test", 80)):
        assert found[split].to_list() == task.generate(rows, seed=2, split=split).to_pylist()
    assert found["train"].features["labels"] == datasets.List(datasets.Value("uint16"))


def test_streaming_gives_the_same_rows_without_generating(cache):
    streamed = load(cache, streaming=True)
    assert list(streamed) == ["train", "validation", "test"]
    rows = list(streamed["train"])
    assert prepared(cache) == []
    assert rows == load(cache, split="train").to_list()
    assert rows == list(load(cache, streaming=True, split="train"))


def test_streaming_draws_no_more_than_it_needs(cache, monkeypatch):
    drawn = []
    draw = DigitSums.draw
    monkeypatch.setattr(DigitSums, "draw", lambda *key: drawn.append(key[1:]) or draw(*key))
    streamed = load(cache, streaming=True, split="train", train_examples=10**9)
    assert len(list(streamed.take(1500))) == 1500
    assert len(drawn) <= 8  # 2,000 rows, and 1,000 that `datasets` reads ahead


def test_a_stream_goes_on_where_it_was_left(cache):
    streamed = load(cache, streaming=True, split="train")
    rows = []
    for row in streamed:
        rows.append(row)
        if len(rows) == 333:
            state = streamed.state_dict()
            break
    again = load(cache, streaming=True, split="train")
    again.load_state_dict(state)
    assert rows + list(again) == load(cache, split="train").to_list()


def test_split_of_size_zero_is_left_out(cache):
    assert list(load(cache, validation_examples=0)) == ["train", "test"]


def test_slices_of_splits(cache):
    assert load(cache, split="train[:10]").num_rows == 10


def test_the_number_of_processes_does_not_matter(cache, tmp_path):
    one = load(cache)
    two = load(tmp_path / "other", num_proc=2)
    assert all(one[split].to_list() == two[split].to_list() for split in one)


def test_options_are_part_of_the_config_id(cache):
    load(cache, terms=5)
    load(cache, terms=4)
    assert len(prepared(cache)) == 2
    assert load(cache, terms=4)["train"][0]["digits"].__len__() == 4


def test_force_generates_anew(cache):
    load(cache)
    (before,) = prepared(cache)
    inode = before.stat().st_ino
    load(cache, download_mode="force_redownload")
    (after,) = prepared(cache)
    assert after == before
    assert after.stat().st_ino != inode


def test_nothing_but_the_data_stays_in_the_cache(cache):
    load(cache)
    (directory,) = prepared(cache)
    assert [path for path in (cache / ".hf_mathseq").rglob("*") if path.suffix != ".lock"] == [
        cache / ".hf_mathseq" / "hf_mathseq___toy_sums"
    ]
    record = json.loads((directory / "hf_mathseq.json").read_text())
    assert record["task"] == "toy_sums/digits"
    assert record["train_examples"] == 700


def test_damaged_files_in_the_cache_are_made_again(cache, caplog):
    rows = load(cache, split="train").to_list()
    (directory,) = prepared(cache)
    (arrow,) = directory.glob("*train*.arrow")
    arrow.write_bytes(arrow.read_bytes()[:1000])
    assert load(cache, split="train").to_list() == rows
    assert "damaged" in caplog.text


def test_prepare_puts_sizes_and_seed_outside_the_config_id(cache):
    path = prepare("toy_sums/digits", num_examples=300, seed=4, cache_dir=cache)
    assert path.parts[-3] == "digits"
    found = load_dataset(NAME, "digits", cache_dir=str(cache))
    assert {split: rows.num_rows for split, rows in found.items()} == {
        "train": 300,
        "validation": 30,
        "test": 30,
    }
    assert found["train"].to_list() == DigitSums().generate(300, seed=4).to_pylist()
    assert list(load_dataset(NAME, cache_dir=str(cache), streaming=True, split="train")) == (
        found["train"].to_list()
    )


def test_preparing_again_replaces(cache):
    first = prepare("toy_sums", num_examples=300, cache_dir=cache)
    second = prepare("hf_mathseq/toy_sums", "digits", num_examples=200, cache_dir=cache)
    assert prepared(cache) == [second]
    assert first != second


def test_prepare_takes_options_as_text(cache):
    path = prepare("toy_sums/digits", num_examples=100, cache_dir=cache, terms="4")
    assert path.parts[-3] == "digits-terms=4"
    assert load_dataset(NAME, cache_dir=str(cache), terms=4)["train"].num_rows == 100


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"term": 4}, "unknown option of toy_sums/digits 'term'; did you mean 'terms'?"),
        ({"train_example": 4}, "did you mean 'train_examples'"),
        ({"terms": 40}, r"option 'terms' must be in \[1, 12\], not 40"),
        ({"base": "tem"}, "unknown base value 'tem'; did you mean 'ten'?"),
        ({"train_examples": -1}, "'train_examples' must be"),
        ({"seed": "x"}, "'seed' takes an integer"),
    ],
)
def test_bad_options_are_one_clear_line(cache, options, message):
    for call in (
        lambda: load_dataset(NAME, cache_dir=str(cache), **options),
        lambda: load_dataset(NAME, cache_dir=str(cache), streaming=True, **options),
        lambda: prepare("toy_sums/digits", cache_dir=cache, **options),
    ):
        with pytest.raises(OptionError, match=message) as error:
            call()
        assert "\n" not in str(error.value)
    assert prepared(cache) == []


@pytest.mark.parametrize(
    ("name", "config", "message"),
    [
        ("toy_sum", None, "unknown data set 'toy_sum'; did you mean 'toy_sums'?"),
        ("toy_sums/digit", None, "unknown config of hf_mathseq/toy_sums 'digit'; did you mean"),
        ("toy_sums", "digit", "did you mean 'digits'?"),
        ("toy_sums/digits", "other", "two configs"),
    ],
)
def test_unknown_names_are_one_clear_line(cache, name, config, message):
    with pytest.raises(UnknownTaskError, match=message):
        prepare(name, config, cache_dir=cache)


def test_unknown_names_in_load_dataset(cache):
    with pytest.raises(UnknownTaskError, match="did you mean 'toy_sums'"):
        load_dataset("hf_mathseq/toysums", cache_dir=str(cache))
    with pytest.raises(ValueError, match="did you mean 'digits'"):
        load_dataset(NAME, "digit", cache_dir=str(cache))


def test_other_paths_go_to_datasets(cache, tmp_path):
    (tmp_path / "rows.csv").write_text("a\n1\n2\n")
    found = load_dataset(
        "csv", data_files=str(tmp_path / "rows.csv"), cache_dir=str(cache), split="train"
    )
    assert found["a"][:] == [1, 2]


def test_an_unwritable_cache_is_one_line(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(OSError, match="file") as error:
        prepare("toy_sums", num_examples=10, cache_dir=tmp_path / "file" / "cache")
    assert "\n" not in str(error.value)


def test_default_names():
    assert dataset_and_config("toy_sums") == ("toy_sums", "digits")
    assert dataset_and_config("hf_mathseq/linear_algebra") == ("linear_algebra", "transpose")
    assert dataset_and_config("integration/bwd") == ("integration", "bwd")


def test_typed_options_keep_only_what_was_given():
    assert MathSeqConfig("toy_sums/digits").typed({"terms": "3", "seed": "2"}) == {
        "terms": 3,
        "seed": 2,
    }


def test_release_scales_with_the_training_examples():
    release = Release(train_examples=5, validation_examples=100, test_examples=50)
    assert release.resized(300, 1) == Release(300, 30, 30, 1)
    assert release.resized(4, 0) == Release(4, 1, 1, 0)
    assert release.resized(None, 7) == Release(5, 100, 50, 7)
    assert release_of("toy_sums/digits").train_examples > 0


def test_the_builder_writes_parquet_elsewhere(cache, tmp_path):
    builder = make_builder("toy_sums", cache_dir=cache, **SIZES)
    builder.download_and_prepare(str(tmp_path / "out"), file_format="parquet")
    found = datasets.Dataset.from_parquet(str(tmp_path / "out" / "toy_sums-train.parquet"))
    assert found.to_list() == DigitSums().generate(700).to_pylist()
    assert prepared(cache) == []


def test_no_folder_of_the_checkout_is_named_like_a_data_set():
    root = Path(hf_mathseq.__file__).parent
    assert [name for name in data_sets() if (root / name).is_dir()] == []
