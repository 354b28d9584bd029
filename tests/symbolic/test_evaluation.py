import subprocess
import sys

ALONE = """
from hf_mathseq.symbolic.evaluation import add, function, mul, power
from hf_mathseq.symbolic.nodes import ONE, TWO, ZERO, symbol

x = symbol("x")
assert add(x, x) is mul(TWO, x)
assert power(power(x, TWO), ZERO) is ONE
assert function("sin", ZERO) is ZERO
"""


def test_the_rules_are_there_without_other_imports():
    subprocess.run([sys.executable, "-c", ALONE], check=True, timeout=600)
