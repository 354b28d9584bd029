"""How far the normal form and its order are SymPy's: published files, and what we generate.

Run `OMP_NUM_THREADS=1 python benchmarks/sympy_agreement.py` (two to three minutes); the result is
written to `benchmarks/results/sympy_agreement.json`. Nothing is timed.

Two questions are answered. *Published files*: does each side of each line, read into our normal
form and written again, give the very same words? *Our pairs*: does SymPy, given the words of an
integrand or of an answer, build an expression whose words (in the order of its `args`) are the very
same? What differs is listed by the smallest part that differs.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import sympy
from drawn_pairs import drawn_pairs
from expression_samples import Pair, distinct, published_pairs

from hf_mathseq.symbolic.expression import (
    Expr,
    ExpressionError,
    read_prefix,
    write_infix,
    write_prefix,
)
from hf_mathseq.symbolic.sympy_bridge import prefix_from_sympy, sympy_from_prefix

ROOT = Path(__file__).parents[1]
RESULT = ROOT / "benchmarks" / "results" / "sympy_agreement.json"
SAMPLES = sorted((ROOT / "tests" / "data" / "symbolic").glob("prim_*.counts"))
TASKS = ("integration/fwd", "integration/bwd", "integration/ibp")
SIDES = ("input", "target")


def published(path: Path) -> dict[str, Any]:
    """Return how many sides of a published file are written again word by word."""
    pairs = distinct(published_pairs(path))
    found: dict[str, Any] = {}
    for place, side in enumerate(SIDES):
        expressions = [pair[place] for pair in pairs]
        others = [words for words in expressions if write_prefix(read_prefix(words)) != words]
        found[side] = {
            "expressions": len(expressions),
            "identical": len(expressions) - len(others),
            "identical by SymPy itself": sum(by_sympy(words) == words for words in expressions),
            "others": [rewritten(words) for words in others],
        }
    return found


def rewritten(words: list[str]) -> dict[str, Any]:
    """Return a published expression that the normal form writes otherwise."""
    ours = write_prefix(read_prefix(words))
    return {
        "published": " ".join(words),
        "ours": " ".join(ours),
        "SymPy writes it as we do": by_sympy(words) == ours,
    }


def generated(pairs: Sequence[Pair]) -> dict[str, Any]:
    """Return how many sides of our pairs are SymPy's words of the same expression."""
    found: dict[str, Any] = {}
    for place, side in enumerate(SIDES):
        expressions = [pair[place] for pair in pairs]
        classes: dict[str, list[dict[str, str]]] = defaultdict(list)
        for words in expressions:
            theirs = by_sympy(words)
            if theirs != words:
                part = smallest_difference(read_prefix(words))
                classes[described(part)].append(example(words, part))
        differing = sum(map(len, classes.values()))
        found[side] = {
            "expressions": len(expressions),
            "identical": len(expressions) - differing,
            "share identical": 1 - differing / len(expressions),
            "classes": {
                name: {"expressions": len(examples), "example": min(examples, key=_size)}
                for name, examples in sorted(classes.items(), key=lambda item: -len(item[1]))
            },
        }
    return found


def by_sympy(words: list[str]) -> list[str]:
    """Return SymPy's words of the expression, or the reason why it has none."""
    try:
        return prefix_from_sympy(sympy_from_prefix(words))
    except ExpressionError as error:
        return [str(error)]


def smallest_difference(expr: Expr) -> Expr:
    """Return a part that SymPy writes otherwise although it writes all of its parts alike."""
    for arg in expr.args:
        words = write_prefix(arg)
        if by_sympy(words) != words:
            return smallest_difference(arg)
    return expr


def described(part: Expr) -> str:
    """Return the class of a difference: operators on both sides, and whether only order differs."""
    ours, theirs = write_prefix(part), by_sympy(write_prefix(part))
    if sorted(ours) == sorted(theirs):
        return f"{part.op}: other order of arguments"
    inner = " or ".join(dict.fromkeys(arg.op for arg in part.args))
    return f"{part.op} of {inner}: SymPy writes {theirs[0]}"


def example(words: list[str], part: Expr) -> dict[str, str]:
    """Return a difference as people can look at it."""
    ours = write_prefix(part)
    return {
        "expression": write_infix(read_prefix(words)),
        "part": write_infix(part),
        "ours": " ".join(ours),
        "SymPy": " ".join(by_sympy(ours)),
    }


def _size(found: dict[str, str]) -> int:
    return len(found["ours"])


def main() -> None:
    """Compare, print and store."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=6_000, help="pairs of each task")
    parser.add_argument("--output", type=Path, default=RESULT)
    arguments = parser.parse_args()
    result: dict[str, Any] = {
        "sympy": sympy.__version__,
        "published files": {path.name: published(path) for path in SAMPLES},
        "our pairs": {},
    }
    for name in TASKS:
        pairs = drawn_pairs(name, {}, arguments.pairs).pairs
        result["our pairs"][name] = generated(pairs)
    arguments.output.write_text(json.dumps(result, indent=1) + "\n")
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
