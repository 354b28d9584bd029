"""Blocks of inputs: block b of a target depends on the target, the seed and b alone.

Inside a block, inputs that end in a place not seen before join those that are changed further.
"""

import random
import time
from dataclasses import dataclass, field

from fuzz_watch import armed, outcome_of

KEPT = 300
"""Inputs at most that a block adds to the valid ones."""
_FROM_KEPT = 0.4


@dataclass
class Tally:
    """What a number of inputs came to.

    Attributes:
        inputs: How many were read or refused or found something.
        read: How many were read.
        places: Different ends: kinds of refusal, or of what was read.
        seconds: Processor time of the readers and of making the inputs.
        slowest: Processor time of the slowest input.
        slowest_input: Its beginning.
        findings: Shape of a finding -> the first input that showed it and what happened.
    """

    inputs: int = 0
    read: int = 0
    places: set = field(default_factory=set)
    seconds: float = 0.0
    slowest: float = 0.0
    slowest_input: str = ""
    findings: dict = field(default_factory=dict)


def inputs_of(target, seed, block):
    """Yield inputs without end; after each one send whether it is worth changing further."""
    rng = random.Random(f"{target.name}:{seed}:{block}")
    corpus, kept = target.corpus, []
    while True:
        source = kept if kept and rng.random() < _FROM_KEPT else corpus
        given = target.mutate(rng, rng.choice(source), rng.choice(corpus), target.words)
        if (yield given) and len(kept) < KEPT and len(repr(given)) < 3000:
            kept.append(given)


def run_block(target, seed, block, size, before=lambda number, given: None):
    """Read the inputs of a block.

    Args:
        target: What reads them; it is warm.
        seed: Another seed gives other inputs.
        block: Number of the block.
        size: Number of inputs.
        before: Called with the number of each input, and the input, before it is read.

    Returns:
        A `Tally`.
    """
    tally, new = Tally(), None
    inputs = inputs_of(target, seed, block)
    start = last = time.process_time()
    with armed():
        for number in range(size):
            given = inputs.send(new)
            before(number, given)
            made = time.process_time()
            outcome = outcome_of(target, given)
            last = time.process_time()
            place = (outcome.kind, outcome.shape)
            new = place not in tally.places
            tally.places.add(place)
            tally.inputs += 1
            tally.read += outcome.kind == "read"
            if last - made > tally.slowest:
                tally.slowest, tally.slowest_input = last - made, repr(given)[:300]
            if outcome.is_finding:
                found = {"kind": outcome.kind, "input": given, "detail": outcome.detail}
                tally.findings.setdefault(outcome.shape, found)
    tally.seconds = last - start
    return tally
