"""What is released holds the whole package: the source archive, the wheel made of it, installs."""

import subprocess
import sys
import sysconfig
import tarfile
import tomllib
import venv
import zipfile
from pathlib import Path

import pytest
from packaging.metadata import Metadata

import hf_mathseq
from hf_mathseq.tasks import list_tasks

ROOT = Path(__file__).parents[2]
PIP = [sys.executable, "-m", "pip"]
BUILD = """
import sys
from setuptools import build_meta
getattr(build_meta, "build_" + sys.argv[1])(sys.argv[2])
"""
BUILDERS = "hf_mathseq/dataset_builders"
BESIDE = ("LICENSE", "README.md", "CHANGELOG.md", "CITATION.cff", "pyproject.toml", "setup.py")
PROBE = """
import sys
import datasets, hf_mathseq, hf_mathseq.dataset_builders
from hf_mathseq.cli import main
from hf_mathseq.training.recipe import list_recipes, load_recipe
print(hf_mathseq.__file__)
print(hf_mathseq.dataset_builders.__file__)
assert all(load_recipe(name).make_task() for name in list_recipes())
for arguments in sys.argv[1:]:
    try:
        assert main(arguments.split()) == 0
    except SystemExit as done:
        assert not done.code
sizes = {"train_examples": 20, "validation_examples": 5, "test_examples": 5}
data = datasets.load_dataset("hf_mathseq/linear_algebra", "transpose", cache_dir="cache", **sizes)
assert data.num_rows == {"train": 20, "validation": 5, "test": 5}
data = datasets.load_dataset("parquet", data_files="data/train-*.parquet", cache_dir="cache")
assert data.num_rows == {"train": 100}
"""
COMMANDS = (
    "list",
    "train list",
    "solve x*cos(x)",
    "generate linear_algebra/transpose --set dimension=2 --num-examples 100 --output data",
)


def environment_in(folder):
    """Make a virtual environment that borrows what this one has installed, but not the checkout.

    A line of a `.pth` file adds a folder; `.pth` files there, of editable installs, are not read.
    """
    venv.create(folder)
    (site_of(folder) / "borrowed.pth").write_text(sysconfig.get_path("purelib"))
    return folder


def site_of(environment):
    return Path(sysconfig.get_path("purelib", "venv", vars={"base": str(environment)}))


def program(environment, name):
    return str(Path(sysconfig.get_path("scripts", "venv", vars={"base": str(environment)})) / name)


def install(environment, *what):
    """Install without dependencies; what is borrowed is left alone."""
    alone = ["--no-deps", "--no-build-isolation", "--no-compile", "--ignore-installed", "--quiet"]
    pip = [*PIP, "--python", program(environment, "python"), "install", *alone]
    subprocess.run([*pip, *map(str, what)], check=True, cwd=environment)


def run_in(folder, *command):
    """Run a program in an empty folder and return its lines."""
    folder.mkdir()
    done = subprocess.run(command, capture_output=True, text=True, cwd=folder, timeout=600)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def probe(environment, folder):
    """Run commands of what is installed; return where it lies, its builders, and what is said."""
    found = run_in(folder, program(environment, "python"), "-I", "-c", PROBE, *COMMANDS)
    return Path(found[0]), Path(found[1]), "\n".join(found[2:])


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


def test_the_wheel_works_without_the_checkout(wheel, tmp_path):
    environment = environment_in(tmp_path / "environment")
    install(environment, wheel)
    package, builders, said = probe(environment, tmp_path / "probe")
    assert package.is_relative_to(environment)
    assert builders.is_relative_to(environment)
    assert all(name in said for name in list_tasks())
    assert "CORRECT" in said
    (line,) = run_in(tmp_path / "version", program(environment, "hf-mathseq"), "--version")
    assert line.split()[-1] == hf_mathseq.__version__


@pytest.mark.slow
@pytest.mark.network
@pytest.mark.parametrize("kind", ["sdist", "wheel"])
def test_a_bare_environment(kind, unpacked, wheel, tmp_path):
    """Everything comes of the index, also what builds a wheel of the source archive."""
    environment = tmp_path / "environment"
    venv.create(environment)
    pip = [*PIP, "--python", program(environment, "python"), "install", "--quiet"]
    what = wheel if kind == "wheel" else unpacked
    subprocess.run([*pip, "-c", ROOT / "constraints.txt", what], check=True, cwd=tmp_path)
    package, _, said = probe(environment, tmp_path / "probe")
    assert package.is_relative_to(environment)
    assert "CORRECT" in said


def test_editable(source, tmp_path):
    environment = environment_in(tmp_path / "environment")
    install(environment, "--editable", source)
    found = (
        "import hf_mathseq as a, hf_mathseq.dataset_builders as b; print(a.__file__, b.__file__)"
    )
    python = program(environment, "python")
    (line,) = run_in(tmp_path / "probe", python, "-I", "-c", found)
    package, builders = map(Path, line.split())
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
