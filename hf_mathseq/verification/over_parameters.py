"""Verdicts on problems with parameters: what holds for values of them that nobody foresees.

Numbers are put in the place of the parameters, in problem and answer, and what is left is judged as
a problem without any. The numbers depend on problem and answer, so that no answer can be made to
fit them alone.

**Convention.** Parameters are positive, normal forms take them for that (sqrt(a^2) is a), and in
general position: singular cases such as a = 1 for x^(a - 2) are not drawn. Most values are between
1/5 and 4; every parameter is also tried near 1/100 and 100 beside such ones. An answer is CORRECT
if it is so for `ENOUGH` of them or more and wrong for none; for some it may have no real values,
as solutions of y'' + 2b y' + c y = 0 where b^2 < c. What nobody draws is not seen, so that an
answer with an absolute value or sign of parameters alone, which its problem has not, is
UNDECIDED.
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
from hf_mathseq.symbolic.parameters import parameters_of
from hf_mathseq.symbolic.prefix_writer import prefix_text
from hf_mathseq.symbolic.substitution import substitute
from hf_mathseq.verdict import Status, Verdict
from hf_mathseq.verification.pieces import nodes_of

MIDDLE, EXTREME = (0.2, 4.0), ((0.004, 0.05), (30.0, 900.0))
"""Ranges of values; logarithms are uniform."""
DRAWN, ENOUGH = 6, 4
HOPELESS = 2
"""Values without a verdict, and none with one, after which no more are tried."""
DENOMINATORS = (100_003, 999_983)
"""The least and the largest prime of six digits. All denominators are such primes: a sine that
vanishes at many of the values would have to hold the product of their denominators."""

Values = Mapping[Expr, Expr]
"""Parameter -> number."""
Judge = Callable[[Sequence[Expr], Expr], Verdict]
"""Problem and answer, without parameters -> verdict."""


def over_parameters(problem: Sequence[Expr], answer: Expr, judge: Judge) -> Verdict:
    """Return the verdict on an answer to a problem with parameters; see the module's docstring.

    Args:
        problem: The expressions that it consists of.
        answer: In no other parameters than these.
        judge: Judges the same expressions with numbers in the place of the parameters.
    """
    parameters = parameters_of(*problem)
    sign = next((node for node in _signs(answer) if node not in set(_signs(*problem))), None)
    if sign is not None:
        detail = f"{write_infix(sign)} may be different where nobody tries"
        return Verdict(Status.UNDECIDED, "parameters", None, detail)
    verdicts: list[Verdict] = []
    for values in _drawn(parameters, [*problem, answer]):
        verdict = _judged(problem, answer, values, judge)
        if verdict.status is Status.INCORRECT:
            return replace(verdict, detail=f"for {_shown(values)}: {verdict.detail}")
        verdicts.append(verdict)
        if len(verdicts) == HOPELESS and not any(each.correct for each in verdicts):
            break
    correct = [verdict for verdict in verdicts if verdict.correct]
    if len(correct) < ENOUGH:
        detail = f"right for {len(correct)} of {len(verdicts)} values of the parameters"
        return Verdict(Status.UNDECIDED, "parameters", None, detail)
    names = ", ".join(write_infix(each) for each in parameters)
    detail = f"for {names} > 0, {len(correct)} of {len(verdicts)} values: {correct[-1].detail}"
    return replace(correct[-1], detail=detail)


def refuse_other_parameters(answer: Expr, *problem: Expr) -> None:
    """Raise `ExpressionError` if an answer has parameters that are not those of its problem."""
    own = parameters_of(*problem)
    for name in parameters_of(answer):
        if name not in own:
            raise ExpressionError(f"{name.value!r} does not belong in an answer to this problem")


def _signs(*parts: Expr) -> list[Expr]:
    """Return the absolute values and signs of what depends on parameters alone."""
    found = nodes_of(["abs", "sign"], *parts)
    known = sum(name.symbols for name in parameters_of(*parts))
    return [node for node in found if node.symbols and not node.symbols & ~known]


def _drawn(parameters: Sequence[Expr], parts: Sequence[Expr]) -> Iterator[Values]:
    """Yield values of the parameters."""
    words = " = ".join(map(prefix_text, parts)).encode()
    seed = int.from_bytes(hashlib.blake2b(words, digest_size=8).digest())
    rng = np.random.default_rng(seed)
    ranges = [[MIDDLE] * len(parameters) for _ in range(DRAWN)]
    for at, extreme in product(range(len(parameters)), EXTREME):
        ranges.append([extreme if i == at else MIDDLE for i in range(len(parameters))])
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


def _judged(problem: Sequence[Expr], answer: Expr, values: Values, judge: Judge) -> Verdict:
    try:
        return judge([substitute(each, values) for each in problem], substitute(answer, values))
    except (ExpressionError, RecursionError) as error:
        return Verdict(Status.UNDECIDED, "parameters", None, str(error))


def _shown(values: Values) -> str:
    return ", ".join(f"{write_infix(name)} = {float(v.value):.6g}" for name, v in values.items())
