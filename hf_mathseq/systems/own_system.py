"""A user's own system: its names, its equations as published trees, and the point."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from hf_mathseq.systems.own_formulas import formula_tree
from hf_mathseq.systems.own_names import new_names
from hf_mathseq.systems.own_points import point_trees
from hf_mathseq.systems.own_text import TIME, TypedSystem, typed_system
from hf_mathseq.systems.words import ARITY, MAX_VARIABLES, Tree
from hf_mathseq.verdict import ProblemError


@dataclass(frozen=True)
class OwnSystem:
    """Differential equations of the first order.

    Attributes:
        states: The user's names of the states; `x0, x1, ...` in the equations.
        controls: Names of the controls, numbered after the states.
        equations: The tree of each right-hand side. Time is the variable after the controls.
        timed: Whether time occurs.
        point: The tree of each coordinate, states before controls; None if none was given.
        parameters: What the parameters' names stand for.
        assumed: The controls that nobody called so: nothing else was said of these names.
    """

    states: tuple[str, ...]
    controls: tuple[str, ...]
    equations: tuple[Tree, ...]
    timed: bool = False
    point: tuple[Tree, ...] | None = None
    parameters: Mapping[str, Tree] | None = None
    assumed: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """States and controls."""
        return self.states + self.controls

    @property
    def displayed(self) -> dict[str, str]:
        """Published variable -> the user's name."""
        names = (*self.names, TIME) if self.timed else self.names
        return {f"x{i}": name for i, name in enumerate(names)}

    def at(self, point: Any) -> OwnSystem:
        """Return the system at another point; see `own_points.point_trees`."""
        trees = point_trees(point, self.names, len(self.controls), self.parameters or {})
        return replace(self, point=trees)


def system_from_text(text: str, controls: Sequence[str] | None = None) -> OwnSystem:
    """Return the system that a text describes; see `own_text` for how it is written.

    Args:
        text: The equations, definitions of parameters and perhaps the point.
        controls: Names of the controls; None takes every name without an equation for one.

    Raises:
        ProblemError: The text cannot be read; one line with the reason.
    """
    typed = typed_system(text)
    chains = {
        name: [name + "'" * k for k in range(order)] for name, (order, _) in typed.equations.items()
    }
    states = [state for chain in chains.values() for state in chain]
    names = _controls(typed, states, controls)
    function = next((name for name in (*states, *names) if name in ARITY), None)
    if function is not None:
        raise ProblemError(f"{function!r} is a function; give the variable another name")
    parameters = _parameters(typed.parameters)
    variables: dict[str, Tree] = {
        name: (f"x{i}",) for i, name in enumerate(dict.fromkeys([*states, *names, TIME]))
    }
    equations = _equations(typed, chains, variables, parameters)
    clock = None if TIME in (*states, *names) else variables[TIME][0]
    timed = any(clock in tree for tree in equations)
    if len(states) + len(names) + timed > MAX_VARIABLES:
        raise ProblemError(
            f"{len(states)} states and {len(names)} controls; at most {MAX_VARIABLES} variables, "
            "time included, are read"
        )
    assumed = tuple(names) if controls is None else ()
    system = OwnSystem(
        tuple(states), tuple(names), equations, timed, parameters=parameters, assumed=assumed
    )
    return system if typed.point is None else system.at(typed.point)


def _equations(
    typed: TypedSystem,
    chains: Mapping[str, Sequence[str]],
    variables: Mapping[str, Tree],
    parameters: Mapping[str, Tree],
) -> tuple[Tree, ...]:
    """Return the right-hand sides of the first order, state by state.

    Args:
        typed: The equations of any order.
        chains: Name -> the states that stand for it and its derivatives.
        variables: Name -> variable.
        parameters: What other names stand for.
    """
    equations: list[Tree] = []
    for name, (_, right) in typed.equations.items():
        equations += [variables[state] for state in chains[name][1:]]
        where = f"the equation of {chains[name][-1]}'"
        equations.append(_read(right, {**variables, **parameters}, where))
    return tuple(equations)


def _controls(typed: TypedSystem, states: Sequence[str], given: Sequence[str] | None) -> list[str]:
    """Return the names of the controls, after checking those that the user gives."""
    declared = list(given or ())
    for name in declared:
        if name in states or name in typed.parameters:
            raise ProblemError(f"the control {name!r} has an equation of its own")
    known = [*states, *typed.parameters, *declared, TIME]
    new = new_names((right for _, right in typed.equations.values()), known)
    if given is not None and new:
        raise ProblemError(
            f"nothing is said of {new[0]!r}; states: {', '.join(states)}; "
            f"controls: {', '.join(declared) or 'none'}; define a parameter by {new[0]} = ..."
        )
    return declared or new


def _parameters(definitions: Mapping[str, str]) -> dict[str, Tree]:
    """Read definitions, each in terms of those that are read before."""
    found: dict[str, Tree] = {}
    waiting = dict(definitions)
    while waiting:
        ready = [name for name, text in waiting.items() if not new_names([text], list(found))]
        if not ready:
            name = next(iter(waiting))
            raise ProblemError(
                f"the parameter {name!r} is not defined by numbers and other parameters"
            )
        for name in ready:
            found[name] = _read(waiting.pop(name), found, f"the parameter {name}")
    return found


def _read(text: str, names: Mapping[str, Tree], where: str) -> Tree:
    try:
        return formula_tree(text, names)
    except ProblemError as error:
        raise ProblemError(f"in {where}: {error}") from None
