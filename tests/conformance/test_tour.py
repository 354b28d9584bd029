"""The table of folders in CONTRIBUTING.md, and what the packages say of themselves."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2] / "hf_mathseq"
PAGE = (ROOT.parent / "CONTRIBUTING.md").read_text(encoding="utf-8")
ROWS = PAGE.split("| one idea |\n")[1].split("\n\n")[0].splitlines()
NAMED = {name for row in ROWS for name in re.findall(r"`(.+?)`", row.split("|")[1])}
PACKAGES = sorted(path.parent for path in ROOT.rglob("__init__.py") if path.parent != ROOT)


def test_every_package_and_module_has_its_place_in_the_tour():
    packages = {f"{path.name}/" for path in PACKAGES if path.parent == ROOT}
    modules = {path.name for path in ROOT.glob("*.py")} - {"__init__.py", "__main__.py"}
    assert packages | modules | {"dataset_builders/"} == NAMED


@pytest.mark.parametrize("package", PACKAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_package_says_what_lives_there(package):
    text = (package / "__init__.py").read_text(encoding="utf-8")
    assert len((ast.get_docstring(ast.parse(text)) or "").split()) > 2
