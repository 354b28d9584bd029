"""Values and Jacobians of trees, independent of the package."""

import numpy as np


def value_of(tree, values):
    """Return the value of a tree at x0 = values[0], ...; independent of the package."""
    binary = {"+": np.add, "-": np.subtract, "*": np.multiply, "/": np.divide}
    unary = {"ln": np.log, "asin": np.arcsin, "acos": np.arccos, "atan": np.arctan}
    stack = []
    for node in reversed(tree):
        if isinstance(node, int):
            stack.append(float(node))
        elif node[1:].isdecimal():
            stack.append(values[int(node[1:])])
        elif node in binary:
            stack.append(binary[node](stack.pop(), stack.pop()))
        else:
            stack.append(unary.get(node, getattr(np, node, None))(stack.pop()))
    return stack[0]


def jacobian_of(equations, point, step=1e-20):
    """Return the derivatives with respect to every coordinate of a real point."""
    point = np.asarray(point, dtype=complex)
    steps = 1j * step * np.eye(len(point))
    rows = [[np.imag(value_of(tree, point + h)) / step for h in steps] for tree in equations]
    return np.array(rows)
