"""Pickled parameter files, read without unpickling: plain values and `argparse.Namespace` alone.

The published archives of arXiv 2112.01898 hold the options of a run as a pickled namespace. The few
instructions that such a file has are carried out here on plain values; any other is refused.
"""

from __future__ import annotations

import pickletools
from collections.abc import Callable
from typing import Any

from hf_mathseq.suggestions import UserError

MAX_BYTES = 10 << 20
_NAMESPACE = ("argparse", "Namespace")


class PickleRefusedError(UserError):
    """A pickle that is more than plain values; the message names what it would call."""


def read_plain_pickle(content: bytes) -> dict[str, Any]:
    """Return the options in a pickled dict or `argparse.Namespace`.

    Raises:
        PickleRefusedError: Something else, damaged, or larger than `MAX_BYTES`.
    """
    if len(content) > MAX_BYTES:
        raise PickleRefusedError(f"a parameter file of over {MAX_BYTES >> 20} MB is not read")
    machine = _Machine()
    try:
        for opcode, argument, _ in pickletools.genops(content):
            machine.step(opcode.name, argument)
        found = machine.stack.pop()
    except (ValueError, IndexError, TypeError, KeyError, AttributeError, OverflowError) as error:
        if isinstance(error, PickleRefusedError):
            raise
        reason = " ".join(str(error).split())[:100]
        raise PickleRefusedError(f"the parameter file is damaged: {reason}") from None
    if not isinstance(found, dict):
        raise PickleRefusedError("the parameter file holds no options")
    return found


class _Machine:
    """A stack machine that knows containers, constants and the memo."""

    def __init__(self) -> None:
        self.stack: list[Any] = []
        self.below: list[list[Any]] = []  # what stands below each mark
        self.memo: dict[int, Any] = {}

    def step(self, name: str, argument: Any) -> None:
        """Carry one instruction out."""
        if name in _CONSTANTS:
            self.stack.append(_CONSTANTS[name]())
        elif name in _LITERALS:
            self.stack.append(argument)
        elif name in _ACTIONS:
            _ACTIONS[name](self)
        elif name in ("BINPUT", "LONG_BINPUT", "PUT"):
            self.memo[int(argument)] = self.stack[-1]
        elif name in ("BINGET", "LONG_BINGET", "GET"):
            self.stack.append(self.memo[int(argument)])
        elif name in ("GLOBAL", "STACK_GLOBAL"):
            self._namespace(argument)
        elif name not in ("PROTO", "FRAME", "STOP"):
            raise PickleRefusedError(f"the parameter file uses {name}; it is not read")

    def _namespace(self, argument: Any) -> None:
        if argument is None:
            attribute, module = self.stack.pop(), self.stack.pop()
        else:
            module, _, attribute = str(argument).partition(" ")
        if not (isinstance(module, str) and isinstance(attribute, str)):
            raise PickleRefusedError("the parameter file calls what has no name")
        if (module, attribute) != _NAMESPACE:
            raise PickleRefusedError(
                f"the parameter file would call {module}.{attribute}; only argparse.Namespace is "
                "read"
            )
        self.stack.append(_NAMESPACE)

    def mark(self) -> None:
        """Begin the items of a container."""
        self.below.append(self.stack)
        self.stack = []

    def items(self) -> list[Any]:
        """Take what stands above the last mark."""
        found = self.stack
        self.stack = self.below.pop()
        return found

    def close(self, kind: Callable[[list[Any]], Any]) -> None:
        """Make a container of what stands above the last mark."""
        container = kind(self.items())
        self.stack.append(container)

    def tuple_of(self, count: int) -> None:
        """Join the last values."""
        self.stack.append(tuple([self.stack.pop() for _ in range(count)][::-1]))

    def memoize(self) -> None:
        """Note the value on top."""
        self.memo[len(self.memo)] = self.stack[-1]

    def set_items(self, pairs: list[Any]) -> None:
        """Put keys and values into the dict on top."""
        keys = pairs[::2]
        # A tuple of tuples of tuples overflows the stack of the process when it becomes a key.
        if not all(isinstance(key, str) for key in keys):
            raise PickleRefusedError("the parameter file has options without names")
        self.stack[-1].update(zip(keys, pairs[1::2], strict=True))

    def new_namespace(self) -> None:
        """Make the options of a namespace, empty so far."""
        self.stack.pop()
        if self.stack.pop() != _NAMESPACE:
            raise PickleRefusedError("the parameter file calls what is no class")
        self.stack.append({})

    def build(self) -> None:
        """Give a namespace its options."""
        state = self.stack.pop()
        if not isinstance(state, dict):
            raise PickleRefusedError("the parameter file has options without names")
        self.stack[-1].update(state)

    def append(self) -> None:
        """Put the last value into the list below it."""
        value = self.stack.pop()
        self.stack[-1].append(value)


_CONSTANTS: dict[str, Callable[[], Any]] = {
    "NONE": lambda: None,
    "NEWTRUE": lambda: True,
    "NEWFALSE": lambda: False,
    "EMPTY_DICT": dict,
    "EMPTY_LIST": list,
    "EMPTY_TUPLE": tuple,
}
_LITERALS = frozenset(
    {
        *("BININT", "BININT1", "BININT2", "INT", "LONG", "LONG1", "FLOAT", "BINFLOAT"),
        *("UNICODE", "BINUNICODE", "SHORT_BINUNICODE", "BINUNICODE8"),
        *("STRING", "BINSTRING", "SHORT_BINSTRING"),
    }
)
_ACTIONS: dict[str, Callable[[_Machine], None]] = {
    "MARK": _Machine.mark,
    "TUPLE": lambda m: m.close(tuple),
    "TUPLE1": lambda m: m.tuple_of(1),
    "TUPLE2": lambda m: m.tuple_of(2),
    "TUPLE3": lambda m: m.tuple_of(3),
    "LIST": lambda m: m.close(list),
    "APPEND": _Machine.append,
    "APPENDS": lambda m: (lambda items: m.stack[-1].extend(items))(m.items()),
    "SETITEM": lambda m: (lambda v, k: m.set_items([k, v]))(m.stack.pop(), m.stack.pop()),
    "SETITEMS": lambda m: (lambda items: m.set_items(items))(m.items()),
    "NEWOBJ": _Machine.new_namespace,
    "REDUCE": _Machine.new_namespace,
    "BUILD": _Machine.build,
    "MEMOIZE": _Machine.memoize,
}
