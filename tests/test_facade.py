import subprocess
import sys

import pytest

import hf_mathseq


def run(code, **env):
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_import_is_light():
    heavy = "{'torch', 'transformers', 'datasets', 'sympy', 'pyarrow', 'numpy'}"
    out = run(f"import sys, hf_mathseq; print(sorted({heavy} & set(sys.modules)))")
    assert out.strip() == "[]"


def test_every_public_name_resolves():
    for name in hf_mathseq.__all__:
        assert getattr(hf_mathseq, name) is not None
    assert set(hf_mathseq.__all__) <= set(dir(hf_mathseq))


def test_unknown_attribute():
    with pytest.raises(AttributeError, match="no attribute"):
        getattr(hf_mathseq, "nothing_of_that_name")  # noqa: B009 - the attribute access is tested


def test_import_seeds_and_logs_nothing():
    out = run(
        "import random, logging; s = random.getstate(); import hf_mathseq;"
        "print(s == random.getstate(), logging.getLogger().handlers)"
    )
    assert out.strip() == "True []"
