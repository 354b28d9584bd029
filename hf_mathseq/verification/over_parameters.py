"""Verdicts on problems with parameters: what holds for values of them that nobody foresees.

Numbers are put in the place of the parameters, in problem and answer, and what is left is judged as
a problem without any. The numbers depend on problem and answer, so that no answer can be made to
fit them alone.

**Convention.** Parameters are positive, normal forms take them for that (sqrt(a^2) is a), and in
general position: singular cases such as a = 1 for x^(a - 2) are not drawn. Most values are between
1/5 and 4; every parameter is also tried near 1/100 and 100 beside such ones. One value for which
the answer is wrong makes it INCORRECT, one for which that cannot be told UNDECIDED. All of them
together are then tried near 1/100, 100 and 100,000, where only wrong answers count. For some values
an answer may have no real values, as solutions of y'' + 2b y' + c y = 0 where b^2 < c; CORRECT
needs `ENOUGH` for which it has.

What lies beyond the values drawn is not seen. So the verdict says how far they went, and signs,
absolute values and arcsines of sines, if they are of parameters alone and stand in the answer only,
or in the problem only, leave it UNDECIDED.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import product

import numpy as np

from hf_mathseq.symbolic.infix_writer import write_infix
from hf_mathseq.symbolic.nodes import Expr, ExpressionError, number
from hf_mathseq.symbolic.numeric import Evaluation, NotNumericError
from hf_mathseq.symbolic.numeric_backends import REAL
from hf_mathseq.symbolic.parameters import parameters_of
from hf_mathseq.symbolic.prefix_writer import prefix_text
from hf_mathseq.symbolic.substitution import substitute
from hf_mathseq.verdict import Status, Verdict
from hf_mathseq.verification.ode_points import PROBES, WIDE_PROBES
from hf_mathseq.verification.pieces import nodes_of

MIDDLE, SMALL, LARGE, HUGE = (0.2, 4.0), (0.004, 0.05), (30.0, 900.0), (1e4, 1e6)
"""Ranges of values; logarithms are uniform."""
DRAWN, ENOUGH = 6, 4
DENOMINATORS = (100_003, 999_983)
"""The least and the largest prime of six digits. All denominators are such primes: a sine that
vanishes at many of the values would have to hold the product of their denominators."""
_TURNING = {f"a{name}": name for name in ("sin", "cos", "tan", "cot", "sec", "csc")}
"""Inverse functions that zigzag over the functions they undo."""

Values = Mapping[Expr, Expr]
"""Parameter -> number."""
Judge = Callable[[Sequence[Expr], Expr], Verdict]
"""Problem and answer, without parameters -> verdict."""


def over_parameters(
    problem: Sequence[Expr], answer: Expr, judge: Judge, drawn: Expr | None = None
) -> Verdict:
    """Return the verdict on an answer to a problem with parameters; see the module's docstring.

    Args:
        problem: The expressions that it consists of.
        answer: In no other parameters than these.
        judge: Judges the same expressions with numbers in the place of the parameters.
        drawn: A parameter whose signs are looked after elsewhere.
    """
    parameters = parameters_of(*problem)
    correct: list[Verdict] = []
    tried: list[Expr] = []
    unreal = 0
    needed = DRAWN + 2 * len(parameters)
    for at, values in enumerate(_drawn(parameters, [*problem, answer])):
        verdict = _judged(problem, answer, values, judge)
        if verdict is None:
            unreal += 1
            continue
        if not verdict.correct:
            if at >= needed and verdict.status is not Status.INCORRECT:
                continue
            return replace(verdict, detail=f"for {_shown(values)}: {verdict.detail}")
        correct.append(verdict)
        tried += values.values()
    turning = _turning([answer], drawn) ^ _turning(problem, drawn)
    if turning:
        detail = f"{write_infix(turning.pop())} may be different where nobody tries"
        return Verdict(Status.UNDECIDED, "parameters", None, detail)
    if len(correct) < ENOUGH:
        detail = f"real for {len(correct)} of {len(correct) + unreal} values of the parameters"
        return Verdict(Status.UNDECIDED, "parameters", None, detail)
    detail = f"for {_range(parameters, tried)}: {correct[0].detail}"
    if unreal:
        detail += f" (real for {len(correct)} of {len(correct) + unreal} values)"
    return replace(correct[0], detail=detail)


def refuse_other_parameters(answer: Expr, *problem: Expr) -> None:
    """Raise `ExpressionError` if an answer has parameters that are not those of its problem."""
    own = parameters_of(*problem)
    for name in parameters_of(answer):
        if name not in own:
            raise ExpressionError(f"{name.value!r} does not belong in an answer to this problem")


def _turning(parts: Sequence[Expr], drawn: Expr | None) -> set[Expr]:
    """Return the parts, of parameters alone, that may turn where no value is drawn."""
    known = sum(name.symbols for name in parameters_of(*parts) if name is not drawn)
    found = set(nodes_of(("abs", "sign"), *parts))
    for node in nodes_of(_TURNING, *parts):
        if nodes_of([_TURNING[node.op]], node.args[0]):
            found.add(node)
    return {node for node in found if node.symbols and not node.symbols & ~known}


def _drawn(parameters: Sequence[Expr], parts: Sequence[Expr]) -> Iterator[Values]:
    """Yield values of the parameters."""
    words = " = ".join(map(prefix_text, parts)).encode()
    seed = int.from_bytes(hashlib.blake2b(words, digest_size=8).digest())
    rng = np.random.default_rng(seed)
    count = len(parameters)
    ranges = [[MIDDLE] * count for _ in range(DRAWN)]
    for at, extreme in product(range(count), (SMALL, LARGE)):
        ranges.append([extreme if i == at else MIDDLE for i in range(count)])
    ranges += [[each] * count for each in ((SMALL, LARGE, HUGE) if count > 1 else (HUGE,))]
    for row in ranges:
        yield {name: _value(rng, *each) for name, each in zip(parameters, row, strict=True)}


def _value(rng: np.random.Generator, least: float, most: float) -> Expr:
    """Return a fraction whose denominator is a prime of six digits."""
    size = math.exp(rng.uniform(math.log(least), math.log(most)))
    start = int(rng.integers(*DENOMINATORS))
    denominator = next(n for n in range(start, DENOMINATORS[1] + 1) if _is_prime(n))
    return number(Fraction(round(size * denominator), denominator))


def _is_prime(number: int) -> bool:
    return all(number % factor for factor in range(2, math.isqrt(number) + 1))


def _judged(problem: Sequence[Expr], answer: Expr, values: Values, judge: Judge) -> Verdict | None:
    """Return the verdict for some values, None where the answer has no real values then."""
    try:
        inserted = substitute(answer, values)
        if not has_real_values(inserted):
            return None
        return judge([substitute(each, values) for each in problem], inserted)
    except (ExpressionError, NotNumericError, RecursionError) as error:
        return Verdict(Status.UNDECIDED, "parameters", None, str(error))


def has_real_values(expr: Expr) -> bool:
    """Return whether an expression in x, a8 and a9 is real at a point that is tried."""
    with np.errstate(all="ignore"):
        for points in (PROBES, WIDE_PROBES):
            run = Evaluation(REAL, dict(points))
            if run.finite(run.value(expr)).any():
                return True
    return False


def _shown(values: Values) -> str:
    return ", ".join(f"{write_infix(name)} = {float(v.value):.6g}" for name, v in values.items())


def _range(parameters: Sequence[Expr], tried: Sequence[Expr]) -> str:
    sizes = [float(each.value) for each in tried]
    names = ", ".join(write_infix(each) for each in parameters)
    return f"{names} from {min(sizes):.2g} to {max(sizes):.2g}"
