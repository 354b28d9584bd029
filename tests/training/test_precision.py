"""bf16 is computed in where the processor has it; elsewhere a training says that it takes fp32."""

import logging

import pytest
import torch

from hf_mathseq.training import precision
from hf_mathseq.training.arguments import training_arguments
from hf_mathseq.training.recipe import load_recipe

pytestmark = pytest.mark.skipif(
    torch.cuda.is_available() or torch.backends.mps.is_available(), reason="about processors"
)


@pytest.fixture(autouse=True)
def asked_anew():
    precision.precision_here.cache_clear()
    yield
    precision.precision_here.cache_clear()


@pytest.mark.parametrize(("slowdown", "used"), [(0.2, True), (1.3, True), (32.0, False)])
def test_bf16_is_used_where_it_is_no_slower(monkeypatch, caplog, tmp_path, slowdown, used):
    monkeypatch.setattr(precision, "bf16_slowdown", lambda: slowdown)
    recipe = load_recipe("linear_algebra/eigenvalues-laptop")
    assert recipe.training.precision == "bf16"
    with caplog.at_level(logging.WARNING):
        arguments = training_arguments(recipe, tmp_path, 1, progress=False)
        again = training_arguments(recipe, tmp_path, 1, progress=False)
    assert arguments.bf16 is again.bf16 is used
    said = [record.getMessage() for record in caplog.records]
    assert said == (
        []
        if used
        else ["this processor is 32 times slower in bf16: training in fp32 in place of bf16"]
    )


def test_fp32_is_not_measured(monkeypatch):
    monkeypatch.setattr(precision, "bf16_slowdown", None)
    assert precision.precision_here("fp32") == "fp32"


@pytest.mark.parametrize(("native", "used"), [(True, "bf16"), (False, "fp32")])
def test_older_accelerators_train_in_fp32(monkeypatch, caplog, native, used):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "is_bf16_supported", lambda including_emulation: native)
    monkeypatch.setattr(torch.cuda, "get_device_name", lambda: "Tesla T4")
    assert precision.precision_here("bf16") == used
    assert ("Tesla T4 does not compute in bf16" in caplog.text) is not native


def test_what_is_measured_decides():
    slowdown = precision.bf16_slowdown()
    assert 0.01 < slowdown < 1000
    unclear = precision.EMULATED / 1.3 < slowdown < precision.EMULATED * 1.3
    assert unclear or precision.precision_here("bf16") == (
        "bf16" if slowdown < precision.EMULATED else "fp32"
    )
