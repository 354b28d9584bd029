"""The house rules that neither ruff nor mypy knows: sizes, unused names, notes to oneself."""

import ast
import io
import re
import statistics
import tokenize
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PRODUCT = sorted(
    path for folder in ("hf_mathseq", "dataset_builders") for path in (ROOT / folder).rglob("*.py")
)
PROGRAMS = [ROOT / "dev.py", ROOT / "setup.py", ROOT / "train.py"]
BENCHMARKS = sorted((ROOT / "benchmarks").rglob("*.py"))
LONGEST_FILE, LONGEST_FUNCTION = 270, 120
"""Lines, docstrings included: `evaluate` has twenty arguments to document."""
LONGEST_BODY = 60
"""Lines of a function without its docstring."""
FOR_OTHERS = {
    "evaluate_complex": "values at complex points",
    "evaluate_precisely": "values to any number of digits",
    "from_sympy": "the way back from `to_sympy`",
    "render_card": "a card without writing it",
    "split_of": "where one problem belongs",
    "write_complex": "the inverse of `read_complex`",
}
"""What only tests use, with its reason: the other half of a pair, or an entry for users."""
NOTES = re.compile(
    r"\b(TODO|FIXME|XXX|HACK|for now|no longer|used to be|previously|formerly|temporar(y|ily))\b"
)


@cache
def tree(path):
    return ast.parse(path.read_text(encoding="utf-8"))


def functions():
    for path in PRODUCT:
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield f"{path.relative_to(ROOT)}:{node.name}", node


def body_lines(node):
    documented = ast.get_docstring(node, clean=False) is not None
    first = node.body[0]
    described = first.end_lineno - first.lineno + 1 if documented else 0
    return node.end_lineno - node.lineno + 1 - described


def test_files_are_short():
    lengths = {p: len(p.read_text(encoding="utf-8").splitlines()) for p in PRODUCT}
    assert not [str(p) for p, length in lengths.items() if length > LONGEST_FILE]
    assert statistics.median(lengths.values()) < 150


def test_functions_are_short():
    found = dict(functions())
    lengths = {name: node.end_lineno - node.lineno + 1 for name, node in found.items()}
    assert not [name for name, length in lengths.items() if length > LONGEST_FUNCTION]
    bodies = {name: body_lines(node) for name, node in found.items()}
    assert not [name for name, length in bodies.items() if length > LONGEST_BODY]
    assert statistics.median(lengths.values()) < 12


def names_defined(path):
    """Yield what a module defines at its top: functions, classes, constants."""
    for node in tree(path).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            for target in targets:
                names = target.elts if isinstance(target, ast.Tuple) else [target]
                yield from (n.id for n in names if isinstance(n, ast.Name))


def test_every_name_is_used():
    """A name is used where it stands again, in code or in text such as a table of classes."""
    written = Counter()
    for path in [*PRODUCT, *PROGRAMS, *BENCHMARKS]:
        written.update(re.findall(r"\w+", path.read_text(encoding="utf-8")))
    unused = {
        name
        for path in PRODUCT
        for name in names_defined(path)
        if written[name] == 1 and not re.fullmatch(r"__\w+__", name)
    }
    assert unused - FOR_OTHERS.keys() == set()


def test_names_for_others_are_there():
    defined = {name for path in PRODUCT for name in names_defined(path)}
    assert FOR_OTHERS.keys() <= defined


@pytest.mark.parametrize("folder", ["hf_mathseq", "dataset_builders", "tests", "benchmarks"])
def test_comments_say_what_is_and_not_what_was(folder):
    found = []
    for path in sorted((ROOT / folder).rglob("*.py")):
        for token in tokenize.generate_tokens(io.StringIO(path.read_text()).readline):
            if token.type == tokenize.COMMENT and NOTES.search(token.string):
                found.append(f"{path.relative_to(ROOT)}:{token.start[0]} {token.string}")
    assert not found


def test_test_files_have_different_names():
    """Two of one name cannot be collected together."""
    names = Counter(path.name for path in (ROOT / "tests").rglob("test_*.py"))
    assert not [name for name, count in names.items() if count > 1]
