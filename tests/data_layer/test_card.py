"""The card says what is in the shards, and `datasets` can read it."""

import hashlib
import json
import re
import shlex
from pathlib import Path

import datasets
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import yaml
from toy_task import DigitSums

from hf_mathseq.cli import main
from hf_mathseq.data import length_pictures
from hf_mathseq.data.card import card_files, render_card, write_card
from hf_mathseq.data.card_metadata import size_class
from hf_mathseq.data.citations import bibtex
from hf_mathseq.data.length_pictures import length_rows
from hf_mathseq.data.manifest import ShardError, read_manifest
from hf_mathseq.data.markdown import code, code_block, plain, table
from hf_mathseq.data.shards import generate_to
from hf_mathseq.data.statistics import measure_overlaps, measure_split, percentiles
from hf_mathseq.suggestions import UserError
from hf_mathseq.tasks import get_task

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
    counts = found.lengths["answer"]
    assert percentiles(counts) == [rows[2], rows[149], rows[284], rows[296], rows[299]]
    assert sum(count for _, count in length_rows(counts)) == 300


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


def test_the_commands_make_the_same_files(folder, monkeypatch):
    commands = re.search(r"```bash\n(.*?)\n```", render_card(folder), re.S)[1].splitlines()
    assert len(commands) == len(SIZES)
    again = folder / "again"
    again.mkdir()
    monkeypatch.chdir(again)
    for command in commands[1:]:  # the test wrote the first in smaller shards
        assert main(shlex.split(command)[1:]) == 0
    for name in ("test-00000.parquet", "validation-00000.parquet"):
        assert (again / "digits" / name).read_bytes() == (folder / "digits" / name).read_bytes()


def test_tokens_and_examples(folder):
    card = render_card(folder)
    assert "| special | 3 | `<pad> </s> <unk>` |" in card
    assert "| others | 10 | `0 1 2 3 4 5 6 7 8 9` |" in card
    first = DigitSums(terms=4).generate(1).to_pylist()[0]
    assert f"- Problem: `{first['digits']}`\n- Answer: `{first['total']}`" in card


def test_formulas(tmp_path):
    task = get_task("linear_algebra/transpose", dimension=2)
    generate_to(task, tmp_path, 5, progress=False)
    card = render_card(tmp_path)
    assert card.count("- Problem: $A=\\begin{bmatrix}") == 3
    assert "Lengths of problems and answers of transpose](lengths-transpose.png)" in card
    assert "| sign | 2 | `+ -` | of the number that follows |" in card
    assert "title = {Linear algebra with transformers}" in card


def test_pictures_and_the_benchmark_lie_beside_the_card(folder):
    write_card(folder)
    names = {path.name for path in folder.iterdir() if path.is_file()}
    assert names == {"README.md", "lengths-digits.png", "eval.yaml"}
    assert (folder / "lengths-digits.png").read_bytes().startswith(b"\x89PNG")
    benchmark = yaml.safe_load((folder / "eval.yaml").read_text())
    assert benchmark["tasks"] == [{"id": "digits_test", "config": "digits", "split": "test"}]
    assert "evaluation_framework" not in benchmark


def test_without_matplotlib_lengths_are_a_table(folder, monkeypatch):
    def refuse(width, height):
        raise UserError("pictures need matplotlib")

    monkeypatch.setattr(length_pictures, "empty_figure", refuse)
    files = card_files(folder)
    assert set(files) == {"README.md", "eval.yaml"}
    assert (
        "| tokens of the problem | train |\n| --- | --- |\n| 5 | 2,500 |"
        in files["README.md"].decode()
    )


def test_a_card_without_tests_is_no_benchmark(tmp_path):
    generate_to(DigitSums(terms=4), tmp_path, 5, progress=False)
    assert "eval.yaml" not in card_files(tmp_path)


def test_samples_are_no_benchmarks(tmp_path):
    for config in ("digits", "digits-sample"):
        generate_to(DigitSums(terms=4), tmp_path / config, 5, split="test", progress=False)
    benchmark = yaml.safe_load(card_files(tmp_path)["eval.yaml"])
    assert [task["config"] for task in benchmark["tasks"]] == ["digits"]


def test_papers_are_those_of_the_citation_file():
    cited = yaml.safe_load((Path(__file__).parents[2] / "CITATION.cff").read_text())["references"]
    for paper in cited:
        entry = bibtex([paper["url"].rpartition("/")[2]])
        names = [f"{a['family-names']}, {a['given-names']}" for a in paper["authors"]]
        assert f"title = {{{paper['title']}}}" in entry
        assert f"author = {{{' and '.join(names)}}}" in entry
        assert f"year = {{{paper['year']}}}" in entry
    assert "title" not in bibtex(["0000.00000"])


def test_text_cannot_become_markup():
    assert code("a`b``c") == "```a`b``c```"
    assert code("`") == "`` ` ``"
    assert code_block("x\n```\ny").startswith("````\n")
    assert plain("<b>*_$`") == "&lt;b&gt;\\*\\_\\$\\`"
    assert table(("a",), [("x|y\nz",)]).endswith("| x\\|y z |")


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
