"""From the tokens of typed mathematics to a tree; the rules are those of `infix`."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction

from hf_mathseq.symbolic.infix_arguments import ends_argument, found_since
from hf_mathseq.symbolic.infix_lexer import InfixError, Token
from hf_mathseq.symbolic.infix_words import Tree, called, combined, leaf, negated, root

MAX_NESTING = 200
_BINARY = {"+": ("add", 10), "-": ("sub", 10), "*": ("mul", 20), "/": ("div", 20), "^": ("pow", 30)}
_JUXTAPOSED, _NEGATED, _CALL, _JUXTAPOSED_ARGUMENT, _RADICAL = 20, 22, 25, 27, 28
_LEAVES = ("number", "symbol", "constant")
_MATCHING = {"(": ")", "[": "]", "{": "}", "|": "|"}


@dataclass(slots=True)
class _Pending:
    """An operator, call or bracket that waits for its last operand.

    `use` says what closing a bracket does: "" (value), "call", "numerator", "denominator",
    "square root", "index" or "radicand"; `start` is the number of the token behind.
    """

    role: str
    name: str
    binding: int
    position: int
    power: int | None = None
    use: str = ""
    start: int = 0

    @property
    def nests(self) -> bool:
        """Whether it adds a level; a call and its bracket are one."""
        return self.use != "call" and (self.role != "binary" or self.name == "pow")


class Parser:
    """Operator-precedence parser with an explicit stack.

    Args:
        tokens: The result of `infix_tokens.tokenize`.
        unknowns: The variables that stand for an unknown function and its derivatives.
    """

    def __init__(self, tokens: list[Token], unknowns: Collection[str] = ()) -> None:
        self._tokens = tokens
        self._unknowns = unknowns
        self._latest: dict[str, int] = {}
        self._next = 0
        self._operands: list[Tree] = []
        self._pending: list[_Pending] = []
        self._nesting = 0
        self._wants_operand = True

    def parse(self) -> Tree:
        """Return the tree of the whole input.

        Raises:
            InfixError: The tokens are not one complete expression.
        """
        while self._next < len(self._tokens):
            token = self._take()
            if self._wants_operand:
                self._operand(token)
            else:
                self._after_operand(token)
        return self._operands[0]

    def _take(self) -> Token:
        token = self._peek()
        self._next += 1
        return token

    def _peek(self) -> Token:
        return self._tokens[min(self._next, len(self._tokens) - 1)]

    # -------------------------------------------------------------- where an operand may start

    def _operand(self, token: Token) -> None:
        kind, value, position, _ = token
        if kind == "symbol":
            self._latest[str(value)] = self._next - 1
        if kind in _LEAVES:
            self._finish(leaf(value))
        elif kind == "operator" and value == "-":
            self._push(_Pending("prefix", "neg", _NEGATED, position))
        elif kind == "operator" and value == "+":
            pass
        elif kind == "radical":
            self._push(_Pending("prefix", f"root{value}", _RADICAL, position))
        elif kind in ("function", "log"):
            self._call(token)
        elif kind == "open":
            self._open(token, "")
        elif kind == "bar" and value != "close":
            self._open(token._replace(value="|"), "")
        elif kind == "fraction":
            self._open(self._bracket(), "numerator")
        elif kind == "root" and self._peek().kind in _LEAVES:
            self._finish(("sqrt", leaf(self._take().value)))
        elif kind == "root":
            indexed = self._peek().value == "["
            self._open(self._bracket(), "index" if indexed else "square root")
        else:
            shown = "the end" if kind == "end" else repr(str(value) or "|")
            raise InfixError(f"a value is missing before {shown} at position {position}")

    def _call(self, token: Token) -> None:
        name = f"log {token.value}" if token.kind == "log" else str(token.value)
        call = _Pending("call", name, _CALL, token.position, self._function_power())
        call.start = self._next
        self._push(call)
        following = self._peek()
        if following.kind == "open":
            self._open(self._take(), "call")
        elif following.kind == "bar" and following.value != "close":
            self._open(self._take()._replace(value="|"), "call")

    def _function_power(self) -> int | None:
        """Read the whole number of `sin^2`, `sin^{-1}` or `sin²`, if there is one."""
        if self._peek()[:2] != ("operator", "^"):
            return None
        position = self._take().position
        bracket = self._take().value if self._peek().kind == "open" else None
        negative = self._peek()[:2] == ("operator", "-")
        if negative:
            self._take()
        number = self._take()
        closed = bracket is None or self._take().value == _MATCHING[str(bracket)]
        if not (isinstance(number.value, Fraction) and number.value.denominator == 1 and closed):
            raise InfixError(
                f"only a whole number can stand after a function's '^' (position {position})"
            )
        return -int(number.value) if negative else int(number.value)

    def _bracket(self) -> Token:
        bracket = self._take() if self._peek().kind == "open" else None
        if bracket is None:
            raise InfixError(f"'{{' is missing at position {self._peek().position}")
        return bracket

    def _open(self, token: Token, use: str) -> None:
        self._push(_Pending("bracket", str(token.value), 0, token.position, None, use))
        self._wants_operand = True

    def _finish(self, operand: Tree) -> None:
        self._operands.append(operand)
        self._wants_operand = False

    def _push(self, entry: _Pending) -> None:
        self._nesting += entry.nests
        if self._nesting > MAX_NESTING:
            raise InfixError(
                f"nested more than {MAX_NESTING} deep at position {entry.position}; "
                f"at most {MAX_NESTING} levels are read"
            )
        self._pending.append(entry)

    def _pop(self) -> _Pending:
        entry = self._pending.pop()
        self._nesting -= entry.nests
        return entry

    # -------------------------------------------------------------- where an operand has ended

    def _after_operand(self, token: Token) -> None:
        kind, value, position, _ = token
        if kind == "operator":
            name, binding = _BINARY[str(value)]
            self._binary(name, binding, position)
        elif kind == "close":
            self._close(str(value), position)
        elif kind == "bar" and value != "open" and (value == "close" or self._inside_bars()):
            self._close("|", position)
        elif kind == "end":
            self._end()
        elif kind in ("comma", "integral"):
            raise InfixError(f"unexpected {value!r} at position {position}")
        elif kind == "number" and not self._starts_power(token):
            raise InfixError(f"write '*' or '^' before the number at position {position}")
        else:
            argument = self._goes_on(token)
            self._binary("mul", _JUXTAPOSED_ARGUMENT if argument else _JUXTAPOSED, position)
            self._operand(token)

    def _binary(self, name: str, binding: int, position: int) -> None:
        self._reduce(binding + 1 if name == "pow" else binding)
        self._push(_Pending("binary", name, binding, position))
        self._wants_operand = True

    def _inside_bars(self) -> bool:
        brackets = (entry.name for entry in reversed(self._pending) if entry.role == "bracket")
        return next(brackets, "") == "|"

    def _starts_power(self, token: Token) -> bool:
        """Return whether a number behind a factor is the base of a power, as in `x 2^x`."""
        number = self._tokens[max(self._next - 2, 0)].kind == "number"
        exponent = bool(self._pending) and self._pending[-1].name == "pow"
        power = self._peek()[:2] == ("operator", "^")
        return power and token.after == "blank" and (exponent or not number)

    def _goes_on(self, token: Token) -> bool:
        """Return whether a factor belongs to the argument of a function without brackets."""
        for entry in reversed(self._pending):
            if entry.role == "bracket":
                return False
            if entry.role == "call":
                found = found_since(entry.start, self._latest)
                return not ends_argument(token, self._peek(), found, self._unknowns)
        return False

    def _reduce(self, binding: int) -> None:
        """Apply what is pending and binds at least as tightly, down to the last bracket."""
        while self._pending and self._pending[-1].role != "bracket":
            if self._pending[-1].binding < binding:
                return
            self._apply(self._pop())

    def _apply(self, entry: _Pending) -> None:
        last = self._operands.pop()
        if entry.role == "call":
            self._operands.append(called(entry.name, last, entry.power))
        elif entry.name == "neg":
            self._operands.append(negated(last))
        elif entry.role == "prefix":
            self._operands.append(root(last, int(entry.name.removeprefix("root"))))
        else:
            self._operands.append(combined(entry.name, self._operands.pop(), last))

    def _close(self, closer: str, position: int) -> None:
        self._reduce(0)
        if not self._pending:
            raise InfixError(f"{closer!r} at position {position} closes nothing")
        bracket = self._pop()
        if _MATCHING[bracket.name] != closer:
            raise InfixError(
                f"{bracket.name!r} at position {bracket.position} is closed by {closer!r} "
                f"at position {position}"
            )
        if bracket.name == "|":
            self._operands.append(("abs", self._operands.pop()))
        self._use(bracket)

    def _use(self, bracket: _Pending) -> None:
        if bracket.use == "call":
            self._apply(self._pop())
        elif bracket.use == "numerator":
            self._open(self._bracket(), "denominator")
        elif bracket.use == "index":
            self._open(self._bracket(), "radicand")
        elif bracket.use == "denominator":
            bottom = self._operands.pop()
            self._operands.append(combined("div", self._operands.pop(), bottom))
        elif bracket.use == "radicand":
            radicand = self._operands.pop()
            self._operands.append(("rac", radicand, self._operands.pop()))
        elif bracket.use == "square root":
            self._operands.append(("sqrt", self._operands.pop()))

    def _end(self) -> None:
        self._reduce(0)
        if self._pending:
            bracket = self._pending[-1]
            raise InfixError(f"{bracket.name!r} at position {bracket.position} is never closed")
