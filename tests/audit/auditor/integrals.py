"""Integration: is the derivative of the answer the integrand?

Both are compared at real points where all parts of both are real: one point where they differ is
enough against the answer. Without enough such points they are compared off the real line.
"""

from .jets import Jets, NoValueError
from .opinion import MalformedError, Opinion, Word, right, unclear, wrong
from .points import complex_points, real_points, tally
from .programs import EXPRESSION_ARITIES, read_expression

LEAVES = frozenset({"x", "pi", "E"})
ENOUGH = 6
"""Equal points that count as proof; an analytic function vanishes at so many only if it is 0."""
MAX_WORDS = 1024


def judge(problem, answer):
    """Return an opinion on the tokens of an answer to the tokens of a problem."""
    integrand = read_expression(problem[2:], LEAVES, EXPRESSION_ARITIES)
    try:
        if len(answer) > MAX_WORDS:
            raise MalformedError("too long")
        primitive = read_expression(answer, LEAVES, EXPRESSION_ARITIES)
    except MalformedError as error:
        return Opinion(Word.MALFORMED, str(error))
    return compare_on_line(integrand, primitive)


def compare_on_line(integrand, primitive):
    """Return an opinion on F' = f from real points, or from complex ones where there are few."""
    values = _values(integrand, primitive, real=True)
    equal = unequal = 0
    for points in (real_points(24, 6.0, 1), real_points(400, 40.0, 2)):
        more_equal, more_unequal = tally_until_counter(values, points)
        equal, unequal = equal + more_equal, unequal + more_unequal
        if unequal:
            return wrong(f"differs at {unequal} real points, equal at {equal}")
        if equal >= ENOUGH:
            return right(f"equal at {equal} real points")
    equal, unequal = tally(
        _values(integrand, primitive, real=False), complex_points(40, 3), 2 * ENOUGH
    )
    if equal >= ENOUGH and not unequal:
        return right(f"equal at {equal} complex points")
    if unequal >= ENOUGH and not equal:
        return wrong(f"differs at {unequal} complex points")
    return unclear(f"equal at {equal} and different at {unequal} complex points")


def tally_until_counter(values, points):
    """Return numbers of equal and of unequal points; one unequal point ends it."""
    equal = 0
    for point in points:
        more, unequal = tally(values, [point], 1)
        equal += more
        if unequal or equal >= 2 * ENOUGH:
            return equal, unequal
    return equal, 0


def _values(integrand, primitive, real):
    def values(ctx, point):
        slopes, flat = Jets(ctx, 1, real), Jets(ctx, 0, real)
        found, given = (
            jets.run(program, {"x": jets.variable(point["x"]), **constants(jets)})
            for jets, program in ((slopes, primitive), (flat, integrand))
        )
        size = max(abs(part) for jet in (*found, *given) for part in jet)
        size = max(size, slopes.size, flat.size)
        if not ctx.isfinite(size):
            raise NoValueError("infinite")
        return found[-1][1], given[-1][0], size

    return values


def constants(jets):
    """Return the leaves that are numbers."""
    return {"pi": jets.constant(jets.ctx.pi), "E": jets.constant(jets.ctx.e)}
