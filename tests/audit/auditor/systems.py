"""Differential systems: derivatives by jets, spectra and ranks with hundreds of digits."""

from fractions import Fraction

from .jets import Jets, NoValueError, context
from .numbers import read_float, whole_number
from .opinion import MalformedError, Opinion, Word, right, unclear, wrong
from .programs import SYSTEM_ARITIES, SYSTEM_NAMES, read_expression

DIGITS = 200
NOTHING = -80
"""Numbers below 1e-80 of those they were made of are rounding, those of interest far above."""
EQUATION, ENTRY, ROW, MATRIX = "<SPECIAL_3>", "<SPECIAL_5>", "<SPECIAL_4>", "<SPECIAL_6>"
LARGEST_DIMENSION = 9
ROUNDING = Fraction(1, 10**6)
"""Share of half a unit that is forgiven: labels were rounded from double precision."""


class Given:
    """A system at a point.

    Attributes:
        programs: The right-hand sides.
        variables: The names of all variables, states first.
        ctx: Arithmetic of `DIGITS` digits.
    """

    def __init__(self, problem, time=False):
        starts = [i for i, word in enumerate(problem) if word == EQUATION]
        parts = [problem[i + 1 : j] for i, j in zip(starts, [*starts[1:], None], strict=True)]
        used = {word for part in parts for word in part if word.startswith("x")}
        last = max((int(word[1:]) for word in used), default=0)
        if time:
            # The number of controls is not written; for two or three states it is one.
            last = len(parts)
        count = max(last + 1, len(parts))
        self.variables = [f"x{i}" for i in range(count)]
        leaves = frozenset([*self.variables, *([f"x{count}"] if time else [])])
        self.programs = [
            read_expression(part, leaves, SYSTEM_ARITIES, SYSTEM_NAMES) for part in parts
        ]
        self.ctx = context(DIGITS)

    @property
    def n(self):
        """Number of states."""
        return len(self.programs)

    def linearisation(self, point):
        """Return the derivatives of every right-hand side by every variable.

        Args:
            point: The value of all variables, as a decimal number.
        """
        jets = Jets(self.ctx, 1, real=False)
        value = self.ctx.mpf(str(point))
        rows = []
        for program in self.programs:
            used = {payload for name, _, payload in program.steps if name == "leaf"}
            row = []
            for name in self.variables:
                leaves = {v: jets.constant(value) for v in self.variables}
                leaves[name] = jets.variable(value)
                row.append(jets.run(program, leaves)[-1][1] if name in used else self.ctx.zero)
            rows.append(row)
        if not all(self.ctx.isfinite(v) for row in rows for v in row):
            raise NoValueError("infinite")
        return rows


def _judged(read, decide):
    """Return the opinion of `decide` on what `read` makes of the answer."""
    try:
        found = read()
    except MalformedError as error:
        return Opinion(Word.MALFORMED, str(error))
    try:
        return decide(found)
    except (NoValueError, ZeroDivisionError, OverflowError) as error:
        return unclear(f"no derivatives: {error}")


def judge_stability(problem, answer, point):
    """Return an opinion on `INT+ 1`, unstable, or `INT+ 0`."""

    def decide(unstable):
        speed = _speed(Given(problem), point)
        return right() if unstable == (speed < 0) else wrong(f"the speed is {speed}")

    return _judged(lambda: _class(answer), decide)


def judge_speed(problem, answer, point):
    """Return an opinion on a convergence speed with three digits."""

    def decide(given):
        speed = _speed(Given(problem), point)
        if not speed:
            return right() if given == 0 else wrong("the speed is 0")
        ctx = speed.context
        unit = ctx.mpf(10) ** (int(ctx.floor(ctx.log10(abs(speed)))) - 2)
        ratio = abs(ctx.mpf(given.numerator) / given.denominator - speed) / (unit / 2)
        word = Word.RIGHT if ratio <= 1 + float(ROUNDING) else Word.WRONG
        return Opinion(word, f"{float(ratio):.7g} half units off", abs(ratio - 1) < 2e-6)

    def read():
        value, end = read_float(answer)
        if end < len(answer):
            raise MalformedError("words follow the number")
        return value

    return _judged(read, decide)


def _class(answer):
    value = whole_number(answer)
    if value not in (0, 1):
        raise MalformedError("no class")
    return value == 1


def _speed(given, point):
    """Return minus the largest real part of the spectrum; exactly 0 where it is rounding."""
    rows = given.linearisation(point)
    matrix = [row[: given.n] for row in rows]
    return -_largest_real_part(given.ctx, matrix)


def _largest_real_part(ctx, rows):
    nonzero = [abs(v) for row in rows for v in row if v]
    if not nonzero:
        return ctx.zero
    found = max(ctx.re(v) for v in ctx.eig(ctx.matrix(rows), left=False, right=False))
    # Errors are roots of 1e-200 where eigenvalues coincide.
    return found if abs(found) > ctx.mpf(10) ** (NOTHING // 2) * min(nonzero) else ctx.zero


def rank(ctx, rows):
    """Return the rank, by elimination with the largest pivots."""
    left = [list(row) for row in rows]
    largest = max((abs(v) for row in left for v in row), default=0)
    found = 0
    while left and left[0]:
        size, i, j = max((abs(v), i, j) for i, row in enumerate(left) for j, v in enumerate(row))
        if size <= ctx.mpf(10) ** NOTHING * largest:
            break
        found += 1
        pivot = left.pop(i)
        left = [
            [
                v - row[j] / pivot[j] * p
                for k, (v, p) in enumerate(zip(row, pivot, strict=True))
                if k != j
            ]
            for row in left
        ]
    return found


def _scaled(ctx, rows):
    """Return a matrix divided by its Frobenius norm, and the norm."""
    norm = ctx.sqrt(sum((abs(v) ** 2 for row in rows for v in row), ctx.zero)) or ctx.one
    return [[v / norm for v in row] for row in rows], norm


def _times(a, b):
    columns = list(zip(*b, strict=True))
    return [[sum(x * y for x, y in zip(r, c, strict=True)) for c in columns] for r in a]


def _uncontrollable(given, point):
    """Return the dimension that no control reaches, and the pair (A, B)."""
    rows = given.linearisation(point)
    a, b = [row[: given.n] for row in rows], [row[given.n :] for row in rows]
    scaled, block = _scaled(given.ctx, a)[0], _scaled(given.ctx, b)[0]
    kalman = [[] for _ in rows]
    for _ in rows:
        kalman = [[*line, *more] for line, more in zip(kalman, block, strict=True)]
        block = _times(scaled, block)
    return given.n - rank(given.ctx, kalman), a, b


def judge_controllability(problem, answer, point):
    """Return an opinion on `INT+ 1`, controllable, or `INT+ 0`."""

    def decide(controllable):
        missing = _uncontrollable(Given(problem), point)[0]
        return right() if controllable == (not missing) else wrong(f"{missing} missing")

    return _judged(lambda: _class(answer), decide)


def judge_gain(problem, answer, point):
    """Return an opinion on a dimension, or on `INT+ 0` and a gain for the pair (A/|A|, B)."""
    given = Given(problem)

    def decide(found):
        dimension, gain = found
        missing, a, b = _uncontrollable(given, point)
        if missing or gain is None:
            return right() if missing and dimension == missing else wrong(f"{missing} missing")
        scaled, ctx = _scaled(given.ctx, a)[0], given.ctx
        exact = [[ctx.mpf(v.numerator) / v.denominator for v in row] for row in gain]
        moved = _times(b, exact)
        loop = [
            [x + y for x, y in zip(p, q, strict=True)] for p, q in zip(scaled, moved, strict=True)
        ]
        part = _largest_real_part(ctx, loop)
        return right() if part < 0 else wrong(f"a mode grows like exp({float(part):.4g} t)")

    return _judged(lambda: _read_gain(answer, len(given.variables) - given.n, given.n), decide)


def _read_gain(words, rows, columns):
    words = list(words)
    head = words[: words.index(MATRIX)] if MATRIX in words else words
    dimension = whole_number(head)
    if not dimension >= 0:
        raise MalformedError("no dimension")
    if MATRIX not in words:
        return dimension, None
    at, gain = len(head) + 1, []
    for _ in range(rows):
        gain.append([])
        for _ in range(columns):
            value, at = read_float(words, at)
            gain[-1].append(value)
            at = _after(words, at, ENTRY)
        at = _after(words, at, ROW)
    if at < len(words) or dimension:
        raise MalformedError("words too many")
    return dimension, gain


def _after(words, at, separator):
    if at >= len(words) or words[at] != separator:
        raise MalformedError(f"{separator} is missing")
    return at + 1


TIMES = [Fraction(k, 5) - Fraction(1, 100) for k in range(1, 6)]
"""The published times in [0, 1]."""
STEP = -50
"""Difference quotients by the states take steps of 1e-50: 100 of 200 digits are left."""


def judge_in_time(problem, answer, point):
    """Return an opinion on `INT+ 1`, controllable on [0, 1], or `INT+ 0`."""

    def decide(controllable):
        given = Given(problem, time=True)
        ranks = []
        for time in TIMES:
            try:
                ranks.append(_rank_at(given, point, time))
            except NoValueError:
                continue
            if ranks[-1] == given.n:
                break
        if not ranks:
            return unclear("undefined at all times")
        return right() if controllable == (max(ranks) == given.n) else wrong(f"ranks {ranks}")

    return _judged(lambda: _class(answer), decide)


def _rank_at(given, point, time):
    """Return the rank of the blocks D_0 = B, D_(i+1) = dD_i/dt - A D_i, up to i = 2n."""
    ctx, n = given.ctx, given.n
    order = 2 * n
    expansion = _expansion(given, point, time, order)
    a = [[line[:n] for line in table] for table in expansion]
    block = [[line[n:] for line in table] for table in expansion]
    columns = [[] for _ in range(n)]
    for left in range(order, -1, -1):
        columns = [[*line, *more] for line, more in zip(columns, block[0], strict=True)]
        block = [
            _minus(_multiple(k + 1, block[k + 1]), _convolved(a, block, k)) for k in range(left)
        ]
    scale = [max(abs(line[j]) for line in columns) or ctx.one for j in range(len(columns[0]))]
    return rank(ctx, [[v / s for v, s in zip(line, scale, strict=True)] for line in columns])


def _expansion(given, point, time, order):
    """Return the Taylor coefficients in time of [A B], shape (order + 1, n, n + p)."""
    ctx, names = given.ctx, given.variables
    jets, step = Jets(ctx, order, real=False), ctx.mpf(10) ** STEP
    clock = {f"x{len(names)}": jets.variable(ctx.mpf(time.numerator) / time.denominator)}
    value = ctx.mpf(str(point))
    table = [[[ctx.zero] * len(names) for _ in range(given.n)] for _ in range(order + 1)]
    for i, program in enumerate(given.programs):
        for j, name in enumerate(names):
            if ("leaf", (), name) not in program.steps:
                continue
            ends = []
            for sign in (1, -1):
                leaves = {v: jets.constant(value) for v in names} | clock
                leaves[name] = jets.constant(value + sign * step)
                ends.append(jets.run(program, leaves)[-1])
            for k, (plus, minus) in enumerate(zip(*ends, strict=True)):
                size = max(abs(plus), abs(minus))
                difference = (plus - minus) / (2 * step)
                if abs(difference) > size * ctx.mpf(10) ** NOTHING:
                    table[k][i][j] = difference
    return table


def _multiple(number, rows):
    return [[number * v for v in row] for row in rows]


def _minus(a, b):
    return [[x - y for x, y in zip(p, q, strict=True)] for p, q in zip(a, b, strict=True)]


def _convolved(a, block, k):
    """Return the coefficient k of the product of two expansions."""
    total = None
    for j in range(k + 1):
        term = _times(a[j], block[k - j])
        total = term if total is None else _minus(total, _multiple(-1, term))
    return total
