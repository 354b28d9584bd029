"""Checking antiderivatives: is F' = f?

The cascade, cheapest first:

1. *Reader*: malformed words, a word that belongs to no answer (`Y`, `Y'`, `derivative`, ...),
   another variable than x, more than `MAX_WORDS` words or an expression without a value are
   INVALID.
2. *Structural* and *identity* (`settled`, for many answers at once): the normal form of F' is the
   integrand itself, or both are equal as expressions in independent functions and agree at
   enough points: CORRECT. A point where they differ beyond all rounding: INCORRECT.
3. *Numeric* (`agreement`): a counter-example, verified with many digits, is INCORRECT; equality
   at enough points, verified with many digits at some, is CORRECT.
4. *Symbolic* (`worker`): SymPy simplifies F' - f to 0 in a limited process: CORRECT.
5. Otherwise UNDECIDED. The symbolic step is left out where the values are far apart at every
   point that has values: nothing could be proven there.

**Domain convention.** F and f are compared at the points of the real axis where f and F' are real
and finite, all sub-expressions that their values are made of included. An answer may be real on
less than f is (ln x for 1/x, acosh x for 1/sqrt(x^2 - 1)); where both are real there must be no
counter-example. Answers that differ by a constant, also by one that changes between the pieces of
the domain, are equal. If fewer than `screening.MIN_POINTS` of the probed real points have values,
holomorphic expressions (without abs and sign) are compared at generic complex points instead, with
principal branches. There agreement on a part of the points is UNDECIDED, and so is disagreement
that vanishes when complex constants of the answer are conjugated: atanh(3) may be written ln(-2)/2,
which is another branch.

**Criteria.** "strict" is the above. "paper" restates the rule of arXiv 1912.01412, where an answer
counts if SymPy simplifies F' - f to 0 and nothing else is asked: a counter-example does not count
when there are points that agree as well and the symbolic step then shows F' - f = 0 formally.
Everything that strict accepts is accepted; the published limit of one second of wall-clock time is
replaced by the worker's budget, and the published comparison with the reference answer is left
out: for integrals it accepts nothing more, unless the reference is wrong.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from hf_mathseq.encodings.prefix import COEFFICIENTS, VARIABLES
from hf_mathseq.symbolic.expression import (
    Expr,
    ExpressionError,
    UndefinedValueError,
    read_prefix,
    write_prefix,
)
from hf_mathseq.symbolic.parameters import parameters_of
from hf_mathseq.verdict import Verdict, invalid
from hf_mathseq.verification.closer_look import CloserLook
from hf_mathseq.verification.over_parameters import over_parameters, refuse_other_parameters
from hf_mathseq.verification.settled import settle

MAX_WORDS = 1024
"""Longest answer that is read; published answers have at most 512 words."""

_FOREIGN = frozenset({"Y", "Y'", "Y''", "f", "g", "h", "derivative"})
_OTHER_SYMBOLS = frozenset({*VARIABLES, *COEFFICIENTS}) - {"x"}


def check_by_criterion(
    integrands: Sequence[Expr],
    hypotheses: Sequence[Sequence[str]],
    criteria: Sequence[str],
) -> dict[str, list[Verdict]]:
    """Check every hypothesis once for several criteria; see the module docstring for the rules.

    Never raises on words.

    Args:
        integrands: Expressions in x and perhaps parameters (`over_parameters`).
        hypotheses: Prefix words of the proposed antiderivatives, one per integrand.
        criteria: Of "strict" and "paper".
    """
    if len(integrands) != len(hypotheses):
        raise ValueError(f"{len(integrands)} integrands but {len(hypotheses)} hypotheses")
    apart: dict[int, dict[str, Verdict]] = {}
    pairs: list[tuple[Expr, Expr]] = []
    for at, (integrand, words) in enumerate(zip(integrands, hypotheses, strict=True)):
        try:
            pair = read_answer(words), integrand
            refuse_other_parameters(*pair)
        except ExpressionError as error:
            apart[at] = dict.fromkeys(criteria, invalid(str(error)))
            continue
        if parameters_of(integrand):
            apart[at] = _with_parameters(*pair, criteria)
        else:
            pairs.append(pair)
    settled = settle(pairs)
    closer = [CloserLook(*pair) for pair in pairs]
    found = {}
    for criterion in criteria:
        judged = (
            cheap.under(criterion) or look.verdict(criterion)
            for cheap, look in zip(settled, closer, strict=True)
        )
        found[criterion] = [
            apart[i][criterion] if i in apart else next(judged) for i in range(len(hypotheses))
        ]
    return found


def _with_parameters(answer: Expr, integrand: Expr, criteria: Sequence[str]) -> dict[str, Verdict]:
    def judge(problem: Sequence[Expr], answer: Expr, criterion: str) -> Verdict:
        return check(problem[0], write_prefix(answer), criterion)

    judges = {each: partial(judge, criterion=each) for each in criteria}
    return {each: over_parameters([integrand], answer, judges[each]) for each in criteria}


def check_many(
    integrands: Sequence[Expr],
    hypotheses: Sequence[Sequence[str]],
    criterion: str = "strict",
) -> list[Verdict]:
    """Check every hypothesis for one criterion; see `check_by_criterion`."""
    return check_by_criterion(integrands, hypotheses, [criterion])[criterion]


def check(integrand: Expr, hypothesis: Sequence[str], criterion: str = "strict") -> Verdict:
    """Check one hypothesis; see `check_many`."""
    return check_many([integrand], [hypothesis], criterion)[0]


def read_answer(words: Sequence[str]) -> Expr:
    """Read an answer to an integration problem into normal form.

    Raises:
        ExpressionError: Not the words of an expression in x and parameters, or out of bounds.
    """
    if len(words) > MAX_WORDS:
        raise ExpressionError(f"{len(words)} words; at most {MAX_WORDS} are read")
    for word in words:
        if word in _FOREIGN or word in _OTHER_SYMBOLS:
            raise ExpressionError(f"{word!r} does not belong in an antiderivative")
    try:
        return read_prefix(words)
    except UndefinedValueError as error:
        raise ExpressionError(f"the answer has no value: {error}") from error
