import json
import os
import signal
import subprocess
import sys
import time

import pytest
from process_times import used_by_children

import hf_mathseq
from hf_mathseq.cli import COMMANDS, build_parser, main

RUN = [sys.executable, "-m", "hf_mathseq"]


def fails_with(capsys, *arguments):
    """Return the one line that a bad call prints; exit code 2 is asserted."""
    try:
        code = main(arguments)
    except SystemExit as leaving:
        code = leaving.code
    error = capsys.readouterr().err
    assert code == 2, error
    assert error.count("\n") == 1, error
    return error


@pytest.mark.parametrize("command", [(), *((name,) for name in COMMANDS)])
def test_help_is_fast(command):
    """With torch it would take several seconds, also on fast processors."""
    for _ in range(3):
        before = used_by_children()
        done = subprocess.run([*RUN, *command, "--help"], capture_output=True, text=True)
        seconds = used_by_children() - before
        assert done.returncode == 0
        assert "usage" in done.stdout
        if seconds < 1.0:
            return
    pytest.fail(f"help took {seconds:.2f} s")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_argument_is_explained(command):
    (commands,) = (a for a in build_parser((command,))._actions if a.dest == "command")
    unexplained = [a.dest for a in commands.choices[command]._actions if not a.help]
    assert not unexplained


def test_version(capsys):
    with pytest.raises(SystemExit) as leaving:
        main(["--version"])
    assert not leaving.value.code
    assert capsys.readouterr().out == f"hf-mathseq {hf_mathseq.__version__}\n"


def test_list(capsys):
    assert main(["list", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert {"integration/bwd", "linear_algebra/transpose"} <= {row["task"] for row in rows}
    assert main(["list"]) == 0
    assert "arXiv 1912.01412" in capsys.readouterr().out


@pytest.mark.parametrize("what", [(), ("--recipes",), ("--suites",)])
def test_listed_names_can_be_copied(capsys, what):
    main(["list", *what, "--json"])
    names = [next(iter(row.values())) for row in json.loads(capsys.readouterr().out)]
    main(["list", *what])
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == names


def test_list_recipes(capsys):
    assert main(["list", "--recipes", "--json"]) == 0
    recipes = {row["recipe"] for row in json.loads(capsys.readouterr().out)}
    assert {"linear_algebra/transpose-laptop", "integration/bwd-laptop"} <= recipes


def test_inspect(capsys):
    arguments = ["inspect", "linear_algebra/eigenvalues", "--set", "dimension=2", "--sample", "50"]
    assert main([*arguments, "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["options"]["dimension"] == 2
    assert [example["verdict"] for example in report["examples"]] == ["CORRECT"] * 3
    assert report["lengths"]["input"]["p0"] <= report["lengths"]["input"]["p100"]
    assert main(arguments) == 0
    assert "percentiles" in capsys.readouterr().out


def test_env(capsys):
    assert main(["env", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["torch"] != "not installed"


def test_generate_then_resume(tmp_path, capsys):
    arguments = ["generate", "linear_algebra/transpose", "--set", "dimension=2"]
    arguments += ["--num-examples", "500", "--output", str(tmp_path / "data"), "--json"]
    assert main(arguments) == 0
    first = json.loads(capsys.readouterr().out)
    assert first["rows"] == 500
    assert main(arguments) == 0
    assert json.loads(capsys.readouterr().out)["shards"] == first["shards"]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["lst"], "did you mean 'list'"),
        ([], "required"),
        (["inspect", "integration/bwdd"], "did you mean 'integration/bwd'"),
        (["inspect", "integration/bwd", "--set", "max_opps=3"], "did you mean 'max_ops'"),
        (["inspect", "integration/bwd", "--set", "max_ops"], "KEY=VALUE"),
        (["inspect", "integration/bwd", "--split", "tst"], "did you mean 'test'"),
        (["inspect", "integration/bwd", "--sample", "0"], "positive integer, not 0"),
        (["inspect", "integration/bwd", "--sample", "1e6"], "positive integer, not 1e6"),
        (["inspect", "integration/bwd", "--num_examples", "3"], "did you mean '--num-examples'?"),
        (["inspect", "integration/bwd", "--max_ops=3"], "as --set max_ops=3"),
        (["inspect", "integration/bwd", "ode/ode1"], "unknown argument 'ode/ode1'"),
        (
            ["inspect", "linear_algebra/eigenvalues", "--set", "input_encoding=P100"],
            "did you mean",
        ),
        (["generate", "linear_algebra/transpose", "--output", "/proc/nowhere/x"], "/proc"),
        (["prepare", "integration/backward"], "unknown"),
        (["prepare", "linear_algebra"], "unknown task 'linear_algebra'"),
        (
            ["generate", "linear_algebra/add", "--output", "nowhere://a/b"],
            "no files can be reached",
        ),
        (["train", "quickstart", "--set", "like=quickstart"], "name the recipe itself"),
        (["solve", "model_cards/no-such-model", "x"], "neither a folder nor a Hub id"),
        (["train", "integration/bwd-lap"], "did you mean"),
        (["evaluate", "no/such/model"], "no/such/model"),
        (["solve", "no/such/model", "x"], "no/such/model"),
    ],
)
def test_bad_input_is_one_line_and_exit_code_2(capsys, arguments, expected, monkeypatch):
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    assert expected in fails_with(capsys, *arguments)


def test_a_closed_pipe_is_no_error():
    line = f"{sys.executable} -m hf_mathseq list | head -n 1"
    done = subprocess.run(["bash", "-c", line], capture_output=True, text=True)
    assert done.stdout
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_ctrl_c_is_130_and_keeps_what_is_finished(tmp_path):
    arguments = ["generate", "linear_algebra/transpose", "--num-examples", "20000000"]
    running = subprocess.Popen(
        [*RUN, *arguments, "--output", str(tmp_path / "data")], stderr=subprocess.PIPE, text=True
    )
    deadline = time.monotonic() + 600
    while not list(tmp_path.rglob("*.parquet")) and time.monotonic() < deadline:
        time.sleep(0.1)
    running.send_signal(signal.SIGINT)
    error = running.communicate(timeout=600)[1]
    assert running.returncode == 130
    assert "interrupted" in error
    assert "Traceback" not in error
    assert list(tmp_path.rglob("*.parquet"))
