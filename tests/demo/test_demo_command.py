import shlex
import sys

import pytest

from hf_mathseq.cli import main


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["nowhere"], "no model in nowhere"),
        (["integration/bwd"], "is a task, not a model"),
        (["{model}", "--port", "70000"], "--port"),
    ],
)
def test_bad_arguments_are_one_line(capsys, model_folders, arguments, line):
    model = str(model_folders["matrices"])
    try:
        code = main(["demo", *(each.replace("{model}", model) for each in arguments)])
    except SystemExit as left:  # argparse ends the program itself
        code = left.code
    printed = capsys.readouterr()
    assert code == 2
    assert line in printed.err
    assert printed.err.count("\n") == 1
    assert printed.out == ""


def test_a_space_is_published_by_the_line_that_is_printed(capsys, model_folders, tmp_path):
    space = tmp_path / "my space"
    assert main(["demo", "--space", str(space), str(model_folders["matrices"])]) == 0
    line = capsys.readouterr().out.splitlines()[-1]
    program, *arguments = shlex.split(line.replace("NAMESPACE/NAME", "me/demo"))
    assert program == "hf-mathseq"
    assert main([*arguments, "--dry-run", "--endpoint", "http://127.0.0.1:9"]) == 0
    assert "models/matrices/model.safetensors" in capsys.readouterr().out


def test_without_gradio_the_extra_is_named(capsys, model_folders, monkeypatch):
    monkeypatch.setitem(sys.modules, "gradio", None)
    assert main(["demo", str(model_folders["matrices"])]) == 2
    assert "pip install 'hf-mathseq[demo]'" in capsys.readouterr().err
