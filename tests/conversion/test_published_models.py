"""Published checkpoints to model folders: equal numbers, and nothing of theirs is run."""

import argparse
import io
import json
import os
import pickle
import tarfile
import time
import tracemalloc
import zipfile

import numpy as np
import pytest
import torch
from published_checkpoints import DATA, OPTIONS, TINY, parts, save, widened
from transformers import AutoModelForSeq2SeqLM, AutoTokenizer

import hf_mathseq
from hf_mathseq.cli import main
from hf_mathseq.conversion.checkpoints import CheckpointError, read_checkpoint
from hf_mathseq.conversion.models import convert_model
from hf_mathseq.conversion.pickled_globals import foreign_globals
from hf_mathseq.conversion.plain_pickle import MAX_BYTES, PickleRefusedError, read_plain_pickle
from hf_mathseq.encodings.prefix import PUBLISHED_WORDS
from hf_mathseq.suggestions import UserError
from hf_mathseq.training.trainer import token_loss

IO = {name.removeprefix("io."): TINY[name] for name in TINY.files if name.startswith("io.")}
LAYERED = np.load(DATA / "linear_algebra/tiny_model.npz")


def shrunk(model):
    """The stored inputs are short enough for the positions that are kept."""
    assert model.config.encoder.max_position_embeddings == 48
    return model


def logits_error(folder):
    model = shrunk(AutoModelForSeq2SeqLM.from_pretrained(folder).eval())
    ids, targets = torch.from_numpy(IO["input_ids"]), torch.from_numpy(IO["target_ids"])
    with torch.no_grad():
        found = model(input_ids=ids, attention_mask=(ids != 1).long(), decoder_input_ids=targets)
    kept = np.arange(targets.shape[1])[None] < IO["target_lengths"][:, None] - 1
    labels = torch.where(torch.from_numpy(kept), targets.roll(-1, 1), -100)
    loss = float(token_loss(found, labels))
    error = np.abs(found.logits.numpy() - IO["logits"])[kept].max()
    return model, ids, error, abs(loss - float(IO["loss"]))


@pytest.fixture(scope="module")
def task():
    return hf_mathseq.get_task("integration/fwd")


@pytest.fixture(scope="module")
def converted(task, tmp_path_factory):
    folder = tmp_path_factory.mktemp("converted")
    return convert_model(save(folder / "fwd.pth"), task, folder / "model")


def test_the_converted_model_has_the_published_logits_and_loss(converted):
    _, _, error, loss_error = logits_error(converted)
    assert error < 1e-5
    assert loss_error < 1e-6


def test_the_converted_model_has_the_published_greedy_answers(converted):
    model, ids, _, _ = logits_error(converted)
    found = model.generate(input_ids=ids, attention_mask=(ids != 1).long(), max_length=40).numpy()
    for own, published, length in zip(found, IO["greedy_ids"], IO["greedy_len"], strict=True):
        end = length - 1 if length == 40 else length  # the program closes what it cuts off
        assert own[:end].tolist() == published[:end].tolist()


@pytest.mark.parametrize("legacy", [False, True])
@pytest.mark.parametrize("prefix", ["", "module."])
def test_every_published_form_gives_the_same_weights(task, converted, tmp_path, legacy, prefix):
    path = save(tmp_path / "model.pth", legacy=legacy, prefix=prefix)
    folder = convert_model(path, task, tmp_path / "model")
    for name in ("model.safetensors", "config.json", "tokenizer.json"):
        assert (folder / name).read_bytes() == (converted / name).read_bytes()


def test_half_precision_is_brought_up(task, tmp_path):
    path = save(tmp_path / "model.pth", dtype=torch.float16)
    model = AutoModelForSeq2SeqLM.from_pretrained(convert_model(path, task, tmp_path / "model"))
    assert {p.dtype for p in model.parameters()} == {torch.float32}
    assert logits_error(tmp_path / "model")[2] < 0.1


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_weights_that_are_no_finite_numbers_are_refused(task, tmp_path, value):
    sides = parts()
    sides[0]["layer_norm_emb.bias"] = torch.full_like(sides[0]["layer_norm_emb.bias"], value)
    torch.save(dict(zip(("encoder", "decoder"), sides, strict=True)), tmp_path / "m.pth")
    with pytest.raises(CheckpointError, match=r"layer_norm_emb\.bias holds no finite numbers"):
        convert_model(tmp_path / "m.pth", task, tmp_path / "model")


def test_without_options_the_published_number_of_heads_is_taken(task, tmp_path):
    folder = convert_model(save(tmp_path / "m.pth", params=None), task, tmp_path / "model")
    found = json.loads((folder / "conversion.json").read_text())
    assert found["heads_guessed"]
    assert found["sizes"]["encoder_heads"] == 8
    assert "not stored" in (folder / "README.md").read_text()


def test_options_come_from_an_archive(task, tmp_path):
    weights = save(tmp_path / "model.pth", params=None).read_bytes()
    options = pickle.dumps(argparse.Namespace(**OPTIONS), protocol=4)
    with tarfile.open(tmp_path / "model.tar.gz", "w:gz") as archive:
        for name, content in (("x/params.pkl", options), ("x/checkpoint.pth", weights)):
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    folder = convert_model(tmp_path / "model.tar.gz", task, tmp_path / "model")
    assert logits_error(folder)[2] < 1e-5


def test_tokens_and_ids_are_the_published_ones(converted):
    tokenizer = AutoTokenizer.from_pretrained(converted)
    ids = tokenizer("sub Y' x")["input_ids"]
    assert ids == [0, *(PUBLISHED_WORDS.index(word) for word in ("sub", "Y'", "x")), 0]
    assert (tokenizer.eos_token_id, tokenizer.pad_token_id) == (0, 1)
    assert tokenizer.encode_problem("x") == ids
    assert tokenizer.decode_answer([0, PUBLISHED_WORDS.index("x"), 0, 1, 1]) == "x"


def test_the_command_converts_solves_and_evaluates(tmp_path, capsys):
    path, model = save(tmp_path / "fwd.pth"), str(tmp_path / "model")
    assert main(["convert", str(path), "--task", "integration/fwd", "--output", model]) == 0
    assert main(["solve", model, "cos(x)"]) == 0
    assert "verdict" in capsys.readouterr().out
    options = ["--num-examples", "4", "--output", str(tmp_path / "results"), "--json"]
    assert main(["evaluate", model, *options]) == 0
    assert (tmp_path / "results/results.json").exists()


WORDS = 338  # of P10 on both sides; the stored model has the first 40


def test_matrices_have_their_own_network(tmp_path):
    sides = {"encoder": {}, "decoder": {}}
    for name in LAYERED.files:
        side, _, own = name.partition(".")
        if side in sides:
            sides[side][own] = widened(own, torch.from_numpy(LAYERED[name]), WORDS)
    params = argparse.Namespace(n_enc_heads=3, n_dec_heads=2, max_output_len=12)
    torch.save({**sides, "params": params}, tmp_path / "m.pth")
    encodings = {"input_encoding": "P10", "output_encoding": "P10"}
    task = hf_mathseq.get_task("linear_algebra/transpose", **encodings)
    folder = convert_model(tmp_path / "m.pth", task, tmp_path / "model")
    model = AutoModelForSeq2SeqLM.from_pretrained(folder).eval()
    assert model.config.cross_attention_query == "layer_input"
    ids, targets = (torch.from_numpy(LAYERED[k]) for k in ("input_ids", "target_ids"))
    mask = (torch.arange(ids.shape[1]) < torch.from_numpy(LAYERED["input_lengths"])[:, None]).long()
    with torch.no_grad():
        found = model(input_ids=ids, attention_mask=mask, decoder_input_ids=targets).logits
    kept = np.arange(targets.shape[1]) < LAYERED["target_lengths"][:, None] - 1
    assert np.abs(found[..., :40].numpy() - LAYERED["logits"])[kept].max() < 1e-5
    answers = model.generate(input_ids=ids, attention_mask=mask, max_length=14).numpy()
    lengths = LAYERED["greedy_lengths"]
    for own, published, length in zip(answers, LAYERED["greedy_ids"], lengths, strict=True):
        end = length - 1 if length == 14 else length
        assert own[:end].tolist() == published[:end].tolist()


class Call:
    """Unpickled, it would call a program."""

    def __reduce__(self):
        return os.system, ("exit 1",)


@pytest.mark.parametrize("length", [b"X\xff\xff\xff\x7f", b"\x8d\xff\xff\xff\x7f\0\0\0\0"])
def test_a_text_longer_than_its_file_takes_no_memory(tmp_path, length):
    (tmp_path / "m.pth").write_bytes(b"\x80\x02" + length + b"x" * 100)
    tracemalloc.start()
    with pytest.raises(ValueError, match="expected 2147483647 bytes"):
        foreign_globals(tmp_path / "m.pth")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1 << 20


@pytest.mark.parametrize("legacy", [False, True])
@pytest.mark.parametrize("protocol", [2, 4])
def test_a_hostile_checkpoint_is_refused_by_name(tmp_path, legacy, protocol):
    torch.save(
        {"encoder": {}, "decoder": {}, "params": Call()},
        tmp_path / "bad.pth",
        pickle_protocol=protocol,
        _use_new_zipfile_serialization=not legacy,
    )
    assert foreign_globals(tmp_path / "bad.pth") == [f"{os.name}.system"]
    with pytest.raises(CheckpointError, match=r"would call \w+\.system"):
        read_checkpoint(tmp_path / "bad.pth")


@pytest.mark.parametrize("protocol", [2, 3, 4, 5])
def test_plain_options_are_read_without_unpickling(protocol):
    values = {"a": 1, "b": "x", "c": [1, 2.5, None, True], "d": (1, 2), "e": {"k": "v"}, "f": -7}
    values |= {"g": 10**30, "h": (1, 2, 3, 4), "i": [], "j": False, "again": "x"}
    for given in (values, argparse.Namespace(**values)):
        assert read_plain_pickle(pickle.dumps(given, protocol=protocol)) == values
    for bad in (Call(), {"x": Call()}, argparse.Namespace(x=[Call()]), {"x": {1, 2}}, [1]):
        with pytest.raises(PickleRefusedError):
            read_plain_pickle(pickle.dumps(bad, protocol=protocol))


@pytest.mark.parametrize("content", [b"", b"\x80", b"garbage", b"\x80\x04.", b"\x80\x04}\x94u."])
def test_damaged_options_are_refused(content):
    with pytest.raises(PickleRefusedError):
        read_plain_pickle(content)


@pytest.mark.parametrize("legacy", [False, True])
@pytest.mark.parametrize("share", [0, 0.001, 0.5, 0.999])
def test_a_cut_off_checkpoint_is_refused(tmp_path, legacy, share):
    content = save(tmp_path / "m.pth", legacy=legacy).read_bytes()
    (tmp_path / "cut.pth").write_bytes(content[: int(share * len(content))])
    with pytest.raises(CheckpointError):
        read_checkpoint(tmp_path / "cut.pth")


def test_wrong_tasks_networks_and_folders_are_refused(task, tmp_path):
    path = save(tmp_path / "m.pth")
    matrices = hf_mathseq.get_task("linear_algebra/add")
    with pytest.raises(UserError, match="91 words"):
        convert_model(path, matrices, tmp_path / "out")
    torch.save(
        {"encoder": {"a": torch.ones(1)}, "decoder": {"a": torch.ones(1)}}, tmp_path / "o.pt"
    )
    with pytest.raises(CheckpointError, match="no network"):
        convert_model(tmp_path / "o.pt", task, tmp_path / "out")
    torch.save([1, 2], tmp_path / "list.pth")
    with pytest.raises(CheckpointError, match="no model"):
        convert_model(tmp_path / "list.pth", task, tmp_path / "out")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/notes").write_text("keep")
    with pytest.raises(CheckpointError, match="not empty"):
        convert_model(path, task, tmp_path / "mine")
    with pytest.raises(FileNotFoundError):
        read_checkpoint(tmp_path / "nothing.pth")


NETWORKS = [("existence", {}, 1031), ("levels", {"weighted": True, "weight_form": "weight"}, 1132)]


@pytest.mark.parametrize(("name", "options", "words"), NETWORKS)
def test_models_of_networks_have_their_words(name, options, words, tmp_path, capsys):
    path = save(tmp_path / "m.pth", words=words)
    task = hf_mathseq.get_task(f"metabolic_networks/{name}", size="tiny", **options)
    folder = convert_model(path, task, tmp_path / "model")
    model = shrunk(AutoModelForSeq2SeqLM.from_pretrained(folder).eval())
    ids, targets = torch.from_numpy(IO["input_ids"]), torch.from_numpy(IO["target_ids"])
    with torch.no_grad():
        found = model(input_ids=ids, attention_mask=(ids != 1).long(), decoder_input_ids=targets)
    kept = np.arange(targets.shape[1])[None] < IO["target_lengths"][:, None] - 1
    known = IO["logits"].shape[-1]
    assert np.abs(found.logits[..., :known].numpy() - IO["logits"])[kept].max() < 1e-5
    tokenizer = AutoTokenizer.from_pretrained(folder)
    assert tokenizer.convert_tokens_to_ids(["<s>", "INT+", "0", "N0", "N999"]) == [
        0,
        15,
        21,
        31,
        1030,
    ]
    assert main(["solve", str(folder), "intake -> A; A -> excretion"]) == 0
    assert "verdict" in capsys.readouterr().out
    other = hf_mathseq.get_task("metabolic_networks/existence", **NETWORKS[words == 1031][1])
    with pytest.raises(UserError, match=f"{words} words"):
        convert_model(path, other, tmp_path / "out")


@pytest.mark.parametrize("extra", ["gate", "layers.0.gate.0.weight", "lstm.weight_ih_l0"])
def test_parts_that_no_published_network_has_are_named(extra, task, tmp_path):
    encoder, decoder = parts()
    torch.save({"encoder": encoder | {extra: torch.ones(2)}, "decoder": decoder}, tmp_path / "m.pt")
    with pytest.raises(CheckpointError, match=f"the encoder has '{extra}'"):
        convert_model(tmp_path / "m.pt", task, tmp_path / "out")


@pytest.mark.parametrize(
    "option", [{"gelu_activation": True}, {"enc_loop_idx": -2}, {"norm_attention": True}]
)
def test_options_that_make_another_network_are_named(option, task, tmp_path):
    path = save(tmp_path / "m.pth", params=OPTIONS | option)
    with pytest.raises(CheckpointError, match=next(iter(option))):
        convert_model(path, task, tmp_path / "out")
    plain = {"gelu_activation": False, "enc_loop_idx": -1, "norm_attention": False}
    convert_model(save(tmp_path / "m.pth", params=OPTIONS | plain), task, tmp_path / "out")


def test_missing_parts_are_named(task, tmp_path):
    encoder, decoder = parts()
    del encoder["position_embeddings.weight"]
    torch.save({"encoder": encoder, "decoder": decoder}, tmp_path / "m.pt")
    with pytest.raises(CheckpointError, match=r"no position_embeddings.weight"):
        convert_model(tmp_path / "m.pt", task, tmp_path / "out")
    encoder, decoder = parts()
    del decoder["layer_norm15.1.bias"]
    torch.save({"encoder": encoder, "decoder": decoder}, tmp_path / "m.pt")
    with pytest.raises(CheckpointError, match="do not fit"):
        convert_model(tmp_path / "m.pt", task, tmp_path / "out")


def test_a_tensor_larger_than_its_file_is_refused(tmp_path):
    encoder, decoder = parts()
    encoder["position_embeddings.weight"] = torch.ones(1, 1).expand(1 << 20, 64)
    torch.save({"encoder": encoder, "decoder": decoder}, tmp_path / "m.pth")
    with pytest.raises(CheckpointError, match="4 times its size"):
        read_checkpoint(tmp_path / "m.pth")


def test_checkpoints_that_unpack_to_far_more_are_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "m.pth", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("archive/data.pkl", bytes(1 << 24))
    with pytest.raises(CheckpointError, match="4 times its size"):
        read_checkpoint(tmp_path / "m.pth")
    for name in ("model.pth", "other"):
        with tarfile.open(tmp_path / "m.tar.gz", "w:gz") as archive:
            entry = tarfile.TarInfo(name)
            entry.size = 1 << 24
            archive.addfile(entry, io.BytesIO(bytes(entry.size)))
        with pytest.raises(CheckpointError, match="4 times its size"):
            read_checkpoint(tmp_path / "m.tar.gz")


DEEP = b")" + b"\x85" * 200_000  # a tuple of a tuple of a tuple
DOUBLED = b"Nq\x00" + b"".join(b"h%c\x86q%c" % (i, i + 1) for i in range(60))


@pytest.mark.parametrize(
    "content",
    [
        b"}" + DEEP + b"Ns.",
        b"cargparse\nNamespace\n)\x81](" + DEEP + b"N\x86eb.",
        DEEP + DEEP + b"\x93.",
        DOUBLED + b"N\x93.",
    ],
    ids=["deep key", "deep key of a state", "deep name", "name of 2^60 parts"],
)
def test_small_pickles_that_unfold_are_refused(content):
    with pytest.raises(PickleRefusedError):
        read_plain_pickle(content)


def test_marks_cost_no_more_the_more_there_are():
    begin = time.process_time()
    with pytest.raises(PickleRefusedError, match="no options"):
        read_plain_pickle(b"\x80\x02" + b"N" * 200_000 + b"(t" * 200_000 + b".")
    with pytest.raises(PickleRefusedError, match="no options"):
        read_plain_pickle(b"(" * 200_000 + b"t" * 200_000 + b".")
    assert time.process_time() - begin < 20  # scans of the whole stack would take half an hour


@pytest.mark.parametrize("content", [b"}N(\x86.", b"}(N\x85\x86.", b"}N(e.", b"}ut."])
def test_containers_take_nothing_from_below_their_mark(content):
    with pytest.raises(PickleRefusedError):
        read_plain_pickle(content)


def test_no_more_of_the_options_is_read_than_is_looked_at(tmp_path, monkeypatch):
    asked = []

    def read(stream, size=-1):
        asked.append(size)
        return original(stream, size)

    original = tarfile.ExFileObject.read
    monkeypatch.setattr(tarfile.ExFileObject, "read", read)
    (tmp_path / "params.pkl").write_bytes(b"N" * (MAX_BYTES + 5))
    with tarfile.open(tmp_path / "m.tar", "w") as archive:
        archive.add(tmp_path / "params.pkl", "params.pkl")
    with pytest.raises(PickleRefusedError, match="over 10 MB"):
        read_checkpoint(tmp_path / "m.tar")
    assert asked == [MAX_BYTES + 1]
