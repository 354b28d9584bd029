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


@pytest.mark.parametrize("value", [-1, 3, 10**6, True, 1.0, "1", [1], None], ids=repr)
@pytest.mark.parametrize("name", ["pad_token_id", "eos_token_id", "decoder_start_token_id"])
def test_ids_that_are_not_those_of_the_task(folder, name, value):
    edit_json(folder / "generation_config.json", **{name: value})
    refused(folder, rf"(says {name} \S+; for this task it is [01]$|no model can be read)")


@pytest.mark.parametrize("name", ["forced_bos_token_id", "forced_eos_token_id"])
def test_no_token_is_forced(folder, name):
    edit_json(folder / "generation_config.json", **{name: -1})
    refused(folder, f"says {name} -1; for this task it is null")


def test_ids_of_the_configuration_and_the_tokenizer(folder):
    edit_json(folder / "config.json", eos_token_id=7)
    refused(folder, "config.json of .* says eos_token_id 7; for this task it is 1")
    edit_json(folder / "config.json", eos_token_id=1)
    edit_json(folder / "tokenizer_config.json", **{"pad_token": "</s>"})
    refused(folder, "tokenizer_config.json of .* says pad_token_id 1; for this task it is 0")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("max_length", 10**9),
        ("max_length", 0),
        ("max_length", "16"),
        ("num_beams", -1),
        ("num_beams", 1.5),
        ("length_penalty", "x"),
        ("length_penalty", float("nan")),
    ],
)
def test_decoding_that_no_model_has(folder, name, value):
    edit_json(folder / "generation_config.json", **{name: value})
    refused(folder, f"(says {name} .*; it takes|no model can be read)")


def test_other_settings_of_decoding_are_left_out(folder, untrained):
    settings = {"suppress_tokens": [-5], "max_new_tokens": 10**9, "stop_strings": ["x"]}
    edit_json(folder / "generation_config.json", **settings)
    found, plain = (load_trained(path).model.generation_config for path in (folder, untrained))
    assert found.to_dict() == plain.to_dict()
    (folder / "generation_config.json").unlink()
    assert 1 <= load_trained(folder).model.generation_config.max_length <= plain.max_length


@pytest.mark.parametrize(
    ("side", "entries", "said"),
    [
        ("encoder", {"num_hidden_layers": 10**6}, "num_hidden_layers 1000000; it takes 0 to 100"),
        ("decoder", {"num_hidden_layers": -1}, "num_hidden_layers -1; it takes"),
        (
            "encoder",
            {"hidden_size": 1 << 16},
            "do not fit its config.json: .* stored, .* described",
        ),
    ],
)
def test_sizes_that_the_weights_do_not_have(folder, side, entries, said):
    config = json.loads((folder / "config.json").read_text())
    edit_json(folder / "config.json", **{side: {**config[side], **entries}})
    refused(folder, said)


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
        ({NAME: torch.full((16, 64), float("nan"))}, f"{NAME} holds no finite numbers"),
        ({NAME: torch.full((16, 64), float("-inf"))}, f"{NAME} holds no finite numbers"),
    ],
    ids=["shape", "missing", "type", "unexpected", "no number", "infinite"],
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


def test_trainings_that_are_not_finished_are_named(tmp_path):
    checkpoint = tmp_path / "model.checkpoints" / "checkpoint-2"
    checkpoint.mkdir(parents=True)
    (checkpoint / "config.json").write_text("{}")
    with pytest.raises(ModelError, match="its training is not finished"):
        load_trained(tmp_path / "model")
    with pytest.raises(ModelError, match=r"no tokenizer\.json; checkpoints"):
        load_trained(checkpoint)
