"""Maxima (GPL, Debian packages `maxima` and `maxima-share`)."""

from __future__ import annotations

import re

from hf_mathseq.engines.infix_program import Language

# Formulas on one line each. Questions such as "Is x positive?" are answered with "positive", or
# with "yes" where that is no answer: nobody is there, and every answer is verified.
# Differential equations are solved for y where they are answered otherwise.
_PREPARATION = r"""display2d: false$
linel: 100000$
errormsg: false$
:lisp (let ((yes t)) (defun retrieve (message flag) (declare (ignore message flag)) \
(if (setq yes (not yes)) '$yes '$positive)))
is_solution(s) := not atom(s) and op(s) = "=" and lhs(s) = 'y and freeof('y, rhs(s))$
solved_for_y(s) := if is_solution(s) then [s] else sublist(solve(s, 'y), is_solution)$
answer_integral(f) := print("answer", string(integrate(f, 'x)))$
answer_equation(e) := block([found: ode2(e, 'y, 'x)],
  if found = false and listp(errcatch(load("contrib_ode"))) then found: contrib_ode(e, 'y, 'x),
  if found # false then print("answer", string(map(rhs, apply(append,
    map(solved_for_y, if listp(found) then found else [found]))))))$
"""

MAXIMA = Language(
    command=("maxima", "--very-quiet"),
    preparation=_PREPARATION.replace("\\\n", ""),
    mark='print("end {}.")$\n',
    integral="answer_integral({})$\n",
    equation="answer_equation({})$\n",
    constant=re.compile(r"%(?:c|k1|k2)\b"),
    written={"ln": "log", "pi": "%pi", "E": "%e", "sign": "signum", "**": "^"},
    read={"%pi": "pi", "%e": "e"},
    derivatives={"y''": "'diff(y, x, 2)", "y'": "'diff(y, x)"},
)
"""Maxima's `integrate`, and its `ode2`, then `contrib_ode`."""
