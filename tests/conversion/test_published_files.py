"""Published text files to shards and back."""

import gzip
import io
import json
import tarfile
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest
from worked_networks import WORKED

import hf_mathseq
from hf_mathseq.cli import main
from hf_mathseq.conversion import text_files
from hf_mathseq.conversion.converted_rows import RowReader
from hf_mathseq.conversion.data import DataOptions, convert_data
from hf_mathseq.conversion.export import export_data
from hf_mathseq.conversion.published_lines import read_lines
from hf_mathseq.conversion.published_split import held_out_lines
from hf_mathseq.conversion.text_files import PublishedFileError, blocks_of_lines, members
from hf_mathseq.conversion.word_table import WordTable
from hf_mathseq.data.manifest import ShardError, read_shards
from hf_mathseq.data.shards import generate_to
from hf_mathseq.options import OptionError
from hf_mathseq.symbolic.expression import read_prefix
from hf_mathseq.symbolic.infix import read_infix
from hf_mathseq.symbolic.plain_infix import plain_infix
from hf_mathseq.training.recipe import recipe_from
from hf_mathseq.training.source import training_examples

DATA = Path(__file__).parents[1] / "data"
BWD = DATA / "symbolic/prim_bwd.counts"
SAMPLES = {
    "integration/bwd": BWD,
    "integration/fwd": DATA / "symbolic/prim_fwd.counts",
    "ode/ode1": DATA / "symbolic/ode1.counts",
    "ode/ode2": DATA / "symbolic/ode2.counts",
    "differential_systems/convergence_speed": DATA / "differential_systems/stability.counts",
    "differential_systems/controllability": DATA / "differential_systems/control.counts",
    "differential_systems/feedback_gain": DATA / "differential_systems/gram.counts",
}


@pytest.fixture(scope="module")
def bwd():
    return hf_mathseq.get_task("integration/bwd")


def rows(folder, split="train"):
    return [row for table in read_shards(folder, split) for row in table.to_pylist()]


@pytest.mark.parametrize("name", SAMPLES)
def test_a_converted_sample_is_exported_byte_for_byte(name, tmp_path):
    task = hf_mathseq.get_task(name)
    found = convert_data(SAMPLES[name], task, tmp_path / "data", progress=False)["train"]
    assert found["malformed"] == {}
    assert found["rows"] == found["lines"] >= 20
    assert export_data(tmp_path / "data", tmp_path / "back") == found["rows"]
    published = [line.rstrip() for line in SAMPLES[name].read_text().splitlines()]
    assert (tmp_path / "back").read_text().splitlines() == published


@pytest.mark.parametrize("name", SAMPLES)
def test_rows_have_the_columns_of_the_task(name, tmp_path):
    task = hf_mathseq.get_task(name)
    found = convert_data(SAMPLES[name], task, tmp_path, progress=False)["train"]
    table = next(read_shards(tmp_path))
    assert set(table.column_names) == {*task.schema.names, "count"}
    for column in ("input_ids", "labels"):
        assert table.schema.field(column).type == task.schema.field(column).type
    answered = [row for row in table.to_pylist() if row[task.description.answer] is not None]
    assert len(answered) == found["rows"] - found["unread"] >= 0.9 * found["rows"]
    for row in answered[:5]:
        assert " ".join(task.encode(row)[0]) == row["input"]


def test_natural_text_reads_back_to_the_words():
    for name in ("prim_bwd", "prim_fwd", "prim_ibp"):
        for line in (DATA / f"symbolic/{name}.counts").read_text().splitlines():
            problem, answer = line.partition("|")[2].split("\t")
            for words in (problem.split()[2:], answer.split()):
                text = plain_infix(words)
                assert text is not None
                assert read_prefix(read_infix(text)) is read_prefix(words)


@pytest.mark.parametrize(
    "words", ["", "add x", "x x", "1 2", "INT+", "INT+ x", "foo x", "sin", "x INT+ 1", "INT+ 1 1 x"]
)
def test_what_is_no_expression_has_no_text(words):
    assert plain_infix(words.split()) is None


def test_malformed_lines_are_named_by_number(bwd, tmp_path, capsys):
    lines = [b"1|sub Y' x\tx", b"2|x", b"3|x\tx\tx", b"x\tx", b"4|foo\tx", b"5|sub Y' x\tx \r"]
    lines += [b"", b'"6"|x\tx', b"7||x\tx", b"\xff\xfe\x00|\tx\t\xff", b"8|x\t", b"9|x  x\tx"]
    path = tmp_path / "bad.train"
    path.write_bytes(b"\n".join(lines))
    found = convert_data(path, bwd, tmp_path / "out", progress=False)["train"]
    assert [row["count"] for row in rows(tmp_path / "out")] == [1, 5]
    assert found["malformed_lines"] == [2, 3, 4, 5, 7, 8, 9, 10, 11, 12]
    assert sum(found["malformed"].values()) == len(lines) - 2 == found["lines"] - found["rows"]
    with pytest.raises(PublishedFileError, match="line 2 is malformed"):
        convert_data(path, bwd, tmp_path / "no", DataOptions(strict=True), progress=False)
    arguments = ["convert", str(path), "--task", "integration/bwd", "--output", str(tmp_path / "o")]
    assert main(arguments) == 0
    assert "first malformed lines: 2, 3, 4" in capsys.readouterr().err
    assert main([*arguments[:-1], str(tmp_path / "p"), "--strict"]) == 2


def test_the_ids_of_lines_are_those_of_the_tokenizer(bwd):
    read = read_lines(BWD.read_bytes(), WordTable(bwd.vocabulary))
    first = BWD.read_text().splitlines()[0].partition("|")[2].split("\t")
    assert read.inputs.values[: read.inputs.lengths[0]].tolist() == bwd.vocabulary.to_ids(
        first[0].split()
    )
    assert not read.malformed
    assert len(read.counts) == len(BWD.read_text().splitlines())


def test_archives_hold_one_file_for_each_split(bwd, tmp_path):
    lines = BWD.read_bytes().splitlines(keepends=True)
    parts = {"a/../prim_bwd.train": lines[:30], "/x/prim_bwd.valid": lines[30:40]}
    parts["prim_bwd.test.final"] = lines[40:50]
    path = tmp_path / "prim_bwd.tar.gz"
    with tarfile.open(path, "w:gz") as archive:
        folder, link = tarfile.TarInfo("set.train"), tarfile.TarInfo("link.train")
        folder.type, link.type, link.linkname = tarfile.DIRTYPE, tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(folder)
        archive.addfile(link)
        for name, content in {"README": [b"read me"], **parts}.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(b"".join(content))
            archive.addfile(entry, io.BytesIO(b"".join(content)))
    found = convert_data(path, bwd, tmp_path / "out", progress=False)
    assert {split: manifest["rows"] for split, manifest in found.items()} == {
        "train": 30,
        "validation": 10,
        "test": 10,
    }
    assert next(member.name for member in members(path)) == "README"


def test_gzip_and_plain_files_give_the_same_rows(bwd, tmp_path):
    packed = tmp_path / "prim_bwd.train.gz"
    packed.write_bytes(gzip.compress(BWD.read_bytes()))
    convert_data(packed, bwd, tmp_path / "a", DataOptions(shard_lines=64), progress=False)
    convert_data(BWD, bwd, tmp_path / "b", progress=False)
    assert rows(tmp_path / "a") == rows(tmp_path / "b")


def test_a_cut_off_file_is_refused(bwd, tmp_path):
    packed = gzip.compress(BWD.read_bytes())
    (tmp_path / "cut.gz").write_bytes(packed[: len(packed) // 2])
    with pytest.raises(PublishedFileError, match="cut off or damaged"):
        convert_data(tmp_path / "cut.gz", bwd, tmp_path / "out", progress=False)
    assert not (tmp_path / "out/manifest-train.json").exists()


def test_a_file_that_unpacks_to_far_more_is_refused(bwd, tmp_path, monkeypatch):
    monkeypatch.setattr(text_files, "FREE_BYTES", 1 << 20)
    (tmp_path / "bomb.gz").write_bytes(gzip.compress(b"1|x\tx\n" * (1 << 20)))
    with pytest.raises(PublishedFileError, match="200 times"):
        convert_data(tmp_path / "bomb.gz", bwd, tmp_path / "out", progress=False)


@pytest.mark.parametrize("name", ["prim_bwd.train", "README"])
def test_a_sparse_member_of_any_size_is_refused(name, bwd, tmp_path):
    headers = {"GNU.sparse.major": "1", "GNU.sparse.minor": "0", "GNU.sparse.name": name}
    entry = tarfile.TarInfo("GNUSparseFile.0/x")
    entry.pax_headers = headers | {"GNU.sparse.realsize": str(1 << 40)}
    content = b"0\n".ljust(512, b"\0")  # no part of it holds data: a map of no entries
    entry.size = len(content)
    with tarfile.open(tmp_path / "x.tar", "w", format=tarfile.PAX_FORMAT) as archive:
        archive.addfile(entry, io.BytesIO(content))
    with tarfile.open(tmp_path / "x.tar") as archive:
        assert archive.next().size == 1 << 40
    with pytest.raises(PublishedFileError, match="200 times"):
        convert_data(tmp_path / "x.tar", bwd, tmp_path / "out", progress=False)


def test_a_cut_off_archive_leaves_no_manifest_of_what_was_cut(bwd, tmp_path, capsys):
    with tarfile.open(tmp_path / "x.tar.gz", "w:gz") as archive:
        for name in ("a.valid", "a.train"):
            archive.add(BWD, name)
    content = (tmp_path / "x.tar.gz").read_bytes()
    (tmp_path / "cut.tar.gz").write_bytes(content[: 3 * len(content) // 4])
    arguments = ["convert", str(tmp_path / "cut.tar.gz"), "--task", "integration/bwd"]
    assert main([*arguments, "--output", str(tmp_path / "out")]) == 2
    assert "cut off or damaged" in capsys.readouterr().err
    assert not (tmp_path / "out/manifest-train.json").exists()


@pytest.mark.parametrize("name", ["existence", "mixed"])
@pytest.mark.parametrize("weighted", [False, True])
def test_published_networks_are_read_and_written_back(name, weighted, tmp_path):
    chosen = [case for case in WORKED if case["weighted"] == weighted]
    target = "levels_p2" if name == "mixed" else name
    lines = [f"17|{case['input_tokens']}\t{case['target_tokens'][target]}" for case in chosen]
    (tmp_path / "data.train").write_text("\n".join([*lines, ""]))
    task = hf_mathseq.get_task(f"metabolic_networks/{name}", weighted=weighted)
    found = convert_data(tmp_path / "data.train", task, tmp_path / "out", progress=False)["train"]
    assert (found["rows"], found["malformed"], found["unread"]) == (len(chosen), {}, 0)
    for row, case in zip(rows(tmp_path / "out"), chosen, strict=True):
        assert (row["n"], row["edges"]) == (case["n"], sorted(map(list, case["edges"])))
        assert (row[task.description.answer] is not None) == (name == "existence" or case["label"])
    export_data(tmp_path / "out", tmp_path / "back")
    assert (tmp_path / "back").read_text().splitlines() == lines


def test_an_endless_line_is_refused(bwd, tmp_path):
    (tmp_path / "long").write_bytes(b"1|x\tx\n" + b"x " * (1 << 20))
    with pytest.raises(PublishedFileError, match="a line of over"):
        convert_data(tmp_path / "long", bwd, tmp_path / "out", progress=False)


def test_another_tasks_file_is_refused(tmp_path, capsys):
    arguments = ["convert", str(BWD), "--task", "linear_algebra/add"]
    assert main([*arguments, "--output", str(tmp_path / "out")]) == 2
    assert "has no line of linear_algebra/add" in capsys.readouterr().err
    assert main(["convert", str(BWD), "--output", str(tmp_path / "out")]) == 2
    assert "--task integration/bwd" in capsys.readouterr().err


def test_blocks_have_whole_lines(tmp_path):
    text = b"".join(b"line %d\n" % i for i in range(1000)) + b"last"
    (tmp_path / "lines").write_bytes(text)
    blocks = list(blocks_of_lines(tmp_path / "lines", io.BytesIO(text), 300))
    assert [block.count(b"\n") for block in blocks] == [300, 300, 300, 101]
    assert b"".join(blocks) == text + b"\n"


def test_an_interrupted_conversion_goes_on_to_the_same_bytes(bwd, tmp_path, monkeypatch):
    options = DataOptions(shard_lines=30)
    whole = convert_data(BWD, bwd, tmp_path / "whole", options, progress=False)

    def broken(path, stream, lines):
        for number, block in enumerate(blocks_of_lines(path, stream, lines)):
            if number == 3:
                raise KeyboardInterrupt
            yield block

    monkeypatch.setattr("hf_mathseq.conversion.data.blocks_of_lines", broken)
    with pytest.raises(KeyboardInterrupt):
        convert_data(BWD, bwd, tmp_path / "cut", options, progress=False)
    monkeypatch.undo()
    finished = (tmp_path / "cut/train-00001.parquet").stat().st_mtime_ns
    (tmp_path / "cut/train-00000.parquet").write_bytes(b"damaged")
    assert convert_data(BWD, bwd, tmp_path / "cut", options, progress=False) == whole
    assert (tmp_path / "cut/train-00001.parquet").stat().st_mtime_ns == finished
    for shard in whole["train"]["shards"]:
        one, other = (tmp_path / f / shard["file"] for f in ("whole", "cut"))
        assert one.read_bytes() == other.read_bytes()
    with pytest.raises(ShardError, match="another train split"):
        convert_data(BWD, bwd, tmp_path / "cut", progress=False)


def test_ids_only_leaves_texts_out(bwd, tmp_path):
    convert_data(BWD, bwd, tmp_path, DataOptions(natural=False), progress=False)
    names = pq.read_schema(tmp_path / "train-00000.parquet").names
    assert names == ["input_ids", "labels", "length", "count"]


def test_stability_is_labelled_from_the_speed_as_published(tmp_path):
    path = SAMPLES["differential_systems/convergence_speed"]
    task = hf_mathseq.get_task("differential_systems/stability")
    convert_data(path, task, tmp_path, progress=False)
    targets = [line.rstrip().split("\t")[1] for line in path.read_text().splitlines()]
    labels = ["INT+ 1" if text.startswith("FLOAT- ") else "INT+ 0" for text in targets]
    assert [row["target"] for row in rows(tmp_path)] == labels
    assert len({*labels}) == 2


def cut(name, sample, **options):
    """The targets of a sample that is read for another task, and those of the file."""
    task = hf_mathseq.get_task(f"differential_systems/{name}", **options)
    text = (DATA / f"differential_systems/{sample}.counts").read_bytes()
    lines, _, _ = RowReader(task).read(text)
    targets = [line.rstrip().split("\t")[1] for line in text.decode().splitlines()]
    return lines["target"].to_pylist(), targets


def test_jacobians_in_front_of_speeds_are_left_out():
    found, given = cut("convergence_speed", "stability_jacobian")
    assert found == [text.rpartition("<SPECIAL_6> ")[2] for text in given]
    whole, _ = cut("convergence_speed", "stability_jacobian", jacobian=True)
    assert whole == given
    labels, _ = cut("stability", "stability_jacobian")
    assert labels == ["INT+ 1" if text.startswith("FLOAT-") else "INT+ 0" for text in found]


def test_bounds_behind_classes_are_left_out():
    task = hf_mathseq.get_task("differential_systems/pde", bounds=False)
    target = "INT+ 1 <SPECIAL_3> INT+ 0"
    problem = "INT+ 1 <SPECIAL_3> x0 <SPECIAL_3> x0"
    text = f"1|{problem}\t{target} <SPECIAL_3> INT+ 1\n2|{problem}\t{target}\n"
    found, malformed, _ = RowReader(task).read(text.encode())
    assert found["target"].to_pylist() == [target] * 2
    assert not malformed


def test_lines_without_counts_are_read_on_demand(bwd, tmp_path, capsys):
    plain = [line.partition("|")[2].rstrip() for line in BWD.read_text().splitlines()]
    path = tmp_path / "data.prefix"
    path.write_text("\n".join(plain))
    arguments = ["convert", str(path), "--task", "integration/bwd", "--output", str(tmp_path / "o")]
    assert main(arguments) == 2
    assert "--no-counts" in capsys.readouterr().err
    arguments[-1] = str(tmp_path / "p")
    assert main([*arguments, "--no-counts"]) == 0
    found = rows(tmp_path / "p")
    assert [f"{row['input']}\t{row['target']}" for row in found] == plain
    assert {row["count"] for row in found} == {1}
    options = DataOptions(held_out=8, counted=False)
    split = convert_data(path, bwd, tmp_path / "q", options, progress=False)
    assert split["train"]["rows"] + 16 >= len(plain) > split["train"]["rows"]
    assert split["validation"]["rows"] >= 4


def test_places_of_held_out_lines_are_the_published_ones():
    for case in json.loads((DATA / "differential_systems/vectors.json").read_text())[
        "split_indices"
    ]:
        expected = case["valid_indices"], case["test_indices"]
        assert held_out_lines(case["lines"], case["size"]) == expected
    with pytest.raises(OptionError, match="1 to 4 examples"):
        held_out_lines(10, 5)


def test_the_published_division_leaves_known_inputs_out(bwd, tmp_path):
    lines = BWD.read_text().splitlines()[:60]
    lines[40] = lines[39]
    (tmp_path / "data").write_text("\n".join(lines) + "\n")
    options = DataOptions(held_out=8, shard_lines=25)
    found = convert_data(tmp_path / "data", bwd, tmp_path / "out", options, progress=False)
    places = held_out_lines(60, 8)
    inputs = [line.partition("|")[2].partition("\t")[0] for line in lines]
    train = [text for i, text in enumerate(inputs) if i not in {*places[0], *places[1]}]
    assert [row["input"] for row in rows(tmp_path / "out")] == train
    for split, own in zip(("validation", "test"), places, strict=True):
        kept = [inputs[i] for i in own if inputs[i] not in train]
        assert [row["input"] for row in rows(tmp_path / "out", split)] == kept
        assert found[split]["rows"] == len(kept)


def test_a_recipe_trains_on_converted_data(bwd, tmp_path):
    convert_data(BWD, bwd, tmp_path, DataOptions(natural=False), progress=False)
    recipe = recipe_from({"task": "integration/bwd", "data": {"folder": str(tmp_path)}})
    examples = training_examples(recipe, bwd)
    assert examples[0]["labels"].dtype == bwd.vocabulary.id_dtype
    short = recipe_from({**recipe.as_dict(), "options": {"max_len": 40}})
    with pytest.raises(OptionError, match=r"input_ids of \d+ tokens .* set model.positions to"):
        training_examples(short, short.make_task())
    fitted = recipe_from({**short.as_dict(), "model": {"positions": 600}})
    assert len(training_examples(fitted, short.make_task())) == len(examples)
    other = recipe_from({"task": "ode/ode1", "data": {"folder": str(tmp_path)}})
    with pytest.raises(OptionError, match="other data"):
        training_examples(other, other.make_task())


def test_generated_data_are_exported_with_count_one(tmp_path):
    task = hf_mathseq.get_task("linear_algebra/transpose", dimension=2)
    generate_to(task, tmp_path / "data", 50, progress=False)
    assert main(["convert", str(tmp_path / "data"), "--output", str(tmp_path / "text")]) == 0
    lines = (tmp_path / "text").read_text().splitlines()
    expected = [f"1|{row['input']}\t{row['target']}" for row in rows(tmp_path / "data")]
    assert lines == expected
    read = read_lines((tmp_path / "text").read_bytes(), WordTable(task.vocabulary))
    assert np.array_equal(read.counts, np.ones(50))


@pytest.mark.parametrize("kept", [3, 40])
def test_an_archive_that_is_damaged_at_its_beginning_is_refused(kept, bwd, tmp_path, capsys):
    with tarfile.open(tmp_path / "x.tar.gz", "w:gz") as archive:
        archive.add(BWD, "a.train")
    content = (tmp_path / "x.tar.gz").read_bytes()
    (tmp_path / "y.tar.gz").write_bytes(content[:kept] + b"\xff" * (kept > 9) * 100)
    arguments = ["convert", str(tmp_path / "y.tar.gz"), "--task", "integration/bwd"]
    assert main([*arguments, "--output", str(tmp_path / "out")]) == 2
    error = capsys.readouterr().err
    assert "cut off or damaged" in error
    assert error.count("\n") == 1


def test_lines_may_be_compressed_and_replace_nothing_else(tmp_path):
    generate_to(hf_mathseq.get_task("linear_algebra/transpose", dimension=2), tmp_path / "data", 20)
    lines = tmp_path / "lines.gz"
    for _ in range(2):
        assert export_data(tmp_path / "data", lines) == 20
    assert gzip.decompress(lines.read_bytes()).count(b"\n") == 20
    mine = tmp_path / "notes.md"
    mine.write_text("precious")
    with pytest.raises(PublishedFileError, match="no data file"):
        export_data(tmp_path / "data", mine)
    assert mine.read_text() == "precious"
