"""Trained models with the task that they were trained on."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import torch

from hf_mathseq.encodings.published_vocabulary import PUBLISHED, PublishedVocabulary
from hf_mathseq.encodings.vocabulary import Vocabulary
from hf_mathseq.evaluation.identity import ModelError, checked_source, read_entries, task_of
from hf_mathseq.evaluation.related import related_task
from hf_mathseq.suggestions import UserError
from hf_mathseq.task import Row, Task

JSON_FILES = ("config.json", "generation_config.json", "tokenizer.json", "tokenizer_config.json")


@dataclass(frozen=True)
class TrainedModel:
    """A model and what it is for.

    Attributes:
        source: Folder or Hub id.
        model: The library's model, in evaluation mode.
        tokenizer: Its tokenizer.
        task: Its task, with the options of its training.
        vocabulary: Its tokens and ids: the task's, or those of a published model.
    """

    source: str
    model: Any
    tokenizer: Any
    task: Task
    vocabulary: Vocabulary

    @property
    def max_input_length(self) -> int:
        """The largest number of input tokens, `</s>` included, that the model reads.

        A recurrent model has no positions and reads any number.
        """
        config = getattr(self.model.config, "encoder", self.model.config)
        return int(getattr(config, "max_position_embeddings", sys.maxsize))

    def reads(self, row: Row) -> bool:
        """Return whether a row's problem is short enough for the model."""
        return len(self.input_ids(row)) <= self.max_input_length

    def input_ids(self, row: Row) -> list[int]:
        """Return the ids that the model reads for a row's problem."""
        if self.vocabulary is self.task.vocabulary:
            return list(row["input_ids"])
        return self.vocabulary.framed(row["input"].split(" "))

    def answer_limit(self, rows: Sequence[Row]) -> int:
        """Return how many ids, start and end included, the longest answer to the rows takes.

        A suite may ask for longer answers than the model was trained on; it writes as many ids as
        its decoder has positions.
        """
        longest = max((row["target"].count(" ") + 1 for row in rows), default=0)
        return min(longest + 2, decoder_positions(self.model.config))

    @cached_property
    def digest(self) -> str:
        """A digest of the weights."""
        found = hashlib.sha256()
        for name, values in sorted(self.model.state_dict().items()):
            found.update(name.encode())
            found.update(values.detach().cpu().contiguous().view(torch.uint8).numpy().tobytes())
        return found.hexdigest()[:16]

    def with_task(self, name: str | None, options: dict[str, Any]) -> Task:
        """Return another task for this model, or its own with other options.

        A task of the same data set takes over the options that the model's was changed by.

        Raises:
            ModelError: The other task's tokens are not those of the model.
        """
        task = related_task(self.task, name or self.task.name, options)
        if task.vocabulary.tokens != self.task.vocabulary.tokens:
            raise ModelError(f"{self.source} does not read the tokens of {task!r}")
        return task


def decoder_positions(config: Any) -> int:
    """Return how many ids a model of a configuration writes at most."""
    side = getattr(config, "decoder", config)
    shared = getattr(side, "max_position_embeddings", sys.maxsize)
    return int(getattr(side, "decoder_positions", shared))


def load_trained(source: str | Path) -> TrainedModel:
    """Load a model, its tokenizer and its task.

    Args:
        source: A model folder or a Hub id.

    Raises:
        ModelError: There is no model, none that names its task, or a damaged one.
    """
    from transformers import AutoConfig

    from hf_mathseq.evaluation.generation_entries import check_special_ids, checked_generation
    from hf_mathseq.evaluation.weights import load_model
    from hf_mathseq.modeling.quiet import no_warnings
    from hf_mathseq.modeling.tokenizer import MathSeqTokenizer

    name = checked_source(source)
    if Path(name).is_dir() and not (Path(name) / "tokenizer.json").exists():
        raise ModelError(f"{source} has no tokenizer.json; checkpoints are read by 'train' alone")
    for path in (Path(name) / file for file in JSON_FILES):
        if path.is_file():
            read_entries(path)
    try:
        with no_warnings():
            config = AutoConfig.from_pretrained(name)
        identity = getattr(config, "mathseq", None)
        task = task_of(identity, name)
        model, tokenizer = load_model(name, config), MathSeqTokenizer.from_pretrained(name)
    except UserError:
        raise
    except Exception as error:  # whatever a damaged file makes the library raise
        reason = " ".join(str(error).split())[:300] or type(error).__name__
        raise ModelError(f"no model can be read from {name}: {reason}") from error
    vocabulary = vocabulary_of(identity, task, tokenizer.get_vocab())
    if tokenizer.get_vocab() != vocabulary.ids:
        raise ModelError(f"{name} has other tokens than {task!r}: it needs another hf_mathseq")
    for holder, file in ((model.config, "config.json"), (tokenizer, "tokenizer_config.json")):
        check_special_ids(holder, vocabulary, f"{file} of {name}")
    model.generation_config = checked_generation(
        model.generation_config,
        vocabulary,
        decoder_positions(model.config),
        f"generation_config.json of {name}",
    )
    device = "cuda" if torch.cuda.is_available() else "cpu"
    return TrainedModel(name, model.to(device).eval(), tokenizer, task, vocabulary)


def vocabulary_of(
    identity: Mapping[str, Any] | None, task: Task, ids: Mapping[str, int]
) -> Vocabulary:
    """Return the tokens of a model: the task's own, or those of a converted published model.

    Args:
        identity: The `mathseq` entry of the model's configuration.
        task: The model's task.
        ids: Token -> id of the model's tokenizer.
    """
    if identity and identity.get("words") == PUBLISHED:
        return PublishedVocabulary(sorted(ids, key=ids.__getitem__))
    return task.vocabulary
