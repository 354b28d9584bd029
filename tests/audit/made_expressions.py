"""Expressions made from a right answer: rewritten ones, and near misses."""

_FUNCTIONS = (
    "sqrt exp ln sin cos tan sec csc cot asin acos atan asec acsc acot sinh cosh tanh sech csch "
    "coth asinh acosh atanh asech acsch acoth abs sign inv pow2 pow3 pow4 pow5"
)
ARITIES = {
    **dict.fromkeys(("add", "sub", "mul", "div", "pow"), 2),
    **dict.fromkeys(_FUNCTIONS.split(), 1),
}
CONSTANTS = ("a8", "a9")
ONE, TWO = ("INT+", "1"), ("INT+", "2")
MINUS = ("INT-", "1")
X = ("x",)


def to_tree(words):
    """Return nested tuples: `(operator, operands...)`, or the words of a leaf."""

    def read(at):
        word = words[at]
        if word in ARITIES:
            operands, at = [], at + 1
            for _ in range(ARITIES[word]):
                operand, at = read(at)
                operands.append(operand)
            return (word, *operands), at
        end = at + 1
        if word in ("INT+", "INT-"):
            while end < len(words) and words[end].isdigit():
                end += 1
        return tuple(words[at:end]), end

    return read(0)[0]


def to_words(tree):
    """Return the words of a tree."""
    if tree[0] not in ARITIES:
        return list(tree)
    return [tree[0], *(word for operand in tree[1:] for word in to_words(operand))]


def _nodes(tree, path=()):
    yield path, tree
    if tree[0] in ARITIES:
        for i, operand in enumerate(tree[1:], start=1):
            yield from _nodes(operand, (*path, i))


def _replaced(tree, path, new):
    if not path:
        return new
    first, *rest = path
    return (*tree[:first], _replaced(tree[first], rest, new), *tree[first + 1 :])


def _anywhere(rule):
    """Return a maker that applies a rule at a random node where it applies."""

    def make(words, chooser):
        tree = to_tree(words)
        found = [(path, rule(node, chooser)) for path, node in _nodes(tree)]
        found = [(path, new) for path, new in found if new is not None]
        return to_words(_replaced(tree, *chooser.choice(found))) if found else None

    return make


def _whole(rule):
    """Return a maker that applies a rule to the whole expression."""
    return lambda words, chooser: to_words(rule(to_tree(words), chooser))


def _swap(node, _):
    return (node[0], node[2], node[1]) if node[0] in ("add", "mul") else None


def _subtract(node, _):
    return ("sub", node[1], ("mul", MINUS, node[2])) if node[0] == "add" else None


def _functions(node, _):
    op, *rest = node
    if op == "tan":
        return ("div", ("sin", *rest), ("cos", *rest))
    if op in ("sinh", "cosh"):
        back = ("exp", ("mul", MINUS, *rest))
        return ("div", ("sub" if op == "sinh" else "add", ("exp", *rest), back), TWO)
    if op == "exp" and rest[0][0] == "add":
        return ("mul", ("exp", rest[0][1]), ("exp", rest[0][2]))
    if op == "sqrt":
        return ("pow", *rest, ("div", ONE, TWO))
    if op == "pow" and rest[1][0] == "INT+" and rest[1][1:] in (("2",), ("3",)):
        return (f"pow{rest[1][1]}", rest[0])
    if op == "pow" and rest[1] == ("INT-", "1"):
        return ("inv", rest[0])
    return None


def _detour(node, chooser):
    way = chooser.randrange(3)
    if way == 0:
        return ("mul", TWO, ("mul", ("div", ONE, TWO), node))
    if way == 1:
        return ("sub", ("add", node, X), X)
    return ("mul", node, ("add", ("pow2", ("sin", X)), ("pow2", ("cos", X))))


def _other_function(node, chooser):
    names = ("sin", "cos", "tan", "exp", "ln", "sqrt", "sinh", "cosh", "tanh", "atan", "asinh")
    return (
        (chooser.choice([n for n in names if n != node[0]]), node[1]) if node[0] in names else None
    )


def _other_integer(node, chooser):
    if node[0] not in ("INT+", "INT-"):
        return None
    value = int("".join(node[1:])) + chooser.choice((1, 2, 10))
    return (node[0], *str(value))


def _other_sign(node, _):
    if node[0] not in ("INT+", "INT-") or node[1:] == ("0",):
        return None
    return ("INT-" if node[0] == "INT+" else "INT+", *node[1:])


def _summand_lost(node, chooser):
    return chooser.choice(node[1:]) if node[0] == "add" else None


def _constant(change):
    return _anywhere(lambda node, _: change(node) if node[0] in CONSTANTS else None)


def _every_constant(change):
    def make(words, chooser):
        def walk(tree):
            if tree[0] in CONSTANTS:
                return change(tree)
            return (tree[0], *map(walk, tree[1:])) if tree[0] in ARITIES else tree

        return to_words(walk(to_tree(words)))

    return make


_COMMON = {
    "rewritten: order": _anywhere(_swap),
    "rewritten: differences": _anywhere(_subtract),
    "rewritten: functions": _anywhere(_functions),
    "rewritten: detours": _anywhere(_detour),
    "another function": _anywhere(_other_function),
    "another integer": _anywhere(_other_integer),
    "another sign": _anywhere(_other_sign),
    "a summand lost": _anywhere(_summand_lost),
    "minus": _whole(lambda tree, _: ("mul", MINUS, tree)),
    "a factor": _whole(lambda tree, _: ("mul", ("div", ("INT+", "9"), ("INT+", "1", "0")), tree)),
    "a small term": _whole(
        lambda tree, _: ("add", tree, ("mul", ("div", ONE, ("INT+", *"1000000")), X))
    ),
}
MAKERS = {
    "integration": {
        **_COMMON,
        "rewritten: a constant": _whole(lambda tree, _: ("add", ("sqrt", TWO), tree)),
    },
    "ode": {
        **_COMMON,
        "rewritten: other constants": _every_constant(lambda a: ("mul", MINUS, ("add", a, TWO))),
        "constants of one sign": _every_constant(lambda a: ("exp", a)),
        "a constant lost": _constant(lambda a: ONE),
        "constants merged": _every_constant(lambda a: ("a8",)),
        "a constant that varies": _constant(lambda a: ("mul", X, a)),
    },
}
"""Data set -> how an answer is made -> a function of the right answer's words and a chooser."""
