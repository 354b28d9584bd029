"""What was published loads with the unmodified libraries, where hf_mathseq cannot be imported."""

import json

import pytest
from loading import DATA, MODEL, check_loaded, run

from hf_mathseq.hub import publish


def test_models_and_data_load_without_us(server, model_folder, data_folder, tmp_path):
    publish(model_folder, MODEL, tag="v1.0.0", endpoint=server.url)
    publish(data_folder, DATA, tag="v1.0.0", endpoint=server.url)
    check_loaded(server.url, tmp_path, model_folder, data_folder)


COMMAND = "import sys; from hf_mathseq.cli import main; sys.exit(main(sys.argv[1:]))"


@pytest.mark.slow
def test_command_asks_the_endpoint_of_the_environment(server, space_folder, tmp_path, monkeypatch):
    monkeypatch.setenv("HF_TOKEN_PATH", str(tmp_path / "token"))
    (tmp_path / "token").write_text("hf_writer")
    arguments = ("publish", space_folder, "--to", "hf-mathseq/demo", "--json", "--tag", "v1")
    first = json.loads(run(COMMAND, *arguments, url=server.url, home=tmp_path))
    again = json.loads(run(COMMAND, *arguments, url=server.url, home=tmp_path))
    assert first["commit"] == server.hub.repositories["space", "hf-mathseq/demo"].branches["main"]
    assert again["commit"] is None
