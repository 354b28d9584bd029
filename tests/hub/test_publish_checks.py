"""Folders that are not fit to be published are refused with one line, before anything is sent."""

import json
import shutil

import pyarrow.parquet as pq
import pytest

from hf_mathseq.conversion.data import DataOptions, convert_data
from hf_mathseq.hub import publish
from hf_mathseq.suggestions import UserError
from hf_mathseq.tasks import get_task


def refused(folder, said, name="hf-mathseq/nothing", **options):
    with pytest.raises(UserError, match=said) as caught:
        publish(folder, name, dry_run=True, **options)
    assert "\n" not in str(caught.value)


def edit_json(path, **entries):
    path.write_text(json.dumps({**json.loads(path.read_text()), **entries}))


def test_nothing_there(tmp_path):
    refused(tmp_path / "absent", "no folder")
    refused(tmp_path, "is no model .config.json., no data")


@pytest.mark.parametrize("name", ["README.md", "config.json", "tokenizer.json"])
def test_model_that_lacks_a_file(model_folder, name):
    (model_folder / name).unlink()
    refused(model_folder, f"no complete model: {name} is missing", kind="model")


def test_weights_that_are_not_safetensors(model_folder):
    (model_folder / "model.safetensors").rename(model_folder / "pytorch_model.bin")
    refused(model_folder, "no weights as safetensors")


def test_damaged_weights(model_folder):
    weights = model_folder / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-100])
    refused(model_folder, "model.safetensors is damaged")


@pytest.mark.parametrize("name", ["config.json", "tokenizer_config.json"])
def test_remote_code(model_folder, name):
    edit_json(model_folder / name, auto_map={"AutoConfig": "code.Config"})
    refused(model_folder, f"{name} has an auto_map")


def test_config_that_does_not_load(model_folder):
    edit_json(model_folder / "config.json", model_type="unheard_of")
    refused(model_folder, "does not load: .*unheard_of")


def test_tokenizer_that_does_not_load(model_folder):
    (model_folder / "tokenizer.json").write_text("{}")
    refused(model_folder, "does not load")


def test_tokenizer_of_another_model(model_folder):
    config = json.loads((model_folder / "config.json").read_text())
    for part in ("encoder", "decoder"):
        config[part]["vocab_size"] = 5
    (model_folder / "config.json").write_text(json.dumps({**config, "vocab_size": 5}))
    refused(model_folder, "the tokenizer has .* tokens, the model 5")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("# No YAML\n", "does not begin with YAML"),
        ("---\nlicense: [\n---\n", "the YAML of README.md"),
        ("---\ntags: [a]\n---\n", "names no license"),
        ("---\n- a\n---\n", "names no license"),
        ("---\nlicense: mit\n---\nMade in /home/somebody/runs\n", "names a folder .*: /home/some"),
        ("---\nlicense: mit\n---\nhf_" + "a" * 34, "holds an access token"),
    ],
)
def test_cards(model_folder, text, said):
    (model_folder / "README.md").write_text(text)
    refused(model_folder, said)


def test_slashes_that_are_no_folders(model_folder):
    text = "---\nlicense: mit\n---\nhttps://a.b/home/x and 3/tmp/2, `data/work/x`, home/work/x\n"
    (model_folder / "README.md").write_text(text)
    publish(model_folder, "hf-mathseq/nothing", dry_run=True)


def test_link_out_of_the_folder(model_folder, tmp_path):
    (tmp_path / "elsewhere").write_text("LICENSE of another place")
    (model_folder / "LICENSE").symlink_to(tmp_path / "elsewhere")
    refused(model_folder, "is a link out of the folder")


@pytest.fixture
def own_data(data_folder, tmp_path):
    return shutil.copytree(data_folder, tmp_path / "data")


def test_damaged_shard(own_data):
    shard = own_data / "add" / "train-00001.parquet"
    shard.write_bytes(shard.read_bytes()[:-8])
    refused(own_data, "train-00001.parquet is missing or damaged")


def test_missing_shard(own_data):
    (own_data / "add" / "train-00001.parquet").unlink()
    refused(own_data, "train-00001.parquet is missing or outside")


def test_manifest_that_names_other_places(own_data):
    manifest = own_data / "add" / "manifest-test.json"
    shards = json.loads(manifest.read_text())["shards"]
    edit_json(manifest, shards=[{**shards[0], "file": "../../../secret.parquet"}])
    refused(own_data, "is missing or outside the folder")


def test_converted_data(tmp_path):
    lines = tmp_path / "lines.txt"
    lines.write_text("1|sub Y' cos x\tsin x\n")
    options = DataOptions(split="train")
    convert_data(lines, get_task("integration/bwd"), tmp_path / "data", options, progress=False)
    refused(tmp_path / "data", "is not of 'hf-mathseq generate'")


def test_foreign_parquet_is_left_out(own_data):
    table = pq.read_table(own_data / "add" / "test-00000.parquet")
    pq.write_table(table, own_data / "add" / "test-00001.parquet")
    found = publish(own_data, "hf-mathseq/linear-algebra", dry_run=True)
    assert "add/test-00001.parquet" in found.left_out
