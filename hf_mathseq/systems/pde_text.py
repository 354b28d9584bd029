"""Partial differential equations as text that people read.

`u_t + (3*d0^2*d1 - d2^4)*u = 0; u(0) = exp(86*i*x0)*sinc(11*x0)*delta(2*x1)*1`: `dk` is d/dx_k,
`sinc(y)` is sin(y)/y, and the initial condition names one kernel for each coordinate in order, 1
for the constant. Factors and terms stand in the order of the published words.
"""

from __future__ import annotations

from hf_mathseq.systems.pde_problem import CONSTANT, DIRAC, SINC, Monomial, Pde


def pde_text(pde: Pde) -> str:
    """Return a problem as text; `pde_input.pde_from_text` reads it back exactly."""
    first, *others = pde.monomials
    terms = _term(first) + "".join(
        (" + " if m.coefficient > 0 else " - ") + _term(m) for m in others
    )
    factors = [f"exp({b}*i*x{k})" for k, b in pde.shifts]
    factors += [_kernel(k, *kernel) for k, kernel in enumerate(pde.kernels)]
    return f"u_t + ({terms})*u = 0; u(0) = {'*'.join(factors)}"


def _term(monomial: Monomial) -> str:
    size = abs(monomial.coefficient)
    factors = [f"d{k}" if power == 1 else f"d{k}^{power}" for k, power in monomial.factors]
    return "*".join(factors if size == 1 else [str(size), *factors])


def _kernel(coordinate: int, kernel: str, a: int) -> str:
    if kernel == CONSTANT:
        return "1"
    argument = f"{a}*x{coordinate}"
    if kernel == SINC:
        return f"sinc({argument})"
    return f"delta({argument})" if kernel == DIRAC else f"exp(-({argument})^2)"
