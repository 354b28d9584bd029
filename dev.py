#!/usr/bin/env python3
"""Set up and run, with the standard library alone: `python3 dev.py quickstart | test | ...`.

`quickstart` makes a virtual environment, generates data, trains a small model, evaluates it and
answers a problem. `test` makes the same environment and runs the linters, the type checker and the
tests; `setup` only makes it. `oldest` makes a small environment with the oldest packages that are
allowed, without torch, and finds out whether the same data come of them; `data` does so with the
newest, for other versions of Python: `python3.13 dev.py data`. All reuse an environment that is
there.
"""

import argparse
import hashlib
import os
import shlex
import subprocess
import sys
import time
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
NEWEST, OLDEST = "constraints.txt", "constraints-oldest.txt"
SCRIPTS = "Scripts" if os.name == "nt" else "bin"

QUICKSTART = (
    "hf-mathseq generate linear_algebra/transpose --set dimension=3 --num-examples 20000"
    " --output runs/quickstart/data",
    "hf-mathseq train quickstart --output runs/quickstart/model",
    "hf-mathseq evaluate runs/quickstart/model --num-examples 1000",
    "hf-mathseq solve runs/quickstart/model '[[1, 2.5, -3], [4, 0.5, 6], [7, -8, 9]]'",
    "hf-mathseq solve model_cards/integration-mixed-longer-laptop '2*x*cos(x^2)'",
)
WITHOUT_TORCH = [
    line.partition("==")[0] for line in (ROOT / OLDEST).read_text().splitlines() if "==" in line
]
TESTING = "--no-compile setuptools>=77 wheel pytest pytest-xdist hypothesis"
ALONE = "--no-deps --no-build-isolation --editable ."
# Folder -> the versions, and what is installed, one after the other.
ENVIRONMENTS = {
    ".venv": (NEWEST, ("setuptools wheel", "--editable .[dev]")),
    ".venv-oldest": (OLDEST, (f"{TESTING} -r {OLDEST}", ALONE)),
    ".venv-data": (NEWEST, (f"{TESTING} {' '.join(WITHOUT_TORCH)}", ALONE)),
}
TEST = (
    "ruff check .",
    "ruff format --check .",
    "mypy",
    "python -m pytest -q -m 'not slow and not gpu and not network' -n 2 --dist loadfile"
    " --durations=25",
)
# The data of `fwd_sympy` depend on SymPy's version, as its page says; `ode2` is slow, and draws as
# `ode1` does.
DATA_TEST = (
    "python -m pytest -q -n 2 -k 'not fwd_sympy and not ode2'"
    " tests/conformance/test_tasks.py::test_first_examples_are_those_of_the_version"
    " tests/conformance/test_oldest_versions.py tests/test_duplicates.py tests/test_splits.py"
    " tests/test_randomness.py tests/data_layer/test_builder.py",
)
JOBS = {
    "setup": (".venv", ()),
    "quickstart": (".venv", QUICKSTART),
    "test": (".venv", TEST),
    "oldest": (".venv-oldest", DATA_TEST),
    "data": (".venv-data", DATA_TEST),
}


def main() -> int:
    """Run one of the jobs and return its exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("job", choices=tuple(JOBS))
    parser.add_argument(
        "--venv",
        type=Path,
        help="folder of the virtual environment (default: .venv, .venv-oldest or .venv-data)",
    )
    arguments = parser.parse_args()
    environment, commands = JOBS[arguments.job]
    usual = os.environ.get("MATHSEQ_VENV") if environment == ".venv" else None
    folder = Path(arguments.venv or usual or ROOT / environment).resolve()
    return run_all(commands, set_up(folder, *ENVIRONMENTS[environment]))


def set_up(folder: Path, versions: str, installs: tuple[str, ...]) -> Path:
    """Make or refresh an environment with the versions of a file; return its programs' folder."""
    scripts = folder / SCRIPTS
    stamp = folder / "hf_mathseq.stamp"
    content = b"".join((ROOT / name).read_bytes() for name in ("pyproject.toml", versions))
    content += f"{ROOT} {sys.version}".encode()
    digest = hashlib.sha256(content).hexdigest()
    if stamp.exists() and stamp.read_text() == digest:
        return scripts
    print(f"setting up {folder} (once; a few minutes)", flush=True)
    venv.create(folder, with_pip=True)
    pip = [str(scripts / "python"), "-m", "pip", "install", "--quiet", "-c", versions]
    for packages in installs:
        subprocess.run([*pip, *packages.split()], cwd=ROOT, check=True)
    stamp.write_text(digest)
    return scripts


def run_all(commands: tuple[str, ...], scripts: Path) -> int:
    """Run the commands in order until one fails."""
    path = f"{scripts}{os.pathsep}{os.environ.get('PATH', '')}"
    environment = {**os.environ, "PATH": path, "VIRTUAL_ENV": str(scripts.parent)}
    # Tests start many processes; without stored bytecode each compiles the whole package again.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    for command in commands:
        print(f"\n$ {command}", flush=True)
        start = time.monotonic()
        program, *rest = shlex.split(command)
        code = subprocess.run([str(scripts / program), *rest], cwd=ROOT, env=environment).returncode
        if code:
            print(f"failed with exit code {code}: {command}", file=sys.stderr)
            return code
        print(f"({time.monotonic() - start:.0f} s)", flush=True)
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except subprocess.CalledProcessError as failed:
        sys.exit(f"dev.py: failed: {shlex.join(failed.cmd)}")
    except KeyboardInterrupt:
        sys.exit(130)
