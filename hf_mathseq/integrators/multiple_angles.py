"""sin(2*x), tan(x) and sin(x) written with one angle; sinh beside exp written with exp."""

from __future__ import annotations

from fractions import Fraction

from hf_mathseq.integrators.factors import scale_and_rest
from hf_mathseq.integrators.generators import UnsuitableError, common_unit
from hf_mathseq.integrators.replacement import Replacement
from hf_mathseq.symbolic.evaluation import add, divide, function, mul, negative
from hf_mathseq.symbolic.nodes import HALF, MINUS_ONE, ONE, ZERO, Expr, number
from hf_mathseq.symbolic.traversal import varying_parts

CIRCULAR, HYPERBOLIC = ("sin", "cos", "tan"), ("sinh", "cosh", "tanh")
MAX_MULTIPLE = 6

_Angles = dict[tuple[bool, Expr], dict[Expr, Fraction]]


def with_one_angle(integrand: Expr) -> Expr:
    """Rewrite functions of several multiples of an angle with the sine and cosine of one.

    Raises:
        UnsuitableError: The multiples are far apart.
    """
    angles, exponents = _angles(integrand)
    parts: dict[Expr, Expr] = {}
    for (circular, rest), nodes in angles.items():
        if not circular and rest in exponents:
            parts.update({node: _as_exponentials(node) for node in nodes})
        elif len(set(nodes.values())) > 1 or _tangent_and_sine(nodes):
            parts.update(_of_common_angle(circular, rest, nodes))
    return Replacement(parts)(integrand) if parts else integrand


def _angles(integrand: Expr) -> tuple[_Angles, dict[Expr, None]]:
    """Return functions by kind and angle up to a factor, and the exponents of exponentials."""
    angles: _Angles = {}
    exponents: dict[Expr, None] = {}
    for part in varying_parts(integrand):
        if part.op in CIRCULAR or part.op in HYPERBOLIC:
            coefficient, rest = scale_and_rest(part.args[0])
            angles.setdefault((part.op in CIRCULAR, rest), {})[part] = coefficient
        elif part.op == "exp":
            exponents[scale_and_rest(part.args[0])[1]] = None
    return angles, exponents


def _tangent_and_sine(nodes: dict[Expr, Fraction]) -> bool:
    tangents = sum(node.op in ("tan", "tanh") for node in nodes)
    return 0 < tangents < len(nodes)


def _as_exponentials(node: Expr) -> Expr:
    grown = function("exp", node.args[0])
    shrunk = function("exp", negative(node.args[0]))
    if node.op == "tanh":
        return divide(add(grown, negative(shrunk)), add(grown, shrunk))
    return mul(HALF, add(grown, shrunk if node.op == "cosh" else negative(shrunk)))


def _of_common_angle(circular: bool, rest: Expr, nodes: dict[Expr, Fraction]) -> dict[Expr, Expr]:
    unit = common_unit(list(nodes.values()))
    names = CIRCULAR if circular else HYPERBOLIC
    angle = mul(number(unit), rest)
    sine, cosine = function(names[0], angle), function(names[1], angle)
    table = _multiples(sine, cosine, MINUS_ONE if circular else ONE)
    parts = {}
    for node, value in nodes.items():
        multiple = int(value / unit)
        if abs(multiple) > MAX_MULTIPLE:
            raise UnsuitableError("angles far apart")
        sines, cosines = table[abs(multiple)]
        if multiple < 0:
            sines = negative(sines)
        found = {names[0]: sines, names[1]: cosines}
        parts[node] = found[node.op] if node.op in found else divide(sines, cosines)
    return parts


def _multiples(sine: Expr, cosine: Expr, sign: Expr) -> list[tuple[Expr, Expr]]:
    """Return sines and cosines of 0, 1, ... times the angle, by the addition theorems."""
    table = [(ZERO, ONE)]
    for _ in range(MAX_MULTIPLE):
        sines, cosines = table[-1]
        table.append(
            (
                add(mul(sines, cosine), mul(cosines, sine)),
                add(mul(cosines, cosine), mul(sign, sines, sine)),
            )
        )
    return table
