"""Damaged model folders are refused with one line, whatever the library makes of them."""

import json
import shutil

import pytest
import torch
from safetensors.torch import load_file, save_file

from hf_mathseq.cli import main
from hf_mathseq.evaluation.loading import JSON_FILES, ModelError, load_trained

DEEP = "[" * 100_000 + "]" * 100_000
TEXTS = {"nothing": "", "cut": '{"model_type": "enc', "a list": "[1]", "null": "null", "deep": DEEP}
WEIGHTS = "model.safetensors"
NAME = "encoder.encoder.layer.0.output.dense.weight"


@pytest.fixture
def folder(untrained, tmp_path):
    return shutil.copytree(untrained, tmp_path / "model")


def refused(folder, said):
    with pytest.raises(ModelError, match=said) as caught:
        load_trained(folder)
    assert "\n" not in str(caught.value)


def edit_json(path, **entries):
    path.write_text(json.dumps({**json.loads(path.read_text()), **entries}))


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
@pytest.mark.parametrize("name", JSON_FILES)
def test_files_that_hold_no_json_object(folder, name, text):
    (folder / name).write_text(text)
    refused(folder, rf"{name} (is not JSON|holds no JSON object)")


@pytest.mark.parametrize(
    ("name", "entries"),
    [
        ("config.json", {"model_type": "unheard_of"}),
        ("config.json", {"decoder": 3}),
        ("config.json", {"decoder_start_token_id": []}),
        ("tokenizer.json", {"model": None}),
        ("tokenizer.json", {"added_tokens": 3}),
    ],
)
def test_entries_of_other_types(folder, name, entries):
    edit_json(folder / name, **entries)
    refused(folder, "no model can be read from")


@pytest.mark.parametrize("kept", [0, 5, 2000, -100])
def test_weights_that_are_cut(folder, kept):
    whole = (folder / WEIGHTS).read_bytes()
    (folder / WEIGHTS).write_bytes(whole[:kept])
    refused(folder, "no model can be read from")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({NAME: torch.zeros(3, 3)}, f"{NAME} is of another shape"),
        ({NAME: None}, f"{NAME} is missing"),
        ({NAME: torch.zeros(16, 64, dtype=torch.int64)}, f"{NAME} is of type I64"),
        ({"other": torch.zeros(2)}, "other is none of this model"),
    ],
    ids=["shape", "missing", "type", "unexpected"],
)
def test_weights_of_another_model(folder, changed, said, capsys):
    tensors = {**load_file(folder / WEIGHTS), **changed}
    kept = {name: values for name, values in tensors.items() if values is not None}
    save_file(kept, folder / WEIGHTS, metadata={"format": "pt"})
    refused(folder, said)
    assert not capsys.readouterr().err


def test_the_command_says_one_line(folder, capsys):
    (folder / WEIGHTS).write_bytes(b"")
    assert main(["solve", str(folder), "[[1, 2], [3, 4]]"]) == 2
    assert capsys.readouterr().err.count("\n") == 1
