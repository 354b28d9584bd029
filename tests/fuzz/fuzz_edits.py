"""Inputs that are edits of something valid: what is stored of an input is short and says what for.

A reader's own module makes single edits and applies them, each to any place that there is, so that
every list of edits makes an input.
"""

import json


def mutated_edits(rng, edits, other, makers):
    """Return a few more edits, or fewer, or with some of another input.

    Args:
        rng: Makes the choices.
        edits: JSON values.
        other: Edits of another input.
        makers: Functions of `rng` that return one edit each.
    """
    edits = list(edits)
    if edits and rng.random() < 0.3:
        del edits[rng.randrange(len(edits))]
    if other and rng.random() < 0.2:
        edits.append(rng.choice(other))
    while not edits or rng.random() < 0.35:
        edits.append(rng.choice(makers)(rng))
    return json.loads(json.dumps(edits[-12:]))


def place_of(places, number):
    """Return one of some places by any number."""
    return places[number % len(places)]


def odd_byte(rng):
    """Return a byte as a number; those at the edges more often."""
    return rng.choice((0, 1, 0x7F, 0x80, 0xFF, rng.randrange(256)))
