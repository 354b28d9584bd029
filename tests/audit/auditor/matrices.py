"""Matrix answers: the strict criterion of docs/matrix_criteria.md in exact fractions.

Products and residuals are exact; eigenvalues and singular values have 50 digits. Square roots,
which norms need, are taken of exact sums.
"""

from fractions import Fraction
from itertools import pairwise

from .jets import context
from .numbers import half_unit, read_matrix
from .opinion import MalformedError, Opinion, Word, right, within, wrong

TOLERANCE = Fraction(5, 100)
DIGITS = 50
LETTERS = {
    "T": "transpose",
    "A": "add",
    "D": "matvec",
    "M": "matmul",
    "E": "eigenvalues",
    "F": "eigenvectors",
    "I": "inverse",
}


class _Given:
    """A problem and an answer, and what rounding may have done to them."""

    def __init__(self, matrix, answer, encodings):
        self.s, self.x = matrix, answer
        self.half = [[half_unit(v, encodings[0]) for v in row] for row in matrix]
        self.unit = [[half_unit(v, encodings[1]) for v in row] for row in answer]
        self.written = encodings[1]


def judge(problem, answer, kind, encodings):
    """Return an opinion on the tokens of an answer to a matrix problem.

    Args:
        problem: Tokens of the matrix.
        answer: Tokens of the answer.
        kind: The config of the task.
        encodings: Names of the encodings of problems and of answers.
    """
    if kind == "cotraining":
        if not answer or answer[0] != problem[0]:
            return Opinion(Word.MALFORMED, "another operation")
        return judge(problem[1:], answer[1:], LETTERS[problem[0]], encodings)
    matrix = read_matrix(problem, encodings[0])
    try:
        found = read_matrix(answer, encodings[1])
    except MalformedError as error:
        return Opinion(Word.MALFORMED, str(error))
    if (len(found), len(found[0])) != _shape(kind, len(matrix), len(matrix[0])):
        return Opinion(Word.MALFORMED, "another shape")
    if kind == "transpose":
        same = found == transposed(matrix)
        return right("equal") if same else wrong("not the transpose")
    return within(_CRITERIA[kind](_Given(matrix, found, encodings)), TOLERANCE)


def _shape(kind, rows, columns):
    short = min(rows, columns)
    return {
        "transpose": (columns, rows),
        "add": (rows, columns // 2),
        "matvec": (columns - 1, 1),
        "matmul": (columns // 2, columns // 2),
        "eigenvalues": (rows, 1),
        "eigenvectors": (rows + 1, rows),
        "inverse": (rows, rows),
        "symmetric_inverse": (rows, rows),
        "singular_values": (short, 1),
        "singular_vectors": (1 + rows + columns, short),
    }[kind]


def transposed(a):
    return [list(column) for column in zip(*a, strict=True)]


def times(a, b):
    columns = transposed(b)
    return [[sum(x * y for x, y in zip(r, c, strict=True)) for c in columns] for r in a]


def plus(a, b):
    return [[x + y for x, y in zip(p, q, strict=True)] for p, q in zip(a, b, strict=True)]


def sizes(a):
    return [[abs(v) for v in row] for row in a]


def identity(n):
    return [[Fraction(i == j) for j in range(n)] for i in range(n)]


def _beyond(found, slack):
    return max(abs(found) - slack, Fraction(0))


def _excess(residual, slack):
    return [
        [_beyond(v, s) for v, s in zip(p, q, strict=True)]
        for p, q in zip(residual, slack, strict=True)
    ]


def _single(true, moved, answer, encoding):
    """Return the tolerance that one number needs, None for infinite."""
    error = _beyond(answer - true, moved + half_unit(abs(true) + moved, encoding))
    if not error:
        return Fraction(0)
    return error / abs(true) if true else None


def _worst(errors):
    found = list(errors)
    return None if None in found else max(found)


def _numbers(given, true, moved):
    lines = zip(true, moved, given.x, strict=True)
    return _worst(
        _single(*each, given.written) for line in lines for each in zip(*line, strict=True)
    )


def _halves(a):
    middle = len(a[0]) // 2
    return [row[:middle] for row in a], [row[middle:] for row in a]


def _sum(given):
    return _numbers(given, plus(*_halves(given.s)), plus(*_halves(given.half)))


def _product_of(given, a, b, half_a, half_b):
    moved = plus(
        times(transposed(half_a), plus(sizes(b), half_b)), times(transposed(sizes(a)), half_b)
    )
    return _numbers(given, times(transposed(a), b), moved)


def _product(given):
    return _product_of(given, *_halves(given.s), *_halves(given.half))


def _vector_product(given):
    def cut(a):
        return [row[:-1] for row in a], [row[-1:] for row in a]

    return _product_of(given, *cut(given.s), *cut(given.half))


def _inverse(given):
    slack = plus(
        times(given.half, plus(sizes(given.x), given.unit)), times(sizes(given.s), given.unit)
    )
    residual = _excess(_minus_identity(times(given.s, given.x)), slack)
    return max(sum(column) for column in transposed(residual))


def _minus_identity(a):
    return [[v - (i == j) for j, v in enumerate(row)] for i, row in enumerate(a)]


def _root(square):
    """Return the square root of a fraction to 50 digits."""
    ctx = context(DIGITS)
    return _fraction(ctx.sqrt(ctx.mpf(square.numerator) / square.denominator))


def _fraction(number):
    sign, mantissa, exponent, _ = number._mpf_
    return (-1 if sign else 1) * mantissa * Fraction(2) ** exponent


def _spectrum(symmetric):
    """Return the eigenvalues of a symmetric matrix, largest first, to about 50 digits."""
    ctx = context(DIGITS)
    exact = ctx.matrix([[ctx.mpf(v.numerator) / v.denominator for v in r] for r in symmetric])
    return sorted((_fraction(v) for v in ctx.eigsy(exact, eigvals_only=True)), reverse=True)


def _singular(matrix):
    """Return the singular values, largest first: square roots of those of the smaller product."""
    tall = matrix if len(matrix) >= len(matrix[0]) else transposed(matrix)
    return [_root(max(v, Fraction(0))) for v in _spectrum(times(transposed(tall), tall))]


def _values(given, true, answers):
    moved = _root(sum(v * v for row in given.half for v in row))
    if any(low < high for low, high in pairwise(answers)):
        return None
    pairs = zip(true, answers, strict=True)
    return _worst(_single(t, moved, a, given.written) for t, a in pairs)


def _eigenvalues(given):
    return _values(given, _spectrum(given.s), [row[0] for row in given.x])


def _singular_values(given, answers=None):
    answers = answers or [row[0] for row in given.x]
    if min(answers) < 0:
        return None
    return _values(given, _singular(given.s), answers)


def _orthonormal(vectors, unit):
    """Return the largest deviation of V^T V from the identity, beyond rounding."""
    moved = times(transposed(plus(sizes(vectors), unit)), unit)
    slack = plus(moved, transposed(moved))
    found = _minus_identity(times(transposed(vectors), vectors))
    return max(v for row in _excess(found, slack) for v in row)


def _mapped(s, half, values, source, image, norm):
    """Return the largest ||S x - l y|| over the norm of S, beyond rounding.

    Args:
        s: The matrix.
        half: What rounding may have done to it.
        values: The numbers l and their half units.
        source: The vectors x, as columns, and their half units.
        image: The vectors y, likewise.
        norm: The largest singular value of S.
    """
    (x, unit_x), (y, unit_y) = source, image
    slack = plus(times(half, plus(sizes(x), unit_x)), times(sizes(s), unit_x))
    residual = times(s, x)
    for i, row in enumerate(residual):
        for j in range(len(row)):
            value, unit = values[0][j], values[1][j]
            row[j] -= value * y[i][j]
            slack[i][j] += (abs(y[i][j]) + unit_y[i][j]) * unit + unit_y[i][j] * abs(value)
    columns = transposed(_excess(residual, slack))
    worst = max(sum(v * v for v in column) for column in columns)
    if not worst:
        return Fraction(0)
    return _root(worst) / norm if norm else None


def _eigenvectors(given):
    values, vectors = given.x[0], (given.x[1:], given.unit[1:])
    norm = max(map(abs, _spectrum(given.s)))
    return _worst(
        [
            _values(given, _spectrum(given.s), values[::-1]),
            _orthonormal(*vectors),
            _mapped(given.s, given.half, (values, given.unit[0]), vectors, vectors, norm),
        ]
    )


def _singular_vectors(given):
    rows = len(given.s)
    values = given.x[0], given.unit[0]
    left, right_ = (
        (given.x[1 : 1 + rows], given.unit[1 : 1 + rows]),
        (given.x[1 + rows :], given.unit[1 + rows :]),
    )
    norm = _singular(given.s)[0]
    back = transposed(given.s), transposed(given.half)
    return _worst(
        [
            _singular_values(given, values[0]),
            _orthonormal(*left),
            _orthonormal(*right_),
            _mapped(given.s, given.half, values, right_, left, norm),
            _mapped(*back, values, left, right_, norm),
        ]
    )


_CRITERIA = {
    "add": _sum,
    "matvec": _vector_product,
    "matmul": _product,
    "eigenvalues": _eigenvalues,
    "inverse": _inverse,
    "symmetric_inverse": _inverse,
    "singular_values": _singular_values,
    "eigenvectors": _eigenvectors,
    "singular_vectors": _singular_vectors,
}
