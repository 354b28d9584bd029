"""Expressions over one denominator, as products of powers of what is not a product.

The polynomial normal form that `together` and `factor` of SymPy give, as far as factors can be
seen: powers of functions and of sums that all terms share are taken out, and what is left of a sum
is multiplied out. Factors of a sum that appear only once it is multiplied out are not searched for.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from hf_mathseq.symbolic.decomposition import split_coefficient
from hf_mathseq.symbolic.evaluation import add, function, mul, power, product_of
from hf_mathseq.symbolic.nodes import NUMBERS, ONE, Expr, ExpressionError, memos, number
from hf_mathseq.symbolic.short_form import content

MAX_TERMS = 128
"""Sums with more terms do not fit into the 512 words of published sequences: a term has three words
or more, and one `add` before it."""

MAX_FORMED = 4 * MAX_TERMS
"""Terms that are formed before equal ones are added up."""

_Rational = int | Fraction
Powers = dict[Expr, _Rational]


@dataclass(frozen=True)
class Factored:
    """A product.

    Attributes:
        coefficient: Its rational factor.
        powers: Base -> exponent, none of them 0. A sum stands with an integer exponent only
            when it is multiplied out and shares no factor among its terms.
    """

    coefficient: _Rational
    powers: Powers

    def expression(self) -> Expr:
        """Return the product as an expression."""
        return mul(number(self.coefficient), _product(self.powers))


_memo: dict[Expr, Factored] = {}
memos.append(_memo)


def factored(expr: Expr) -> Factored:
    """Return an expression as a product, sums brought over one denominator.

    Raises:
        ExpressionError: A sum has more than `MAX_TERMS` terms when it is multiplied out.
        UndefinedValueError: A denominator is zero.
    """
    found = _memo.get(expr)
    if found is None:
        found = _memo[expr] = _factored(expr)
    return found


def _factored(expr: Expr) -> Factored:
    if expr.op in NUMBERS:
        return Factored(expr.value, {})
    if expr.op == "mul":
        return _times([factored(factor) for factor in expr.args])
    if expr.op == "pow":
        return _power(*expr.args)
    if expr.op == "exp":
        return Factored(1, _exponential(expr.args[0]))
    if expr.op == "add":
        return _sum(expr.args)
    return Factored(1, {expr: 1})


def _times(factors: Iterable[Factored]) -> Factored:
    coefficient: _Rational = 1
    powers: Powers = {}
    for factor in factors:
        coefficient = _lowest(coefficient * factor.coefficient)
        for base, exponent in factor.powers.items():
            total = powers[base] = powers.get(base, 0) + exponent
            if not total:
                del powers[base]
    return Factored(coefficient, powers)


def _power(base: Expr, exponent: Expr) -> Factored:
    if exponent.op == "int":
        inner = factored(base)
        if not inner.coefficient:
            raise ExpressionError("a power of zero")
        times: int = exponent.value
        powers = {part: times * of for part, of in inner.powers.items()}
        return Factored(Fraction(inner.coefficient) ** times, powers)
    if exponent.op == "rational" and base.op not in NUMBERS:
        return Factored(1, {base: exponent.value})
    return Factored(1, {power(base, exponent): 1})


def _exponential(exponent: Expr) -> Powers:
    """exp(2*x - y) = exp(x)**2 * exp(y)**(-1)."""
    powers: Powers = {}
    for term in exponent.args if exponent.op == "add" else (exponent,):
        coefficient, rest = split_coefficient(term)
        powers[function("exp", rest)] = coefficient
    return powers


def _sum(terms: Iterable[Expr]) -> Factored:
    """Take out what all terms share, denominators of some of them included; expand the rest."""
    rows = [factored(term) for term in terms]
    shared = _shared([row.powers for row in rows])
    flat = _flat(rows, shared)
    if not flat:
        return Factored(0, {})
    # Terms may have met in other ones: what is left can share factors again.
    left = [factored(term) for term in flat]
    if len(flat) == 1:
        return _times([Factored(1, shared), Factored(flat.popitem()[1], {}), left[0]])
    again = _shared([row.powers for row in left])
    common = content(list(flat.values()))
    inverse = _product({base: -exponent for base, exponent in again.items()})
    scaled = [
        mul(number(_lowest(coefficient / common)), term, inverse)
        for term, coefficient in flat.items()
    ]
    return _times([Factored(common, shared), Factored(1, again), Factored(1, {add(*scaled): 1})])


def _lowest(value: _Rational) -> _Rational:
    """Return whole numbers as integers, which are faster."""
    return value.numerator if value.denominator == 1 else value


def _shared(rows: list[Powers]) -> Powers:
    """Return for every base its least exponent, 0 where it does not occur, without zeros."""
    least: Powers = {}
    counts: dict[Expr, int] = {}
    for powers in rows:
        for base, exponent in powers.items():
            least[base] = min(least.get(base, exponent), exponent)
            counts[base] = counts.get(base, 0) + 1
    whole = len(rows)
    return {
        base: exponent
        for base, exponent in least.items()
        if exponent < 0 or (exponent and counts[base] == whole)
    }


def _flat(rows: list[Factored], shared: Powers) -> dict[Expr, _Rational]:
    """Return the sum of products, divided by the shared powers, as term -> coefficient."""
    left = [(row.coefficient, _without(row.powers, shared)) for row in rows if row.coefficient]
    if sum(_count(powers) for _, powers in left) > MAX_FORMED:
        raise ExpressionError(f"a sum of more than {MAX_FORMED} terms before they are added up")
    total: dict[Expr, _Rational] = {}
    for factor, powers in left:
        for term, coefficient in _expanded(factor, powers).items():
            _enter(total, term, coefficient)
    if len(total) > MAX_TERMS:
        raise ExpressionError(f"a sum of more than {MAX_TERMS} terms")
    return total


def _without(powers: Powers, shared: Powers) -> Powers:
    """Divide by the shared powers."""
    left = {**powers}
    for base, exponent in shared.items():
        left[base] = left.get(base, 0) - exponent
    return left


def _count(powers: Powers) -> int:
    """Return how many terms `_expanded` forms."""
    count = 1
    for base, exponent in powers.items():
        if base.op == "add" and exponent > 0:
            count *= len(base.args) ** int(exponent)
    return count


def _enter(total: dict[Expr, _Rational], term: Expr, coefficient: _Rational) -> None:
    found = total[term] = total.get(term, 0) + coefficient
    if not found:
        del total[term]


def _expanded(coefficient: _Rational, powers: Powers) -> dict[Expr, _Rational]:
    """Multiply out the positive integer powers of sums; the other bases stay as they are."""
    fixed: Powers = {}
    sums: list[Expr] = []
    for base, exponent in powers.items():
        if base.op == "add" and exponent > 0:
            sums += [base] * int(exponent)
            exponent -= int(exponent)
        fixed[base] = exponent
    terms = {ONE: coefficient}
    for factor in sums:
        product: dict[Expr, _Rational] = {}
        for left, c in terms.items():
            for right in factor.args:
                d, term = split_coefficient(mul(left, right))
                _enter(product, term, c * d)
        terms = product
    outside = _product(fixed)
    result: dict[Expr, _Rational] = {}
    for term, c in terms.items():
        d, whole = split_coefficient(mul(term, outside))
        _enter(result, whole, c * d)
    return result


def _product(powers: Powers) -> Expr:
    return product_of(
        [power(base, number(exponent)) for base, exponent in powers.items() if exponent]
    )
