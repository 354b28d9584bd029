"""Folders of trained models: their JSON files, their recipe and their weights."""

import json
import shutil
import struct
from functools import cache
from importlib import import_module

from fuzz_edits import mutated_edits, odd_byte, place_of
from fuzz_files import FILE_ERRORS, YAML_WORDS, own_folder, written
from fuzz_mutations import LETTERS, VALUES, mutated_text, mutated_value, places
from fuzz_target import Target
from fuzz_watch import unwatched

WEIGHTS, RECIPE = "model.safetensors", "recipe.yaml"
JSON = ("config.json", "generation_config.json", "tokenizer.json", "tokenizer_config.json")
SIZES = {
    **dict.fromkeys(("encoder_layers", "decoder_layers"), 1),
    **dict.fromkeys(("encoder_width", "decoder_width"), 8),
}
HEADS = dict.fromkeys(("encoder_heads", "decoder_heads"), 2)
MODELS = {
    "encoder-decoder": HEADS,
    "bart": HEADS,
    "transformer": {**HEADS, "encoder_loops": 2, "gate": "scalar", "halting": True},
    "lstm": {"hidden_size": 8},
}
"""Architecture -> its own sizes."""
KEYS = (
    "model_type", "architectures", "mathseq", "encoder", "decoder", "vocab_size", "hidden_size",
    "num_hidden_layers", "num_attention_heads", "max_position_embeddings", "layer_norm_eps",
    "encoder_layers", "decoder_layers", "encoder_loops", "encoder_looped_layer", "d_model",
    "decoder_positions", "decoder_vocab_size", "tie_word_embeddings", "use_cache", "dtype",
    "pad_token_id", "eos_token_id", "bos_token_id", "decoder_start_token_id", "auto_map",
    "forced_bos_token_id", "forced_eos_token_id", "max_length", "max_new_tokens", "min_length",
    "num_beams", "num_return_sequences", "length_penalty", "early_stopping", "do_sample",
    "temperature", "suppress_tokens", "bad_words_ids", "stop_strings", "cache_implementation",
    "watermarking_config", "quantization_config", "tokenizer_class", "eos_token", "pad_token",
    "padding_side", "model_max_length", "backend", "layers", "cell", "width", "hidden_act",
    "_attn_implementation", "attn_implementation", "torch_dtype", "trust_remote_code",
)  # fmt: skip
SPECIAL = (*(-1, 1, 2, 17, 10**6, 10**18, 0.0, 1.5, True, "1", [1], [0, 1], None, {}, "x.Y"),)
NUMBERS = (float("nan"), float("inf"), -float("inf"), 0.0, 3e38, 1.0)


@cache
def _folder(architecture):
    """Return the folder of a model that knows nothing, and what its files hold."""
    from hf_mathseq.modeling.build import build_model
    from hf_mathseq.modeling.configuration import ModelOptions
    from hf_mathseq.modeling.quiet import no_progress_bars
    from hf_mathseq.modeling.tokenizer import tokenizer_for
    from hf_mathseq.training.recipe import recipe_from

    folder, task = own_folder() / architecture, _task()
    options = ModelOptions(architecture=architecture, **SIZES, **MODELS[architecture])
    with unwatched(), no_progress_bars():
        build_model(task, options).save_pretrained(folder)
        tokenizer_for(task).save_pretrained(folder)
        (folder / RECIPE).write_text(recipe_from({"task": task.name}).to_yaml())
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@cache
def _task():
    from hf_mathseq.tasks import get_task

    encodings = {"input_encoding": "P10", "output_encoding": "P10"}
    return get_task("linear_algebra/transpose", dimension=2, **encodings)


def _edits():
    """Return what makes edits: each names a file, or the weights, and what is changed in it."""
    file = lambda rng: rng.choice((*JSON[:2], *JSON))  # noqa: E731
    number = lambda rng: rng.randrange(100_000)  # noqa: E731
    odd = lambda rng: rng.choice((*SPECIAL, *VALUES[:20], *LETTERS[:4]))  # noqa: E731
    return (
        *[lambda rng: ["entry", file(rng), rng.choice(KEYS), odd(rng)]] * 4,
        lambda rng: ["side", rng.choice(("encoder", "decoder")), rng.choice(KEYS), odd(rng)],
        lambda rng: ["place", file(rng), number(rng), odd(rng)],
        lambda rng: ["no place", file(rng), number(rng)],
        lambda rng: ["byte", rng.choice((*JSON, RECIPE, WEIGHTS)), number(rng), odd_byte(rng)],
        lambda rng: ["cut", rng.choice((*JSON, RECIPE, WEIGHTS)), number(rng)],
        lambda rng: ["gone", rng.choice((*JSON, RECIPE, WEIGHTS))],
        lambda rng: ["number", number(rng), rng.choice(NUMBERS)],
        lambda rng: ["header", number(rng), rng.choice((odd(rng), "F16", "I64", [8, 8], [0, 0]))],
        lambda rng: ["header name", number(rng), rng.choice((*LETTERS[:4], "x", "__metadata__"))],
        lambda rng: ["header length", rng.choice((0, 1, 8, 2**31, 2**63, 2**64 - 1))],
        lambda rng: [
            "mathseq",
            mutated_value(rng, {"task": _task().name, "options": {}}, [], KEYS),
        ],
        lambda rng: ["model", rng.choice([*MODELS])],
    )


def _files(edits):
    """Return name -> content of the files that a list of edits makes."""
    architecture = next((what[0] for kind, *what in reversed(edits) if kind == "model"), None)
    files = dict(_folder(architecture or "encoder-decoder"))
    for name in JSON:
        own = [
            edit for edit in edits if edit[0] in ("entry", "place", "no place", "side", "mathseq")
        ]
        document = json.loads(files[name])
        for edit in own:
            _change_document(document, name, edit)
        files[name] = json.dumps(document).encode() if own else files[name]
    files[WEIGHTS] = _changed_weights(files[WEIGHTS], edits)
    for kind, name, *what in (edit for edit in edits if edit[0] in ("byte", "cut", "gone")):
        if kind == "gone":
            files.pop(name, None)
        elif files.get(name):
            found, at = bytearray(files[name]), what[0] % len(files[name])
            if kind == "byte":
                found[at] = what[1]
            else:
                del found[at:]
            files[name] = bytes(found)
    return files


def _change_document(document, name, edit):
    kind, file, *what = edit
    if kind == "mathseq" and name == JSON[0]:
        document["mathseq"] = file
    elif kind == "side" and name == JSON[0] and isinstance(document.get(file), dict):
        document[file][what[0]] = what[1]
    elif kind == "entry" and name == file:
        document[what[0]] = what[1]
    elif kind in ("place", "no place") and name == file and document:
        holder, key = place_of([*places(document)], what[0])
        if kind == "place":
            holder[key] = what[1]
        else:
            del holder[key]


def _changed_weights(content, edits):
    (length,) = struct.unpack("<Q", content[:8])
    header, numbers = json.loads(content[8 : 8 + length]), bytearray(content[8 + length :])
    for kind, *what in edits:
        if kind == "number":
            at = what[0] % (len(numbers) // 4) * 4
            numbers[at : at + 4] = struct.pack("<f", what[1])
        elif kind == "header" and header:
            holder, key = place_of([*places(header)], what[0])
            holder[key] = what[1]
        elif kind == "header name" and header:
            header[what[1]] = header.pop(place_of([*header], what[0]))
    held = json.dumps(header).encode()
    told = next((what[0] for kind, *what in edits if kind == "header length"), len(held))
    return struct.pack("<Q", told) + held + bytes(numbers)


def _model():
    from hf_mathseq.evaluation.decoding import Decoding
    from hf_mathseq.evaluation.loading import load_trained
    from hf_mathseq.solver import Solver

    def read(edits):
        folder = own_folder() / "model"
        with unwatched():
            shutil.rmtree(folder, ignore_errors=True)
        for name, content in _files(edits).items():
            written(f"model/{name}", content)
        trained = load_trained(folder)
        solver = Solver(trained)
        problem = (
            "[[1, 2], [3, 4]]"
            if trained.task.name == _task().name
            else solver.task.description.example
        )
        found = solver.hypotheses(solver.task.problem_from(problem), Decoding())
        return f"{type(trained.model).__name__} {len(found[0].tokens) > 3}"

    for architecture in MODELS:  # the first one imports the library
        read([["model", architecture]])
    import_module("transformers.models.bert.modeling_bert")  # a spoiled side may ask for it
    return read


def _stored_recipe():
    from hf_mathseq.evaluation.stored_recipe import mixed_in, recipe_section

    def read(text):
        folder = written("trained/recipe.yaml", text).parent
        return f"{len(mixed_in(folder))} {len(recipe_section(folder, 'training'))}"

    return read


def _stored_recipes():
    from hf_mathseq.training.recipe import list_recipes, load_recipe

    return [load_recipe(name).to_yaml() for name in list_recipes() if "mixed" in name][:2]


def targets():
    return (
        Target(
            "model",
            _model,
            lambda: [[["model", architecture]] for architecture in MODELS],
            mutated_edits,
            _edits(),
            FILE_ERRORS,
            40,
        ),
        Target(
            "model-recipe", _stored_recipe, _stored_recipes, mutated_text, YAML_WORDS, FILE_ERRORS,
            60,
        ),
    )  # fmt: skip
