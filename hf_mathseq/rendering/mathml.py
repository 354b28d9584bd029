"""Formulas as presentation MathML, which browsers show without any script."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from hf_mathseq.rendering.notation import GREEK

_INVISIBLE_TIMES, _APPLY = "\u2062", "\u2061"
_PRIME, _BLANK = "\u2032", "\u00a0"


class MathML:
    """The elements of MathML Core; see `notation.Notation`. All text is escaped."""

    def number(self, digits: str) -> str:
        """Return `<mn>`."""
        return f"<mn>{escape(digits)}</mn>"

    def name(self, name: str, index: str = "") -> str:
        """Return `<mi>`, with its index if there is one."""
        written = f"<mi>{escape(GREEK.get(name, name))}</mi>"
        return self.below(written, self.number(index)) if index else written

    def sign(self, sign: str) -> str:
        """Return `<mo>`."""
        return f"<mo>{escape(sign)}</mo>"

    def words(self, text: str) -> str:
        """Return `<mtext>`; blanks at its ends are kept."""
        inside = text.strip()
        before, _, after = text.partition(inside) if inside else (text, "", "")
        shown = f"{_BLANK * len(before)}{escape(inside)}{_BLANK * len(after)}"
        return f"<mtext>{shown}</mtext>"

    def row(self, *parts: str) -> str:
        """Return `<mrow>`."""
        return f"<mrow>{''.join(parts)}</mrow>"

    def product(self, *factors: str) -> str:
        """Return a row with invisible signs of multiplication."""
        return self.row(f"<mo>{_INVISIBLE_TIMES}</mo>".join(factors))

    def applied(self, function: str, argument: str, power: str = "") -> str:
        """Return a row with an invisible sign of application."""
        name = f"<mi>{escape(function)}</mi>"
        head = self.power(name, power) if power else name
        return self.row(head, f"<mo>{_APPLY}</mo>", argument)

    def fraction(self, above: str, below: str) -> str:
        """Return `<mfrac>`."""
        return f"<mfrac>{self.row(above)}{self.row(below)}</mfrac>"

    def square_root(self, inside: str) -> str:
        """Return `<msqrt>`."""
        return f"<msqrt>{inside}</msqrt>"

    def root(self, inside: str, index: str) -> str:
        """Return `<mroot>`."""
        return f"<mroot>{self.row(inside)}{self.row(index)}</mroot>"

    def power(self, base: str, exponent: str) -> str:
        """Return `<msup>`."""
        return f"<msup>{self.row(base)}{self.row(exponent)}</msup>"

    def below(self, base: str, index: str) -> str:
        """Return `<msub>`."""
        return f"<msub>{base}{self.row(index)}</msub>"

    def primed(self, base: str, count: int) -> str:
        """Return `<msup>` with signs of primes."""
        return f"<msup>{self.row(base)}<mo>{_PRIME * count}</mo></msup>"

    def brackets(self, inside: str) -> str:
        """Return stretched round brackets."""
        return self._fenced("(", inside, ")")

    def bars(self, inside: str) -> str:
        """Return stretched bars."""
        return self._fenced("|", inside, "|")

    def interval(self, low: str, high: str) -> str:
        """Return square brackets."""
        return self._fenced("[", f"{low}<mo>,</mo>{high}", "]")

    def matrix(self, rows: Sequence[Sequence[str]]) -> str:
        """Return `<mtable>` in stretched square brackets."""
        return self._fenced("[", self._table(rows), "]")

    def lines(self, rows: Sequence[str]) -> str:
        """Return `<mtable>` of one column behind a stretched brace."""
        table = self._table([[row] for row in rows], ' style="text-align:left"')
        return self.row('<mo stretchy="true">{</mo>', table)

    def _table(self, rows: Sequence[Sequence[str]], style: str = "") -> str:
        cells = ("".join(f"<mtd{style}>{cell}</mtd>" for cell in row) for row in rows)
        lines = "".join(f"<mtr>{row}</mtr>" for row in cells)
        return f'<mtable displaystyle="true">{lines}</mtable>'

    def _fenced(self, opening: str, inside: str, closing: str) -> str:
        form = '<mo stretchy="true" form="{}">{}</mo>'
        return self.row(form.format("prefix", opening), inside, form.format("postfix", closing))


def formula(content: str, block: bool = False) -> str:
    """Return a formula as an element that can stand in a page.

    Args:
        content: What methods of `MathML` return.
        block: On a line of its own.
    """
    display = ' display="block"' if block else ""
    return f'<math xmlns="http://www.w3.org/1998/Math/MathML"{display}>{content}</math>'
