"""One block made of blocks of several matrix tasks, each row with the letter of its operation."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyarrow as pa

from hf_mathseq.block import Block
from hf_mathseq.encodings.ragged import Ragged
from hf_mathseq.encodings.vocabulary import Vocabulary
from hf_mathseq.splits import keys_of_rows
from hf_mathseq.tasks.cotraining_options import OPERATIONS
from hf_mathseq.tasks.linear_algebra_base import MatrixTask


def mixed_block(
    parts: Mapping[str, MatrixTask], vocabulary: Vocabulary, rng: np.random.Generator, size: int
) -> Block:
    """Draw the operations, then a block of each, and mix them.

    Args:
        parts: Letter -> task; all write matrices alike.
        vocabulary: The letters of `OPERATIONS`, then the tokens of the tasks.
        rng: Draws everything.
        size: Number of draws.
    """
    drawn = rng.integers(0, len(parts), size)
    counts = np.bincount(drawn, minlength=len(parts))
    blocks = {
        letter: parts[letter].generate_block(rng, int(count))
        for letter, count in zip(parts, counts, strict=True)
        if count
    }
    places = [
        np.flatnonzero(drawn == number)[: len(blocks[letter])]
        for number, letter in enumerate(parts)
        if letter in blocks
    ]
    order = np.argsort(np.concatenate(places))
    rows = [
        keys_of_rows(np.stack([np.full(len(b), ord(letter), np.uint64), b.row_keys], axis=1))
        for letter, b in blocks.items()
    ]
    inputs = _lettered({letter: b.inputs for letter, b in blocks.items()}, vocabulary)
    targets = _lettered({letter: b.targets for letter, b in blocks.items()}, vocabulary)
    return Block(
        natural={name: column.take(order) for name, column in _natural(blocks).items()},
        inputs=inputs.reordered(order),
        targets=targets.reordered(order),
        problem_keys=np.concatenate([block.problem_keys for block in blocks.values()])[order],
        row_keys=np.concatenate(rows)[order],
        attempts=size,
    )


def _natural(blocks: Mapping[str, Block]) -> dict[str, pa.Array]:
    """Return the columns of all blocks one after another, each matrix with its operation."""
    names = next(iter(blocks.values())).natural
    columns = {
        name: pa.concat_arrays([block.natural[name] for block in blocks.values()]) for name in names
    }
    asked = [OPERATIONS[letter].config_name for letter, b in blocks.items() for _ in range(len(b))]
    problem = pa.StructArray.from_arrays(
        [pa.array(asked, pa.string()), columns.pop("matrix")],
        names=["operation", "matrix"],
    )
    return {"problem": problem, **columns}


def _lettered(parts: Mapping[str, Ragged], vocabulary: Vocabulary) -> Ragged:
    """Return the rows of all parts, in the ids of `vocabulary` and with their letters in front."""
    ours = {letter: ids.astype(vocabulary.id_dtype) for letter, ids in parts.items()}
    flat = [
        np.insert(ids.values + len(OPERATIONS), ids.offsets[:-1], vocabulary.ids[letter])
        for letter, ids in ours.items()
    ]
    lengths = np.concatenate([ids.lengths + 1 for ids in parts.values()])
    return Ragged.from_lengths(np.concatenate(flat), lengths)
