"""Vocabularies of published models: other ids, and a begin mark in front of problems."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from hf_mathseq.encodings.vocabulary import Vocabulary

PUBLISHED = "published"
"""What `words` is in the `mathseq` entry of a model with a published vocabulary."""


class PublishedVocabulary(Vocabulary):
    """The words of a published program in the order of their ids.

    Id 0, the word `<s>`, stands in front of every sequence and behind it; id 1, the word `</s>`,
    pads (the published programs' own choice, all four papers).

    Args:
        tokens: Every word, the special ones included.
    """

    eos_id = 0
    pad_id = 1

    def __init__(self, tokens: Iterable[str]) -> None:
        self.tokens = tuple(tokens)
        self.ids = {token: i for i, token in enumerate(self.tokens)}

    def to_ids(self, tokens: Sequence[str]) -> list[int]:
        """Return the ids of tokens; unknown ones are left out, as published."""
        return [self.ids[token] for token in tokens if token in self.ids]

    def framed(self, tokens: Sequence[str]) -> list[int]:
        """Return the ids that a model reads for the tokens of a problem, with both marks."""
        return [self.eos_id, *self.to_ids(tokens), self.eos_id]
