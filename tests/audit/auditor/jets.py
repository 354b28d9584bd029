"""Taylor expansions with many digits: the values of an expression and its derivatives in one run.

A jet is the list of the coefficients of t^0 .. t^k around a point. All derivatives follow from
`b' = f'(a) a'` for b = f(a). On the real line a part that is not real has no value; off the line
principal branches are taken.
"""

from functools import cache

from mpmath.ctx_mp import MPContext

LARGEST_EXPONENT, LARGEST_ANGLE = 10**5, 10**120
"""Arguments of exponentials, and of sines, above this have no value: the numbers would fill the
memory, or have no digits."""
LARGEST_POWER = 4_000
"""Integer powers above this go by exponentials."""


class NoValueError(ArithmeticError):
    """A part of an expression has no value, or no derivative, at the point."""


@cache
def context(digits):
    """Return mpmath arithmetic with a number of decimal digits, apart from the global one."""
    made = MPContext()
    made.dps = digits
    return made


class Jets:
    """Arithmetic of jets.

    Args:
        ctx: The mpmath context.
        order: The highest power of t that is kept.
        real: Whether every part has to be real.

    Attributes:
        size: At least what exponentials grew to, or shrank from: tanh(100) is not 1.
    """

    def __init__(self, ctx, order, real=True):
        self.ctx, self.order, self.real = ctx, order, real
        self.size = ctx.one
        self._functions = {
            "exp": self.exp,
            "ln": self.ln,
            "sin": lambda a: self._pair(a, ctx.sin, ctx.cos, -1)[0],
            "cos": lambda a: self._pair(a, ctx.sin, ctx.cos, -1)[1],
            "sinh": lambda a: self._pair(a, ctx.sinh, ctx.cosh, 1)[0],
            "cosh": lambda a: self._pair(a, ctx.sinh, ctx.cosh, 1)[1],
            "asin": lambda a: self._inverse(a, ctx.asin, lambda s: self._root_of(1, -1, s), 1),
            "acos": lambda a: self._inverse(a, ctx.acos, lambda s: self._root_of(1, -1, s), -1),
            "asinh": lambda a: self._inverse(a, ctx.asinh, lambda s: self._root_of(1, 1, s), 1),
            "acosh": lambda a: self._inverse(a, ctx.acosh, self._acosh_root, 1),
            "atan": lambda a: self._inverse(a, ctx.atan, lambda s: self._shift(s, 1, 1), 1),
            "atanh": lambda a: self._inverse(a, ctx.atanh, lambda s: self._shift(s, 1, -1), 1),
            "abs": self._abs,
            "sign": self._sign,
            "sqrt": self.sqrt,
            "inv": self.inverse,
        }
        for power in range(2, 6):
            self._functions[f"pow{power}"] = lambda a, n=power: self.integer_power(a, n)
        self._functions["tan"] = lambda a: self._ratio("sin", "cos", a)
        self._functions["tanh"] = lambda a: self._ratio("sinh", "cosh", a)
        for name, under in (("cot", "tan"), ("sec", "cos"), ("csc", "sin")):
            for tail in ("", "h"):
                self._functions[name + tail] = lambda a, f=under + tail: self.inverse(
                    self._functions[f](a)
                )
                self._functions["a" + name + tail] = lambda a, f="a" + under + tail: (
                    self._functions[f](self.inverse(a))
                )

    def run(self, program, leaves):
        """Return the jets of all steps of a program.

        Args:
            program: See `programs`.
            leaves: Leaf -> its jet.

        Raises:
            NoValueError: A part has no value here.
        """
        found = []
        for name, operands, payload in program.steps:
            values = [found[i] for i in operands]
            if name == "leaf":
                jet = leaves[payload]
            elif name == "int":
                jet = self.constant(payload)
            elif name == "pow":
                jet = self._power(program, operands, values)
            elif name == "rac":
                jet = self._root(program, operands, values)
            else:
                jet = self._apply(name, values)
            found.append(jet)
        return found

    def _apply(self, name, values):
        if name == "add":
            return [a + b for a, b in zip(*values, strict=True)]
        if name == "sub":
            return [a - b for a, b in zip(*values, strict=True)]
        if name == "mul":
            return self.times(*values)
        if name == "div":
            return self.times(values[0], self.inverse(values[1]))
        try:
            return self._functions[name](values[0])
        except (ZeroDivisionError, ValueError, OverflowError) as error:
            raise NoValueError(name) from error

    def constant(self, value):
        """Return the jet of a number."""
        return [self.ctx.convert(value)] + [self.ctx.zero] * self.order

    def variable(self, value):
        """Return the jet of `value + t`."""
        jet = self.constant(value)
        if self.order:
            jet[1] = self.ctx.one
        return jet

    def times(self, a, b):
        """Return the product."""
        return [
            sum((a[j] * b[k - j] for j in range(k + 1) if a[j] and b[k - j]), self.ctx.zero)
            for k in range(self.order + 1)
        ]

    def inverse(self, a):
        """Return 1 / a."""
        if not a[0]:
            raise NoValueError("division by zero")
        b = [1 / a[0]]
        for k in range(1, self.order + 1):
            b.append(-b[0] * sum((a[j] * b[k - j] for j in range(1, k + 1)), self.ctx.zero))
        return b

    def exp(self, a):
        """Return e^a."""
        self._bounded(a)
        b = [self.ctx.exp(a[0])]
        for k in range(1, self.order + 1):
            b.append(sum((j * a[j] * b[k - j] for j in range(1, k + 1)), self.ctx.zero) / k)
        return b

    def ln(self, a):
        """Return the natural logarithm."""
        if not a[0]:
            raise NoValueError("ln(0)")
        return self._integrate(self._checked(self.ctx.ln(a[0])), self.inverse(a), a)

    def sqrt(self, a):
        """Return the principal root; at 0 it has a value but no derivatives."""
        if not a[0]:
            if any(a):
                raise NoValueError("sqrt at 0")
            return a
        b = [self._checked(self.ctx.sqrt(a[0]))]
        for k in range(1, self.order + 1):
            inner = sum((b[j] * b[k - j] for j in range(1, k)), self.ctx.zero)
            b.append((a[k] - inner) / (2 * b[0]))
        return b

    def integer_power(self, a, n):
        """Return a^n for an integer n."""
        if n < 0:
            return self.integer_power(self.inverse(a), -n)
        result, factor = None, a
        while n:
            if n & 1:
                result = factor if result is None else self.times(result, factor)
            n >>= 1
            if n:
                factor = self.times(factor, factor)
        return result or self.constant(1)

    def _power(self, program, operands, values):
        exponent = constant_of(program, operands[1])
        if exponent is not None and exponent[1] == 1 and abs(exponent[0]) <= LARGEST_POWER:
            return self.integer_power(values[0], exponent[0])
        if exponent == (1, 2):
            return self.sqrt(values[0])
        if not values[0][0]:
            raise NoValueError("a power of 0")
        return self.exp(self.times(values[1], self.ln(values[0])))

    def _root(self, program, operands, values):
        if not values[0][0] or not values[1][0]:
            raise NoValueError("a root of 0")
        return self.exp(self.times(self.inverse(values[1]), self.ln(values[0])))

    def _integrate(self, start, slope, a):
        """Return the jet b with b(0) = start and b' = slope * a'."""
        b = [start]
        for k in range(1, self.order + 1):
            terms = (j * a[j] * slope[k - j] for j in range(1, k + 1))
            b.append(sum(terms, self.ctx.zero) / k)
        return b

    def _pair(self, a, odd, even, sign):
        """Return sine and cosine, or the hyperbolic pair."""
        self._bounded(a, LARGEST_ANGLE if sign < 0 else LARGEST_EXPONENT)
        s, c = [odd(a[0])], [even(a[0])]
        for k in range(1, self.order + 1):
            s.append(sum((j * a[j] * c[k - j] for j in range(1, k + 1)), self.ctx.zero) / k)
            c.append(sign * sum((j * a[j] * s[k - j] for j in range(1, k + 1)), self.ctx.zero) / k)
        return s, c

    def _ratio(self, above, below, a):
        return self.times(self._functions[above](a), self.inverse(self._functions[below](a)))

    def _inverse(self, a, function, reciprocal_slope, sign):
        """Return an inverse function whose derivative is `sign / reciprocal_slope`."""
        start = self._checked(function(a[0]))
        if not any(a[1:]):
            return [start] + [self.ctx.zero] * self.order
        slope = self.inverse(reciprocal_slope(a))
        return self._integrate(start, [sign * v for v in slope], a)

    def _shift(self, a, number, sign):
        """Return number + sign * a^2."""
        square = self.times(a, a)
        return [number + sign * square[0]] + [sign * v for v in square[1:]]

    def _root_of(self, number, sign, a):
        return self.sqrt(self._shift(a, number, sign))

    def _acosh_root(self, a):
        lower = self.sqrt([a[0] - 1, *a[1:]])
        return self.times(lower, self.sqrt([a[0] + 1, *a[1:]]))

    def _abs(self, a):
        self._on_the_line()
        if not a[0]:
            raise NoValueError("abs at 0")
        return a if a[0] > 0 else [-v for v in a]

    def _sign(self, a):
        self._on_the_line()
        if not a[0]:
            raise NoValueError("sign at 0")
        return self.constant(1 if a[0] > 0 else -1)

    def _on_the_line(self):
        if not self.real:
            raise NoValueError("abs and sign are for real numbers")

    def _bounded(self, a, limit=LARGEST_EXPONENT):
        if abs(a[0]) > limit:
            raise NoValueError("too large")
        if limit == LARGEST_EXPONENT:
            self.size = max(self.size, self.ctx.exp(abs(a[0])))

    def _checked(self, value):
        if self.real and value.imag:
            raise NoValueError("not real")
        return value.real if self.real else value


def constant_of(program, position):
    """Return a step's value as numerator and denominator, None where it is no such number."""
    name, operands, payload = program.steps[position]
    if name == "int":
        return payload, 1
    if name == "div":
        above, below = (constant_of(program, i) for i in operands)
        if above and below and above[1] == below[1] == 1 and below[0] > 0:
            return above[0], below[0]
    return None
