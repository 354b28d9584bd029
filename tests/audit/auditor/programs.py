"""Prefix expressions as straight-line programs: one step for each distinct part.

A step is `(name, positions of its operands, payload)`; the last step is the expression.
"""

from .opinion import MalformedError

DIGITS = frozenset("0123456789")
MAX_STEPS = 5000
_UNARY = (
    "sqrt exp ln sin cos tan sec csc cot asin acos atan asec acsc acot sinh cosh tanh sech csch "
    "coth asinh acosh atanh asech acsch acoth abs sign inv pow2 pow3 pow4 pow5"
)
EXPRESSION_ARITIES = {
    **dict.fromkeys(("add", "sub", "mul", "div", "pow", "rac"), 2),
    **dict.fromkeys(_UNARY.split(), 1),
}
"""Operators of the symbolic tasks."""
SYSTEM_NAMES = {"+": "add", "-": "sub", "*": "mul", "/": "div"}
"""Operators of differential systems that have other names; the functions are called the same."""
SYSTEM_ARITIES = {
    **dict.fromkeys(SYSTEM_NAMES, 2),
    **dict.fromkeys(["sqrt", "exp", "ln", "sin", "cos", "tan", "asin", "acos", "atan"], 1),
}


class Program:
    """A list of steps without repetitions.

    Attributes:
        steps: The steps; operands come before what is made of them.
    """

    def __init__(self):
        self.steps = []
        self._known = {}

    def step(self, name, operands=(), payload=None):
        """Return the position of a step, which is added if it is new."""
        key = (name, operands, payload)
        if key not in self._known:
            if len(self.steps) >= MAX_STEPS:
                raise MalformedError("too long")
            self._known[key] = len(self.steps)
            self.steps.append(key)
        return self._known[key]


def read_integer(words, at):
    """Return the integer that begins at `words[at]` and the position after it.

    A sign alone is 0, as the published reader has it.
    """
    sign, end = words[at], at + 1
    while end < len(words) and words[end] in DIGITS:
        end += 1
    digits = "".join(words[at + 1 : end])
    return (1 if sign == "INT+" else -1) * int(digits or "0"), end


def read_expression(words, leaves, arities, names=None):
    """Return the program of a prefix expression that all of the words are.

    Args:
        words: The tokens.
        leaves: The words that are leaves.
        arities: Operator -> number of operands.
        names: Operator -> its name in the program, where it has another one.

    Raises:
        MalformedError: The words are not one complete expression.
    """
    program, end = Program(), 0
    pending, root = [], None  # Operators that wait: [name, missing operands, operands].
    while root is None:
        if end >= len(words):
            raise MalformedError("the words end early")
        word = words[end]
        if word in arities:
            pending.append([(names or {}).get(word, word), arities[word], []])
            end += 1
            continue
        if word in ("INT+", "INT-"):
            value, end = read_integer(words, end)
            position = program.step("int", payload=value)
        elif word in leaves:
            position, end = program.step("leaf", payload=word), end + 1
        else:
            raise MalformedError(f"{word!r} is no part of an expression")
        while pending:
            operator = pending[-1]
            operator[2].append(position)
            if len(operator[2]) < operator[1]:
                break
            pending.pop()
            position = program.step(operator[0], tuple(operator[2]))
        else:
            root = position
    if end < len(words):
        raise MalformedError("words follow the expression")
    return program
