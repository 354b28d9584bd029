"""The ordered token list of a task: position is id, special tokens first."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt

PAD, EOS, UNK = "<pad>", "</s>", "<unk>"
SPECIAL_TOKENS = (PAD, EOS, UNK)
PAD_ID, EOS_ID, UNK_ID = 0, 1, 2


class Vocabulary:
    """An ordered set of tokens.

    Args:
        tokens: Distinct tokens without white space, in order; the special tokens are put in front.
    """

    pad_id = PAD_ID
    eos_id = EOS_ID

    def __init__(self, tokens: Iterable[str]) -> None:
        self.tokens: tuple[str, ...] = (*SPECIAL_TOKENS, *tokens)
        self.ids: dict[str, int] = {token: i for i, token in enumerate(self.tokens)}
        if len(self.ids) != len(self.tokens):
            raise ValueError("a vocabulary holds each token once")

    def __len__(self) -> int:
        return len(self.tokens)

    def __contains__(self, token: object) -> bool:
        return token in self.ids

    @cached_property
    def digest(self) -> str:
        """16 hexadecimal digits that identify the tokens and their ids."""
        return hashlib.sha256(" ".join(self.tokens).encode()).hexdigest()[:16]

    @property
    def id_dtype(self) -> np.dtype[np.unsignedinteger]:
        """The smallest of uint16 and uint32 that holds every id."""
        return np.dtype(np.uint16 if len(self) <= 1 << 16 else np.uint32)

    @cached_property
    def array(self) -> npt.NDArray[np.object_]:
        """The tokens as an object array, for vectorised look-up by id."""
        return np.array(self.tokens, dtype=object)

    def to_ids(self, tokens: Sequence[str]) -> list[int]:
        """Return the ids of tokens; an unknown token becomes `<unk>`."""
        return [self.ids.get(token, UNK_ID) for token in tokens]

    def framed(self, tokens: Sequence[str]) -> list[int]:
        """Return the ids that a model reads for the tokens of a problem, `</s>` included."""
        return [*self.to_ids(tokens), self.eos_id]

    def to_tokens(self, ids: Iterable[int]) -> list[str]:
        """Return the tokens up to the first `</s>`, without padding."""
        tokens = []
        for i in ids:
            if i == self.eos_id:
                break
            if i != self.pad_id:
                tokens.append(self.tokens[i] if 0 <= i < len(self.tokens) else UNK)
        return tokens
