"""Formulas, matrices, networks and phase portraits for web pages and cards, all offline."""

from hf_mathseq.rendering.problems import answer_tex, problem_tex, render_answer, render_problem

__all__ = ["answer_tex", "problem_tex", "render_answer", "render_problem"]
