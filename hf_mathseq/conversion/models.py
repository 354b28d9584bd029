"""From a published checkpoint to a model folder that `from_pretrained` opens."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from transformers import AutoModelForSeq2SeqLM, GenerationConfig, PreTrainedModel

from hf_mathseq.conversion.checkpoints import Checkpoint, CheckpointError, read_checkpoint
from hf_mathseq.conversion.flat_weights import flat_state_dict
from hf_mathseq.conversion.networks_found import FLAT, FoundNetwork, find_network
from hf_mathseq.conversion.published_card import published_card
from hf_mathseq.conversion.published_vocabularies import published_words
from hf_mathseq.encodings.published_vocabulary import PUBLISHED, PublishedVocabulary
from hf_mathseq.modeling.architectures import configuration_for
from hf_mathseq.modeling.build import best_attention
from hf_mathseq.modeling.configuration import identity_of
from hf_mathseq.modeling.published_weights import state_dict_from_published
from hf_mathseq.modeling.saving import save
from hf_mathseq.modeling.tokenizer import tokenizer_for
from hf_mathseq.own_files import MODEL_FOLDER, refuse_foreign
from hf_mathseq.task import Task
from hf_mathseq.whole import replace_folder

CONVERSION = "conversion.json"
MAX_OPTION = 100_000
"""Of beams and lengths of answers; published ones have up to 50 and some thousands."""


@dataclass(frozen=True)
class ConvertedModel:
    """A published model in the library's form.

    Attributes:
        model: Ready to generate.
        vocabulary: Its words and ids.
        found: What the checkpoint held.
    """

    model: PreTrainedModel
    vocabulary: PublishedVocabulary
    found: FoundNetwork


def convert_model(path: str | Path, task: Task, output: str | Path) -> Path:
    """Write a published checkpoint as a model folder.

    Args:
        path: The `.pth` file, or an archive that holds it and its options.
        task: What the model is for, with the options that decide its words and answers.
        output: The folder; replaced if it holds a converted model.

    Returns:
        The folder: weights as safetensors, configuration, tokenizer with the published words and
        ids, published decoding settings, `conversion.json` (what was found) and a card.

    Raises:
        CheckpointError: No model of the papers' programs.
        UserError: The model's words are not those of the task.
    """
    path, output = Path(path), Path(output)
    if output.exists() and any(output.iterdir()) and not (output / CONVERSION).exists():
        raise CheckpointError(f"{output} is not empty and holds no converted model")
    refuse_foreign(output, MODEL_FOLDER, "a model")
    checkpoint = read_checkpoint(path)
    converted = model_of(checkpoint, task)
    staged = output.with_name(f"{output.name}.incomplete")
    shutil.rmtree(staged, ignore_errors=True)
    staged.mkdir(parents=True)
    save(converted.model, tokenizer_for(task, converted.vocabulary), staged)
    record = _record(path, task, checkpoint, converted)
    (staged / CONVERSION).write_text(json.dumps(record, indent=1), encoding="utf-8")
    (staged / "README.md").write_text(published_card(task, record), encoding="utf-8")
    replace_folder(staged, output)
    return output


def model_of(checkpoint: Checkpoint, task: Task) -> ConvertedModel:
    """Return the model of a checkpoint, in evaluation mode.

    Raises:
        CheckpointError: No network of the papers' programs, or weights that do not fit.
        UserError: Its words are not those of the task.
    """
    found = find_network(checkpoint)
    if found.sizes.input_tokens != found.sizes.target_tokens:
        raise CheckpointError("the two sides of a published model have the same words")
    vocabulary = PublishedVocabulary(published_words(task, found.sizes.input_tokens))
    config = configuration_for(found.options, found.sizes)
    special = _special_ids(vocabulary)
    for part in (config, getattr(config, "encoder", None), getattr(config, "decoder", None)):
        if part is not None:
            part.update(special)
    config.mathseq = {**identity_of(task), "words": PUBLISHED}
    with torch.random.fork_rng(devices=[]):
        model = AutoModelForSeq2SeqLM.from_config(config, attn_implementation=best_attention())
    _load(model, checkpoint, found.kind)
    model.generation_config = _generation_config(checkpoint.options, found, special)
    return ConvertedModel(model.eval(), vocabulary, found)


def _special_ids(vocabulary: PublishedVocabulary) -> dict[str, int]:
    frame = dict.fromkeys(
        ("bos_token_id", "eos_token_id", "decoder_start_token_id"), vocabulary.eos_id
    )
    return frame | {"pad_token_id": vocabulary.pad_id}


def _load(model: PreTrainedModel, checkpoint: Checkpoint, kind: str) -> None:
    """Let the weights of a checkpoint, which may lie in its file still, replace new ones."""
    convert = flat_state_dict if kind == FLAT else state_dict_from_published
    try:
        model.load_state_dict(convert(checkpoint.arrays), assign=True)
    except (KeyError, IndexError, ValueError, RuntimeError) as error:
        reason = " ".join(str(error).split())[:200]
        raise CheckpointError(f"the weights do not fit the network found: {reason}") from None
    model.tie_weights()


def _generation_config(
    options: Mapping[str, Any], found: FoundNetwork, special: Mapping[str, int]
) -> GenerationConfig:
    """Return the published decoding: the run's own beam, penalty and early stopping."""
    beams = int(_number(options, "beam_size", 1) or 1)
    lengths = (_number(options, name, 0) for name in ("max_output_len", "max_len"))
    longest = int(next(filter(None, lengths), 512))
    return GenerationConfig(
        max_length=min(longest + 2, found.sizes.target_positions),
        num_beams=beams,
        length_penalty=float(_number(options, "beam_length_penalty", 1.0)),
        early_stopping=bool(options.get("beam_early_stopping", True)) and beams > 1,
        **special,
    )


def _number(options: Mapping[str, Any], name: str, default: float) -> float:
    """Return an option of the run.

    Raises:
        CheckpointError: It is no number in [0, `MAX_OPTION`].
    """
    value = default if options.get(name) is None else options[name]
    if not isinstance(value, (int, float)) or not 0 <= value <= MAX_OPTION:
        raise CheckpointError(f"the option {name} of the run is no number up to {MAX_OPTION:,}")
    return value


def _record(
    path: Path, task: Task, checkpoint: Checkpoint, converted: ConvertedModel
) -> dict[str, Any]:
    """Return what was found, as plain JSON."""
    found = converted.found
    plain = (str, int, float, bool, type(None))
    return {
        "source": path.name,
        "task": task.name,
        "task_options": task.options,
        "network": found.kind,
        "words": len(converted.vocabulary),
        "parameters": converted.model.num_parameters(),
        "sizes": {
            name: getattr(found.options, name)
            for side in ("encoder", "decoder")
            for name in (f"{side}_layers", f"{side}_width", f"{side}_heads")
        },
        "heads_guessed": found.guessed_heads,
        "options": {k: v for k, v in checkpoint.options.items() if isinstance(v, plain)},
    }
