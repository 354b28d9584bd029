"""Every token of every vocabulary is explained, under one kind."""

import pytest
from toy_task import DigitSums

from hf_mathseq.data.token_kinds import MOST_SHOWN, TokenKind, token_kinds
from hf_mathseq.tasks import TASKS, get_task

SETTINGS = [
    *((name, {}) for name in TASKS),
    *(
        ("linear_algebra/transpose", {"input_encoding": a, "output_encoding": b})
        for a, b in (("P10", "B1999"), ("FP15", "P10"))
    ),
    *(
        ("metabolic_networks/levels", {"weighted": True, "weight_form": form})
        for form in ("vertex", "integer", "weight")
    ),
]


@pytest.mark.parametrize(("name", "options"), SETTINGS)
def test_every_token_has_a_kind_with_a_meaning(name, options):
    task = get_task(name, **options)
    kinds = token_kinds(task)
    assert "others" not in [kind.name for kind in kinds]
    assert all(kind.meaning for kind in kinds)
    assert sorted(t for kind in kinds for t in kind.tokens) == sorted(task.vocabulary.tokens)


@pytest.mark.parametrize(
    ("name", "token", "kind"),
    [
        ("integration/bwd", "add", "binary operator"),
        ("integration/bwd", "asinh", "function"),
        ("integration/bwd", "pow5", "shorthand"),
        ("ode/ode2", "Y''", "unknown function"),
        ("differential_systems/pde", "<SPECIAL_8>", "infinity"),
        ("differential_systems/feedback_gain", "<SPECIAL_6>", "separator of an answer"),
        ("linear_algebra/eigenvalues", "N-999e15", "number"),
        ("linear_algebra/eigenvalues", "-NaN", "overflow"),
        ("linear_algebra/cotraining", "E", "operation"),
        ("linear_algebra/cotraining", "E100", "power of ten"),
        ("metabolic_networks/existence", "N0", "vertex"),
    ],
)
def test_kinds(name, token, kind):
    assert token in next(k.tokens for k in token_kinds(get_task(name)) if k.name == kind)


def test_tokens_of_outsiders_are_listed():
    kinds = token_kinds(DigitSums())
    assert [(kind.name, len(kind.tokens)) for kind in kinds] == [("special", 3), ("others", 10)]


def test_long_lists_are_cut_in_the_middle():
    shown = TokenKind("n", [f"N{i}" for i in range(500)], "").shown.split()
    assert len(shown) == MOST_SHOWN
    assert shown[0] == "N0"
    assert shown[-3:] == ["…", "N498", "N499"]
