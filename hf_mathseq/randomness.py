"""The only place that seeds.

The content of a block depends on (task, version, config, split, seed, block) alone: a hash of these
keys a counter-based generator, so that no process count, hash seed, global seed or earlier draw
can change it.
"""

from __future__ import annotations

import hashlib
import json

import numpy as np


def rng_for(
    task: str, version: str, config: str, split: str, seed: int, block: int
) -> np.random.Generator:
    """Return the generator of one block.

    Args:
        task: Full task name, `<dataset>/<config>`.
        version: The task's version; a change of distribution changes it.
        config: Digest of the task's options (`options.config_digest`).
        split: Split that the block is drawn for.
        seed: The user's seed.
        block: Index of the block, from 0.

    Examples:
        >>> first, again = (rng_for("integration/bwd", "1", "", "train", 0, 7) for _ in range(2))
        >>> bool(first.random() == again.random())
        True
    """
    text = json.dumps([task, version, config, split, int(seed), int(block)])
    digest = hashlib.blake2b(text.encode(), digest_size=16).digest()
    return np.random.Generator(np.random.Philox(key=int.from_bytes(digest, "little")))
