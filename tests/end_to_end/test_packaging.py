"""What is released holds the whole package: the source archive, the wheel made of it, installs."""

import os
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.metadata import Metadata

import hf_mathseq
from hf_mathseq.tasks import list_tasks

ROOT = Path(__file__).parents[2]
PIP = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation"]
BUILD = """
import sys
from setuptools import build_meta
getattr(build_meta, "build_" + sys.argv[1])(sys.argv[2])
"""
BUILDERS = "hf_mathseq/dataset_builders"
BESIDE = ("LICENSE", "README.md", "CHANGELOG.md", "CITATION.cff", "pyproject.toml", "setup.py")
PROBE = """
import site, sys
# Another editable install in this environment would be found first.
sys.meta_path[:] = [f for f in sys.meta_path if "hf_mathseq" not in getattr(f, "__module__", "")]
site.addsitedir(sys.argv[1])
import hf_mathseq, hf_mathseq.dataset_builders
from hf_mathseq.cli import main
from hf_mathseq.training.recipe import list_recipes
print(hf_mathseq.__file__)
print(hf_mathseq.dataset_builders.__file__)
assert list_recipes()
for arguments in sys.argv[2:]:
    try:
        assert main(arguments.split()) == 0
    except SystemExit as done:
        assert not done.code
"""


def install(target, *what):
    subprocess.run([*PIP, "--target", str(target), *map(str, what)], check=True, cwd=target)


def probe(target, tmp_path, *commands):
    """Import and run from `target` in an interpreter that does not see the checkout."""
    env = {**os.environ, "PYTHONPATH": str(target), "PYTHONSAFEPATH": "1"}
    done = subprocess.run(
        [sys.executable, "-c", PROBE, str(target), *commands],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env=env,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    package, builders, *said = done.stdout.splitlines()
    return Path(package), Path(builders), "\n".join(said)


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


def build(kind, source, folder):
    subprocess.run(
        [sys.executable, "-c", BUILD, kind, str(folder)],
        check=True,
        cwd=source,
        capture_output=True,
    )
    (built,) = folder.iterdir()
    return built


@pytest.fixture(scope="module")
def unpacked(source, tmp_path_factory):
    """The content of the source archive."""
    archive = build("sdist", source, tmp_path_factory.mktemp("sdist"))
    folder = tmp_path_factory.mktemp("unpacked")
    with tarfile.open(archive) as file:
        file.extractall(folder, filter="data")
    (content,) = folder.iterdir()
    assert content.name == f"hf_mathseq-{hf_mathseq.__version__}"
    return content


@pytest.fixture(scope="module")
def wheel(unpacked, tmp_path_factory):
    """The wheel that the source archive makes."""
    return build("wheel", unpacked, tmp_path_factory.mktemp("wheel"))


def files_below(folder):
    return {
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }


def test_the_source_archive_holds_every_file_of_the_package(source, unpacked):
    for folder in ("hf_mathseq", "dataset_builders"):
        assert files_below(unpacked / folder) == files_below(source / folder)
    for name in BESIDE:
        assert (unpacked / name).is_file(), name


def test_the_wheel_holds_every_file_of_the_package(source, wheel):
    with zipfile.ZipFile(wheel) as file:
        names = [name for name in file.namelist() if ".dist-info/" not in name]
        licences = [n for n in file.namelist() if n.endswith(".dist-info/licenses/LICENSE")]
    package = {f"hf_mathseq/{name}" for name in files_below(source / "hf_mathseq")}
    builders = {f"{BUILDERS}/{name}" for name in files_below(source / "dataset_builders")}
    assert set(names) == package | builders
    assert len(licences) == 1


def test_the_metadata_are_valid(wheel):
    with zipfile.ZipFile(wheel) as file:
        (name,) = (n for n in file.namelist() if n.endswith(".dist-info/METADATA"))
        found = Metadata.from_email(file.read(name), validate=True)
    assert str(found.version) == hf_mathseq.__version__
    assert found.license_expression == "Apache-2.0"
    assert found.description_content_type == "text/markdown"
    assert found.description.strip() == (ROOT / "README.md").read_text().strip()


def test_the_wheel_answers_without_the_checkout(wheel, tmp_path):
    target = tmp_path / "site"
    target.mkdir()
    install(target, wheel)
    package, builders, said = probe(
        target, tmp_path, "--help", "list", "train list", "solve x*cos(x)"
    )
    assert package.is_relative_to(target)
    assert builders.is_relative_to(target)
    assert all(name in said for name in list_tasks())
    assert "CORRECT" in said


def test_editable(source, tmp_path):
    target = tmp_path / "site"
    target.mkdir()
    install(target, "--editable", source)
    package, builders, _ = probe(target, tmp_path)
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
    for name in list_tasks():
        assert not (ROOT / "hf_mathseq" / name.split("/")[0]).is_dir()


def test_versions_agree():
    version = hf_mathseq.__version__
    assert f"version: {version}\n" in (ROOT / "CITATION.cff").read_text()
    assert f"\n## [{version}]" in (ROOT / "CHANGELOG.md").read_text()
