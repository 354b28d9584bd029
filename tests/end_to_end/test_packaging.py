"""The wheel and the editable install both hold the whole package, builders and recipes included."""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PIP = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation"]
PROBE = """
import site, sys
site.addsitedir(sys.argv[1])
import hf_mathseq, hf_mathseq.dataset_builders
from importlib.resources import files
from hf_mathseq.cli import main
from hf_mathseq.evaluation.suites.classic import classic_problems
from hf_mathseq.training.recipe import list_recipes
print(hf_mathseq.__file__)
print(hf_mathseq.dataset_builders.__file__)
assert files("hf_mathseq").joinpath("py.typed").is_file()
assert any(p.name.endswith(".yaml") for p in files("hf_mathseq.dataset_builders").iterdir())
assert list_recipes()
assert classic_problems("classic.yaml")
assert main(["list"]) == 0
"""


def install(target, *what):
    subprocess.run([*PIP, "--target", str(target), *map(str, what)], check=True, cwd=target)


def probe(target, tmp_path):
    """Import from `target` in an interpreter that does not see the checkout."""
    env = {**os.environ, "PYTHONPATH": str(target), "PYTHONSAFEPATH": "1"}
    done = subprocess.run(
        [sys.executable, "-c", PROBE, str(target)],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env=env,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return [Path(line) for line in done.stdout.splitlines()[:2]]


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    """A copy of the tracked and new files, so that builds leave nothing in the checkout."""
    copy = tmp_path_factory.mktemp("source") / "hf_mathseq"
    listing = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    for name in filter(None, listing.split("\0")):
        if (ROOT / name).is_file() and not name.startswith(("tests/", "model_cards/")):
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            (copy / name).write_bytes((ROOT / name).read_bytes())
    return copy


def test_wheel(source, tmp_path):
    target = tmp_path / "site"
    target.mkdir()
    install(target, source)
    package, builders = probe(target, tmp_path)
    assert package.is_relative_to(target)
    assert builders.is_relative_to(target)
    assert not (target / "dataset_builders").exists()


def test_editable(source, tmp_path):
    target = tmp_path / "site"
    target.mkdir()
    install(target, "--editable", source)
    package, builders = probe(target, tmp_path)
    assert package.is_relative_to(source)
    assert builders == source / "dataset_builders" / "__init__.py"


def test_every_package_is_listed():
    listed = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]["packages"]
    found = {
        ".".join(path.parent.relative_to(ROOT).parts)
        for path in (ROOT / "hf_mathseq").rglob("__init__.py")
    }
    assert set(listed) == found | {"hf_mathseq.dataset_builders"}


def test_no_package_is_named_like_a_data_set():
    from hf_mathseq.tasks import list_tasks

    for name in list_tasks():
        assert not (ROOT / "hf_mathseq" / name.split("/")[0]).is_dir()


def test_versions_agree():
    import hf_mathseq

    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert project["version"] == hf_mathseq.__version__
    assert f"version: {hf_mathseq.__version__}\n" in (ROOT / "CITATION.cff").read_text()
