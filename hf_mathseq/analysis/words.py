"""An analysis in words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from hf_mathseq.systems.tree_text import infix

if TYPE_CHECKING:
    from hf_mathseq.analysis.reachability import Reachability
    from hf_mathseq.analysis.spectra import Spectrum
    from hf_mathseq.analysis.systems import Analysis
    from hf_mathseq.encodings.decimals import FloatArray
    from hf_mathseq.systems.own_system import OwnSystem

DIGITS = 6
_CONTROL = re.compile(r"[uv](?:_?[A-Za-z0-9]+)?")
SMALL = 1e-12
"""Coefficients of a direction below this are not shown."""


def in_words(analysis: Analysis) -> str:
    """Return the analysis as lines for people."""
    return "\n".join(_lines(analysis))


def as_dict(analysis: Analysis) -> dict[str, Any]:
    """Return the analysis as plain JSON values; complex numbers are pairs."""
    system, reach, feedback = analysis.system, analysis.reach, analysis.feedback
    return {
        "equations": equations(system),
        "states": list(system.states),
        "controls": list(system.controls),
        "point": _pairs(analysis.point),
        "velocity": _pairs(analysis.velocity),
        "jacobian": [_pairs(row) for row in analysis.jacobian],
        "inputs": [_pairs(row) for row in analysis.inputs],
        "eigenvalues": _pairs(analysis.spectrum.values),
        "stability": analysis.spectrum.stability,
        "speed": list(analysis.spectrum.speed),
        "rank": None if reach is None else reach.rank,
        "uncontrollable": None if reach is None else reach.uncontrollable.tolist(),
        "gain": None if feedback is None else feedback.gain.tolist(),
        "closed_loop": None if feedback is None else _pairs(feedback.spectrum.values),
        "summary": summary(analysis),
    }


def _pairs(values: Iterable[complex]) -> list[list[float]]:
    return [[float(value.real), float(value.imag)] for value in values]


def summary(analysis: Analysis) -> str:
    """Return the verdict on stability in one line, e.g. `unstable: eigenvalue +0.37`."""
    found = analysis.spectrum
    largest = number(found.values[0], signed=True)
    if not analysis.at_rest:
        return f"no statement on stability, for the point is no equilibrium: eigenvalue {largest}"
    if found.stability == "unstable":
        return f"unstable: eigenvalue {largest}"
    if found.stability == "stable":
        speed = number(-found.values[0].real)
        return f"stable: what starts near returns like exp(-{speed} t) (eigenvalue {largest})"
    if found.stability == "marginal":
        return f"not decided by the linearisation: eigenvalue {largest} has real part 0"
    return f"undecided: the largest real part is too near to 0 (eigenvalue {largest})"


def equations(system: OwnSystem) -> list[str]:
    """Return the equations in the user's names."""
    shown = system.displayed
    lines = []
    for name, tree in zip(system.states, system.equations, strict=True):
        right = infix(tuple(shown.get(str(node), node) for node in tree))
        if right == f"{name}'":  # only says what the prime means
            continue
        lines.append(f"{name}' = {'-' + right[3:] if right.startswith('-1*') else right}")
    return lines


def assumed_controls(system: OwnSystem) -> list[str]:
    """Return a line on names that were taken for controls and do not look like any, if any."""
    names = [name for name in system.assumed if not _CONTROL.fullmatch(name)]
    if not names:
        return []
    several = len(names) > 1
    return [
        f"{', '.join(names)} {'are read as controls' if several else 'is read as a control'}; "
        f"'{names[0]} = 1; ...' makes {names[0]} a parameter"
    ]


def number(value: complex, *, signed: bool = False) -> str:
    """Return a number with six digits, without an imaginary part that is 0."""
    value = complex(value)
    sign = "+" if signed else ""
    if not value.imag:
        return f"{value.real:{sign}.{DIGITS}g}" if value.real else "0"
    real = f"{value.real:{sign}.{DIGITS}g} " if value.real else ""
    between = ("+ " if value.imag > 0 else "- ") if real else ("-" if value.imag < 0 else "")
    size = f"{abs(value.imag):.{DIGITS}g}"
    return f"{real}{between}{'' if size == '1' else size}i"


def _lines(analysis: Analysis) -> Iterator[str]:
    system = analysis.system
    yield from equations(system)
    yield from assumed_controls(system)
    at = zip(system.names, analysis.point, strict=True)
    yield "at " + ", ".join(f"{name} = {number(value)}" for name, value in at)
    if not analysis.at_rest:
        moving = ", ".join(map(number, analysis.velocity))
        yield f"  no equilibrium: the right-hand sides are {moving} there"
    yield ""
    yield f"eigenvalues  {eigenvalue_list(analysis.spectrum)}"
    yield summary(analysis)
    if system.controls:
        yield ""
        yield from _control_lines(analysis)


def _control_lines(analysis: Analysis) -> Iterator[str]:
    system, reach = analysis.system, analysis.reach
    if reach is None:
        yield "controls are not analysed: there are derivatives that are not real"
        return
    names = ", ".join(system.controls)
    yield f"controls {names}: {reach_text(reach, system)}"
    feedback = analysis.feedback
    if feedback is None:
        yield "no gain stabilises" if grows(reach) else "no gain that stabilises was found"
        return
    lines = feedback_lines(system, analysis.point.tolist(), feedback.gain)
    yield from (f"  {line}" for line in lines)
    yield f"makes the eigenvalues  {eigenvalue_list(feedback.spectrum)}"


def feedback_lines(system: OwnSystem, point: Sequence[complex], gain: FloatArray) -> list[str]:
    """Return each control as a function of the states, e.g. `u = 2 - 3 (x - 1) + y`."""
    n = len(system.states)
    moved = [_difference(name, at) for name, at in zip(system.states, point[:n], strict=True)]
    lines = []
    for control, at, row in zip(system.controls, point[n:], gain, strict=True):
        base = f"{number(at)} + " if at else ""
        lines.append(f"{control} = {base}{combination(row, moved)}".replace("+ -", "- "))
    return lines


def grows(reach: Reachability) -> bool:
    """Whether a part that no control reaches is known not to return to rest."""
    return (
        reach.decided
        and reach.free is not None
        and reach.free.stability in ("unstable", "marginal")
    )


def reach_text(reach: Reachability, system: OwnSystem) -> str:
    """Return what the controls reach, e.g. `they reach 2 of 3 directions; not influenced: z`."""
    n = len(system.states)
    if not reach.decided:
        return f"not decided whether {reach.rank} or fewer of {n} directions are controllable"
    if reach.free is None:
        return "controllable: they reach every direction"
    missing = "; ".join(combination(_scaled(row), system.states) for row in reach.uncontrollable)
    return (
        f"they reach {reach.rank} of {n} directions; not influenced: {missing} "
        f"(eigenvalues {eigenvalue_list(reach.free)})"
    )


def eigenvalue_list(found: Spectrum) -> str:
    """Return the eigenvalues in one line."""
    return ", ".join(map(number, found.values))


def combination(coefficients: Iterable[float], names: Iterable[str]) -> str:
    """Return a linear combination, e.g. `-2 x + y`."""
    text = ""
    for coefficient, name in zip(coefficients, names, strict=True):
        if abs(coefficient) <= SMALL:
            continue
        size = "" if abs(abs(coefficient) - 1) <= SMALL else f"{abs(coefficient):.{DIGITS}g} "
        sign = ("- " if coefficient < 0 else "+ ") if text else ("-" if coefficient < 0 else "")
        text += f"{' ' if text else ''}{sign}{size}{name}"
    return text or "0"


def _scaled(row: np.ndarray[tuple[int], np.dtype[np.float64]]) -> Iterable[float]:
    """Return the row over its largest entry, the first one where several are as large."""
    sizes = np.abs(row)
    return list(row / row[int(np.argmax(sizes >= sizes.max() - SMALL))])


def _difference(name: str, at: complex) -> str:
    if not at:
        return name
    return f"({name} + {number(-at)})".replace("+ -", "- ")
