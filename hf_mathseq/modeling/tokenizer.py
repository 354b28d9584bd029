"""Tokenizers: a plain `tokenizer.json`, and the class that adds problems and answers to it.

The file holds a word-level model over white space and the final `</s>`, so that `AutoTokenizer`
loads it with or without this package and without remote code. With the package imported it becomes
a `MathSeqTokenizer`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from tokenizers import Tokenizer, models, pre_tokenizers, processors
from transformers import AutoTokenizer, PreTrainedConfig, PreTrainedTokenizerFast

import hf_mathseq
from hf_mathseq.encodings.vocabulary import EOS, EOS_ID, PAD, PAD_ID, UNK, Vocabulary

if TYPE_CHECKING:
    from hf_mathseq.task import Task


def word_level_tokenizer(vocabulary: Vocabulary) -> Tokenizer:
    """Return the tokenizer whose ids are the positions in `vocabulary`."""
    tokenizer = Tokenizer(models.WordLevel(dict(vocabulary.ids), unk_token=UNK))
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"$A {EOS}", special_tokens=[(EOS, EOS_ID)]
    )
    return tokenizer


class MathSeqTokenizer(PreTrainedTokenizerFast):
    """A word-level tokenizer that knows its task.

    Loaded from a folder written by this package, or made by `tokenizer_for`.
    """

    @property
    def task(self) -> Task:
        """The task whose problems and answers are written.

        Raises:
            ValueError: The tokenizer was not made by this package.
        """
        identity = self.init_kwargs.get("mathseq")
        if identity is None:
            raise ValueError("this tokenizer names no task (tokenizer_config.json, 'mathseq')")
        task: Task = hf_mathseq.get_task(identity["task"], **identity["options"])
        return task

    def encode_problem(self, problem: Any) -> list[int]:
        """Return the ids of a problem, final `</s>` included.

        Args:
            problem: Whatever the task's `problem_from` takes: text, a matrix, a row.

        Raises:
            ProblemError: The problem cannot be read or is outside the task.
        """
        task = self.task
        tokens, _ = task.encode(task.problem_from(problem))
        return [*task.vocabulary.to_ids(tokens), EOS_ID]

    def decode_answer(self, ids: Iterable[int]) -> Any:
        """Return the answer that generated ids stand for, as in the natural answer column.

        Raises:
            ProblemError: The ids are not a well-formed answer.
        """
        return self.task.decode(answer_tokens(ids, self.convert_ids_to_tokens))


def answer_tokens(ids: Iterable[int], to_tokens: Any) -> list[str]:
    """Return the tokens of a generated sequence, without start, padding and what follows `</s>`.

    Args:
        ids: Ids as `generate` returns them; the start id, which is `</s>`, may be in front.
        to_tokens: Turns a list of ids into tokens, e.g. `tokenizer.convert_ids_to_tokens`.
    """
    kept = [int(i) for i in ids]
    kept = kept[1:] if kept[:1] == [EOS_ID] else kept
    kept = kept[: kept.index(EOS_ID)] if EOS_ID in kept else kept
    tokens: Sequence[str] = to_tokens([i for i in kept if i != PAD_ID])
    return list(tokens)


def tokenizer_for(task: Task) -> MathSeqTokenizer:
    """Return the tokenizer of a task; its ids equal those of the task's tables."""
    return MathSeqTokenizer(
        tokenizer_object=word_level_tokenizer(task.vocabulary),
        pad_token=PAD,
        eos_token=EOS,
        unk_token=UNK,
        padding_side="right",
        model_input_names=["input_ids", "attention_mask"],
        model_max_length=max(task.max_lengths),
        mathseq={"task": task.name, "version": task.version, "options": task.options},
    )


class _TokenizerKey(PreTrainedConfig):
    """A configuration type of our own: what `AutoTokenizer.register` files the class under."""

    model_type = "mathseq"


AutoTokenizer.register(_TokenizerKey, tokenizer_class=MathSeqTokenizer, exist_ok=True)
