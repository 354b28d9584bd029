"""Which judge is responsible for which task."""

from functools import partial

from . import equations, integrals, matrices, networks, pde, systems

# A judge takes the tokens of a problem and of an answer, and the options of the task.


def _matrix(kind):
    def judge(problem, answer, options):
        encodings = options.input_encoding, options.output_encoding
        return matrices.judge(problem, answer, kind, encodings)

    return judge


def _at_point(judge):
    return lambda problem, answer, options: judge(problem, answer, options.point)


def _plain(judge):
    return lambda problem, answer, options: judge(problem, answer)


_MATRIX_KINDS = (*matrices.LETTERS.values(), "symmetric_inverse", "singular_values")
_MATRIX_KINDS += ("singular_vectors", "cotraining")

JUDGES = {
    **{
        f"integration/{config}": _plain(integrals.judge)
        for config in ("bwd", "fwd", "fwd_sympy", "ibp")
    },
    "ode/ode1": _plain(partial(equations.judge, order=1)),
    "ode/ode2": _plain(partial(equations.judge, order=2)),
    "differential_systems/stability": _at_point(systems.judge_stability),
    "differential_systems/convergence_speed": _at_point(systems.judge_speed),
    "differential_systems/controllability": _at_point(systems.judge_controllability),
    "differential_systems/controllability_non_autonomous": _at_point(systems.judge_in_time),
    "differential_systems/feedback_gain": _at_point(systems.judge_gain),
    "differential_systems/pde": _plain(pde.judge),
    **{f"linear_algebra/{kind}": _matrix(kind) for kind in _MATRIX_KINDS},
    "metabolic_networks/existence": _plain(networks.judge_existence),
    "metabolic_networks/levels": _plain(networks.judge_levels),
    "metabolic_networks/mixed": _plain(networks.judge_levels),
}
"""Task -> its judge, for default options, the strict criterion and its own tolerance."""

CLOSER = {
    "ode/ode1": partial(equations.judge, order=1, against=400),
    "ode/ode2": partial(equations.judge, order=2, against=400),
}
"""Task -> a judge that looks longer, for answers that may be right on a small part of the space."""
