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

from hf_mathseq.encodings.published_vocabulary import PublishedVocabulary
from hf_mathseq.encodings.vocabulary import UNK, Vocabulary
from hf_mathseq.modeling.auto import named_task

if TYPE_CHECKING:
    from hf_mathseq.task import Task

PUBLISHED_UNUSED = "<pad>"
"""A word of published vocabularies that no sequence has: it stands for unknown ones."""


def word_level_tokenizer(vocabulary: Vocabulary) -> Tokenizer:
    """Return the tokenizer whose ids are the positions in `vocabulary`."""
    published = isinstance(vocabulary, PublishedVocabulary)
    end = vocabulary.tokens[vocabulary.eos_id]
    unknown = PUBLISHED_UNUSED if published else UNK
    tokenizer = Tokenizer(models.WordLevel(dict(vocabulary.ids), unk_token=unknown))
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{end} $A {end}" if published else f"$A {end}",
        special_tokens=[(end, vocabulary.eos_id)],
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
        return named_task(identity["task"], identity["options"])

    def encode_problem(self, problem: Any) -> list[int]:
        """Return the ids of a problem, final `</s>` included.

        Args:
            problem: Whatever the task's `problem_from` takes: text, a matrix, a row.

        Raises:
            ProblemError: The problem cannot be read or is outside the task.
        """
        tokens, _ = self.task.encode(self.task.problem_from(problem))
        ids: list[int] = self(" ".join(tokens))["input_ids"]
        return ids

    def decode_answer(self, ids: Iterable[int]) -> Any:
        """Return the answer that generated ids stand for, as in the natural answer column.

        Raises:
            ProblemError: The ids are not a well-formed answer.
        """
        return self.task.decode(self.answer_tokens(ids))

    def answer_tokens(self, ids: Iterable[int]) -> list[str]:
        """Return the tokens of a generated sequence, without start, padding and what follows.

        Args:
            ids: Ids as `generate` returns them; the start id, which is the end's, may be in front.
        """
        end = self.eos_token_id
        kept = [int(i) for i in ids]
        kept = kept[1:] if kept[:1] == [end] else kept
        kept = kept[: kept.index(end)] if end in kept else kept
        tokens: Sequence[str] = self.convert_ids_to_tokens(
            [i for i in kept if i != self.pad_token_id]
        )
        return list(tokens)


def tokenizer_for(task: Task, vocabulary: Vocabulary | None = None) -> MathSeqTokenizer:
    """Return the tokenizer of a task.

    Args:
        task: Whose problems and answers are written.
        vocabulary: The words and ids of a published model; None is the task's own, whose ids are
            those of its tables.
    """
    vocabulary = vocabulary or task.vocabulary
    published = isinstance(vocabulary, PublishedVocabulary)
    return MathSeqTokenizer(
        tokenizer_object=word_level_tokenizer(vocabulary),
        pad_token=vocabulary.tokens[vocabulary.pad_id],
        eos_token=vocabulary.tokens[vocabulary.eos_id],
        unk_token=PUBLISHED_UNUSED if published else UNK,
        padding_side="right",
        model_input_names=["input_ids", "attention_mask"],
        model_max_length=max(task.max_lengths),
        mathseq={"task": task.name, "version": task.version, "options": task.options},
    )


class _TokenizerKey(PreTrainedConfig):
    """A configuration type of our own: what `AutoTokenizer.register` files the class under."""

    model_type = "mathseq"


AutoTokenizer.register(_TokenizerKey, tokenizer_class=MathSeqTokenizer, exist_ok=True)
