"""Checking solutions of differential equations: does the answer, put in the place of y, fit?

An equation is an expression that must vanish; it contains y, y' and y''. An answer is an expression
in x and the constants of integration, a8 for order 1, a8 and a9 for order 2. The residual is the
equation with the answer and its derivatives inserted. The cascade, cheapest first:

1. *Reader*: malformed words, a word that belongs to no answer (`Y`, `derivative`, `a0`, ...), more
   than `MAX_WORDS` words or an expression without a value are INVALID.
2. *Structural* and *identity* (`ode_settled`, for many at once): the residual is 0 in normal form
   or modulo a large prime, and 0 to rounding at enough points: CORRECT. It differs from 0
   beyond all rounding wherever that can be told, at no fewer points: INCORRECT.
3. *Numeric* (`ode_evidence`): the same at many points with as many digits as it takes.
4. *Symbolic* (`worker`): SymPy simplifies the residual to 0 in a limited process: CORRECT.
5. Otherwise UNDECIDED. The symbolic step is left out where the residual is far from 0 at every
   point that has values.

An answer to an equation of first order that has a `Y` in it is the F of an implicit solution
F(x, y) = C and judged by `implicit_solution`.

**Domain convention.** The points are triples (x, a8, a9), all signs occurring. They count where
answer, derivatives and every part of the equation are finite real numbers. An answer often solves
its equation on one side of a branch only (y = cos(x + a8) solves y' = -sqrt(1 - y^2) where the sine
is positive): it is CORRECT if the equation holds at `screening.MIN_POINTS` generic points or more,
and the detail says where; it is INCORRECT if it holds at none of the points that could be decided;
a few points are UNDECIDED. If fewer than `MIN_POINTS` points have values, holomorphic expressions
(without abs and sign) are tried at generic complex points with principal branches. There equality
on a part of the points is UNDECIDED. The derivative of sign is 0.

**Criteria.** "paper" restates the rule of arXiv 1912.01412: the residual has to vanish, nothing
else is asked, so y = 0 is a solution of many equations. "strict" asks for a general solution: as
many independent constants of integration as the order (`constants_rank`). An answer with fewer is
INCORRECT under "strict"; everything that "strict" accepts "paper" accepts too. The published
limits of one second are replaced by budgets that do not depend on a clock, save that of SymPy.
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
from hf_mathseq.verdict import Status, Verdict, invalid
from hf_mathseq.verification.constants_rank import independent
from hf_mathseq.verification.implicit_solution import WORD, check_relation, read_relation
from hf_mathseq.verification.ode_attempt import Attempt
from hf_mathseq.verification.ode_cascade import findings_on
from hf_mathseq.verification.ode_finding import Finding
from hf_mathseq.verification.ode_points import CONSTANTS
from hf_mathseq.verification.over_parameters import over_parameters, refuse_other_parameters

MAX_WORDS = 1024
"""Longest answer that is read; published answers have at most 512 words."""

CHUNK = 512
"""Answers held in memory at once with what belongs to them, some 10 KB each."""

_FUNCTIONS = frozenset({"Y", "Y'", "Y''", "f", "g", "h", "derivative"})
_SYMBOLS = frozenset({*VARIABLES, *COEFFICIENTS}) - {"x"}
_ALLOWED = {order: [name.value for name in CONSTANTS[:order]] for order in (1, 2)}


def check_by_criterion(
    equations: Sequence[Expr],
    hypotheses: Sequence[Sequence[str]],
    order: int,
    criteria: Sequence[str],
) -> dict[str, list[Verdict]]:
    """Check every hypothesis once for several criteria; see the module docstring for the rules.

    Never raises on words.

    Args:
        equations: Expressions that must vanish, in x, y and its derivatives, perhaps with
            parameters (`over_parameters`).
        hypotheses: Prefix words of the proposed solutions, one per equation.
        order: 1 or 2.
        criteria: Of "strict" and "paper".
    """
    if len(equations) != len(hypotheses):
        raise ValueError(f"{len(equations)} equations but {len(hypotheses)} hypotheses")
    apart: dict[int, dict[str, Verdict]] = {}
    pairs: list[tuple[Expr, Expr]] = []
    for at, (equation, words) in enumerate(zip(equations, hypotheses, strict=True)):
        implicit = order == 1 and WORD in words
        try:
            pair = equation, read_relation(words) if implicit else read_solution(words, order)
            refuse_other_parameters(pair[1], equation)
        except ExpressionError as error:
            apart[at] = dict.fromkeys(criteria, invalid(str(error)))
            continue
        if implicit:
            apart[at] = {each: check_relation(*pair, each) for each in criteria}
        elif parameters_of(equation):
            apart[at] = _with_parameters(*pair, order, criteria)
        else:
            pairs.append(pair)
    found = {}
    for criterion, verdicts in _judged(pairs, order, criteria, prove=True).items():
        judged = iter(verdicts)
        found[criterion] = [
            apart[i][criterion] if i in apart else next(judged) for i in range(len(hypotheses))
        ]
    return found


def _with_parameters(
    equation: Expr, solution: Expr, order: int, criteria: Sequence[str]
) -> dict[str, Verdict]:
    def judge(problem: Sequence[Expr], solution: Expr, criterion: str) -> Verdict:
        return check(problem[0], write_prefix(solution), order, criterion)

    judges = {each: partial(judge, criterion=each) for each in criteria}
    return {each: over_parameters([equation], solution, judges[each]) for each in criteria}


def check_many(
    equations: Sequence[Expr],
    hypotheses: Sequence[Sequence[str]],
    order: int,
    criterion: str = "strict",
) -> list[Verdict]:
    """Check every hypothesis for one criterion; see `check_by_criterion`."""
    return check_by_criterion(equations, hypotheses, order, [criterion])[criterion]


def check(
    equation: Expr, hypothesis: Sequence[str], order: int, criterion: str = "strict"
) -> Verdict:
    """Check one hypothesis; see `check_many`."""
    return check_many([equation], [hypothesis], order, criterion)[0]


def solves_many(pairs: Sequence[tuple[Expr, Expr]], order: int) -> list[bool]:
    """Return which pairs (equation, solution) are right by "strict": the check of generated pairs.

    The symbolic step, which depends on a clock, is left out; see also `ode_settled`.

    Args:
        pairs: Equations and solutions; see `check_many`.
        order: 1 or 2.
    """
    found = _judged(pairs, order, ["strict"], prove=False)
    return [verdict.correct for verdict in found["strict"]]


def read_solution(words: Sequence[str], order: int) -> Expr:
    """Read a solution into normal form.

    Args:
        words: Prefix words.
        order: 1 or 2; which constants of integration are allowed.

    Raises:
        ExpressionError: Not the words of an expression in x, the constants and parameters, or out
            of bounds.
    """
    if len(words) > MAX_WORDS:
        raise ExpressionError(f"{len(words)} words; at most {MAX_WORDS} are read")
    allowed = _ALLOWED[order]
    for word in words:
        if word in _FUNCTIONS or (word in _SYMBOLS and word not in allowed):
            names = ", ".join(["x", *allowed[:-1]]) + f" and {allowed[-1]}"
            raise ExpressionError(f"{word!r} does not belong in a solution; {names} do")
    try:
        return read_prefix(words)
    except UndefinedValueError as error:
        raise ExpressionError(f"the answer has no value: {error}") from error


def _judged(
    pairs: Sequence[tuple[Expr, Expr]], order: int, criteria: Sequence[str], prove: bool
) -> dict[str, list[Verdict]]:
    verdicts: dict[str, list[Verdict]] = {criterion: [] for criterion in criteria}
    for start in range(0, len(pairs), CHUNK):
        findings = findings_on(pairs[start : start + CHUNK], order, prove)
        published = [finding.verdict for _, finding in findings]
        for criterion in criteria:
            judged = published if criterion == "paper" else _general(findings, order)
            verdicts[criterion] += judged
    return verdicts


def _general(findings: Sequence[tuple[Attempt | None, Finding]], order: int) -> list[Verdict]:
    """Return the verdicts on solutions that are asked to be general ones."""
    verdicts = [finding.verdict for _, finding in findings]
    solving = [
        (at, tried, finding)
        for at, (tried, finding) in enumerate(findings)
        if tried is not None and finding.verdict.correct
    ]
    ranks = independent([each[1] for each in solving], [each[2] for each in solving])
    for (at, _, _), rank in zip(solving, ranks, strict=True):
        if not rank:
            verdicts[at] = _too_few_constants(order, rank)
    return verdicts


def _too_few_constants(order: int, rank: bool | None) -> Verdict:
    names = f"{order} independent constant{'s' if order > 1 else ''}"
    if rank is None:
        detail = f"solves the equation; whether with {names} cannot be told"
        return Verdict(Status.UNDECIDED, "criterion", None, detail)
    detail = f"solves the equation, but with fewer than {names}"
    return Verdict(Status.INCORRECT, "criterion", None, detail)
