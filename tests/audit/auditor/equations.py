"""Differential equations: does the answer, put in the place of y, fulfil the equation?

Residuals are computed at points of (x, a8, a9). The equation may hold on a part of the space only;
at a few generic points it has to hold. The answer has to have as many independent constants as the
equation has derivatives: the values of y and y' must move with them in independent directions.
"""

from .integrals import ENOUGH, MAX_WORDS, constants
from .jets import Jets, NoValueError, context
from .opinion import MalformedError, Opinion, Word, right, unclear, wrong
from .points import compare, complex_points, real_points
from .programs import EXPRESSION_ARITIES, read_expression

NAMES = ("x", "a8", "a9")
UNKNOWN = ("Y", "Y'", "Y''")
STEP_DIGITS, RANK_DIGITS = 25, 90
"""Difference quotients with steps of 1e-25 in 90 digits are right to some 25 digits."""
INDEPENDENT = 1e-12
"""Relative size of a determinant of derivatives from which it is not 0."""


def judge(problem, answer, order, against=24):
    """Return an opinion on the tokens of an answer to an equation.

    Args:
        problem: Tokens of the equation.
        answer: Tokens of the answer.
        order: 1 or 2.
        against: Points against an answer, none being for it, after which no others are tried.
    """
    names = NAMES[: order + 1]
    leaves = frozenset({"pi", "E", *names})
    equation = read_expression(problem, leaves | set(UNKNOWN), EXPRESSION_ARITIES)
    try:
        if len(answer) > MAX_WORDS:
            raise MalformedError("too long")
        solution = read_expression(answer, leaves, EXPRESSION_ARITIES)
    except MalformedError as error:
        return Opinion(Word.MALFORMED, str(error))
    opinion, place, real = _fulfils(equation, solution, names, against)
    if opinion.word is not Word.RIGHT:
        return opinion
    return _general(solution, place, names, real, opinion)


def _fulfils(equation, solution, names, against):
    equal, unequal, place = _look(
        _residual(equation, solution, True),
        [*real_points(60, 6.0, 4, names), *real_points(600, 30.0, 5, names)],
        against,
    )
    if equal >= ENOUGH:
        return right(f"holds at {equal} of {equal + unequal} real points"), place, True
    if unequal >= ENOUGH and not equal:
        return wrong(f"does not hold at {unequal} real points"), None, True
    if equal or unequal:
        return unclear(f"holds at {equal} of {equal + unequal} real points"), None, True
    values = _residual(equation, solution, False)
    equal, unequal, place = _look(values, complex_points(60, 6, names), against)
    if equal >= ENOUGH:
        return right(f"holds at {equal} of {equal + unequal} complex points"), place, False
    if unequal >= ENOUGH and not equal:
        return wrong(f"does not hold at {unequal} complex points"), None, False
    return unclear(f"holds at {equal} of {equal + unequal} complex points"), None, False


def _look(values, points, against):
    """Return numbers of points for and against, and the first one for."""
    equal = unequal = 0
    place = None
    for point in points:
        try:
            found = compare(values, point)
        except NoValueError:
            continue
        if found:
            place = place or point
        equal += found is True
        unequal += found is False
        if equal >= ENOUGH or (not equal and unequal >= against):
            break
    return equal, unequal, place


def _residual(equation, solution, real):
    """Return the values of the equation's positive and negative parts, for `points.compare`.

    The equation is compared with 0; the size is that of the largest term at its root.
    """

    def values(ctx, point):
        jets = Jets(ctx, 2, real)
        given = {name: jets.constant(value) for name, value in point.items()}
        given["x"] = jets.variable(point["x"])
        found = jets.run(solution, {**given, **constants(jets)})
        y = found[-1]
        flat = Jets(ctx, 0, real)
        unknown = dict(zip(UNKNOWN, ([y[0]], [y[1]], [2 * y[2]]), strict=True))
        at = {name: jet[:1] for name, jet in given.items()}
        parts = flat.run(equation, {**at, **constants(flat), **unknown})
        size = max(abs(part) for jet in (*found, *parts) for part in jet)
        size = max(size, jets.size, flat.size)
        if not ctx.isfinite(size):
            raise NoValueError("infinite")
        terms = [parts[i][0] for i in _terms(equation)]
        largest = max(terms, key=abs)
        return largest, largest - sum(terms, ctx.zero), size

    return values


def _terms(equation):
    """Return the positions of the summands of an equation."""
    found, left = [], [len(equation.steps) - 1]
    while left:
        position = left.pop()
        name, operands, _ = equation.steps[position]
        if name == "add":
            left += operands
        else:
            found.append(position)
    return found


def _general(solution, place, names, real, opinion):
    """Return the opinion on the constants of an answer that solves its equation."""
    ctx = context(RANK_DIGITS)
    step = ctx.mpf(10) ** -STEP_DIGITS
    ranks = set()
    for shift in (0, 7, 19):
        moved = {k: v + ctx.mpf(shift) / 10**6 for k, v in place.items()}
        try:
            ranks.add(_independent(ctx, solution, moved, names, real, step))
        except NoValueError:
            continue
    if True in ranks:
        return opinion
    if ranks == {False}:
        return wrong("solves the equation with too few constants")
    return unclear("the number of constants")


def _independent(ctx, solution, point, names, real, step):
    """Return whether (y, y', ...) moves with the constants in independent directions."""
    order = len(names) - 1
    jets = Jets(ctx, order - 1, real)
    columns = []
    for name in names[1:]:
        ends = []
        for sign in (1, -1):
            moved = {**point, name: point[name] + sign * step}
            given = {k: jets.constant(v) for k, v in moved.items()}
            given["x"] = jets.variable(moved["x"])
            ends.append(jets.run(solution, {**given, **constants(jets)})[-1])
        columns.append([(a - b) / (2 * step) for a, b in zip(*ends, strict=True)])
    values = jets.run(
        solution,
        {
            **{k: jets.constant(v) for k, v in point.items()},
            "x": jets.variable(point["x"]),
            **constants(jets),
        },
    )[-1]
    scale = max(1, *(abs(v) for v in values))
    if order == 1:
        return abs(columns[0][0]) > INDEPENDENT**2 * scale
    (a, b), (c, d) = columns
    products = max(abs(a * d), abs(b * c), ctx.mpf(10) ** -STEP_DIGITS * scale)
    return abs(a * d - b * c) > INDEPENDENT * products
