"""Publishing a folder: what arrives, what is left out, and what a second time does."""

import json
from pathlib import Path

import pytest

from hf_mathseq.cli import main
from hf_mathseq.demo.space import write_space
from hf_mathseq.hub import publish
from hf_mathseq.suggestions import UserError

MODEL, DATA = "hf-mathseq/nothing", "hf-mathseq/linear-algebra"


def files_of(server, kind, name, revision="main"):
    repository = server.hub.repositories[kind, name]
    found = repository.commits[repository.resolve(revision)]
    return {path: blob.content for path, blob in found.items() if path != ".gitattributes"}


def changes_of(found):
    return {file.name: file.change for file in found.files}


def test_model_arrives_without_pickles(server, model_folder):
    found = publish(model_folder, MODEL, tag="v1.0.0", endpoint=server.url)
    arrived = files_of(server, "model", MODEL)
    assert arrived == {name: (model_folder / name).read_bytes() for name in arrived}
    assert set(arrived) == {
        "README.md",
        "config.json",
        "generation_config.json",
        "model.safetensors",
        "results/training.json",
        "tokenizer.json",
        "tokenizer_config.json",
    }
    assert found.left_out == ("checkpoint-1/", "training_args.bin")
    assert found.url == f"{server.url}/{MODEL}"
    repository = server.hub.repositories["model", MODEL]
    assert repository.tags == {"v1.0.0": found.commit} == {"v1.0.0": repository.branches["main"]}


def test_card_of_a_released_model_names_the_repository(server):
    folder = Path(__file__).parents[2] / "model_cards" / "linear_algebra-transpose-5x5-laptop"
    publish(folder, MODEL, endpoint=server.url)
    card = files_of(server, "model", MODEL)["README.md"].decode()
    assert f'hf_mathseq.load_solver("{MODEL}")' in card
    assert "path-of-this-folder" not in card


def test_data_arrive_with_a_card(server, data_folder):
    publish(data_folder, DATA, endpoint=server.url)
    arrived = files_of(server, "dataset", DATA)
    assert f'load_dataset("{DATA}", "transpose")' in arrived["README.md"].decode()
    shards = sorted(name for name in arrived if name.endswith(".parquet"))
    assert shards == sorted(
        path.relative_to(data_folder).as_posix() for path in data_folder.glob("*/*.parquet")
    )
    assert all(arrived[name] == (data_folder / name).read_bytes() for name in shards)
    assert not (data_folder / "README.md").exists()
    assert not any(".mathseq" in name for name in arrived)


@pytest.mark.parametrize("kind", ["model", "dataset"])
def test_same_content_makes_no_second_commit(server, kind, model_folder, data_folder):
    path, name = (model_folder, MODEL) if kind == "model" else (data_folder, DATA)
    publish(path, name, tag="v1", endpoint=server.url)
    commits = len(server.hub.repositories[kind, name].commits)
    server.hub.requests.clear()
    again = publish(path, name, tag="v1", endpoint=server.url)
    assert again.commit is None
    assert set(changes_of(again).values()) == {"unchanged"}
    assert len(server.hub.repositories[kind, name].commits) == commits
    assert not [request for request in server.hub.requests if request[0] != "GET"]


def test_only_changed_files_are_sent(server, model_folder):
    publish(model_folder, MODEL, endpoint=server.url)
    (model_folder / "results" / "training.json").write_text(json.dumps({"steps": 2}))
    server.hub.requests.clear()
    found = publish(model_folder, MODEL, endpoint=server.url)
    changed = [name for name, change in changes_of(found).items() if change != "unchanged"]
    assert changed == ["results/training.json"]
    assert not server.hub.asked("PUT", "upload")
    assert files_of(server, "model", MODEL)["results/training.json"] == b'{"steps": 2}'


def test_tag_with_other_content_is_refused(server, model_folder):
    publish(model_folder, MODEL, tag="v1", endpoint=server.url)
    (model_folder / "recipe.yaml").write_text("steps: 2\n")
    with pytest.raises(UserError, match="already has a tag v1 with other content"):
        publish(model_folder, MODEL, tag="v1", endpoint=server.url)
    assert "recipe.yaml" not in files_of(server, "model", MODEL)
    publish(model_folder, MODEL, tag="v2", endpoint=server.url)
    assert "recipe.yaml" not in files_of(server, "model", MODEL, "v1")
    assert "recipe.yaml" in files_of(server, "model", MODEL, "v2")


def test_stale_files_go_only_when_asked(server, model_folder):
    (model_folder / "recipe.yaml").write_text("steps: 2\n")
    publish(model_folder, MODEL, endpoint=server.url)
    (model_folder / "recipe.yaml").unlink()
    with pytest.raises(
        UserError, match=r"1 files that the folder has not \(recipe.yaml\): --prune"
    ):
        publish(model_folder, MODEL, endpoint=server.url)
    found = publish(model_folder, MODEL, prune=True, endpoint=server.url)
    assert changes_of(found)["recipe.yaml"] == "removed"
    assert "recipe.yaml" not in files_of(server, "model", MODEL)


def test_files_of_others_stay(server, model_folder):
    publish(model_folder, MODEL, endpoint=server.url)
    repository = server.hub.repositories["model", MODEL]
    files = repository.commits[repository.branches["main"]]
    repository.commit({**files, "notes.txt": files["README.md"]}, "main", "by hand")
    assert publish(model_folder, MODEL, prune=True, endpoint=server.url).commit is None
    assert "notes.txt" in files_of(server, "model", MODEL)


def test_branch_is_made(server, model_folder):
    publish(model_folder, MODEL, endpoint=server.url)
    (model_folder / "recipe.yaml").write_text("steps: 2\n")
    publish(model_folder, MODEL, revision="next", endpoint=server.url)
    assert "recipe.yaml" in files_of(server, "model", MODEL, "next")
    assert "recipe.yaml" not in files_of(server, "model", MODEL)


def test_private(server, model_folder):
    publish(model_folder, MODEL, private=True, endpoint=server.url)
    assert server.hub.repositories["model", MODEL].private


def test_space(server, space_folder):
    (space_folder / "secret.env").write_text("x")
    found = publish(space_folder, "hf-mathseq/demo", endpoint=server.url)
    assert found.kind == "space"
    assert found.left_out == ("secret.env",)
    assert "app.py" in files_of(server, "space", "hf-mathseq/demo")


def test_space_that_the_demo_wrote(server, model_folder, tmp_path):
    write_space(tmp_path / "demo", [str(model_folder)])
    found = publish(tmp_path / "demo", "hf-mathseq/demo", endpoint=server.url)
    assert found.left_out == ()
    arrived = files_of(server, "space", "hf-mathseq/demo")
    assert {"app.py", "requirements.txt", "models/model/model.safetensors"} <= set(arrived)


def test_dry_run_sends_nothing_and_needs_no_token(server, model_folder, monkeypatch, capsys):
    monkeypatch.delenv("HF_TOKEN")
    command = ["publish", str(model_folder), "--to", MODEL, "--endpoint", server.url, "--json"]
    assert main([*command, "--dry-run", "--tag", "v1"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert {file["change"] for file in found["files"]} == {"new"}
    assert found["unreachable"] is None
    assert {method for method, _ in server.hub.requests} == {"GET"}
    assert not server.hub.repositories


def test_dry_run_tells_changes(server, model_folder):
    publish(model_folder, MODEL, endpoint=server.url)
    (model_folder / "results" / "training.json").write_text(json.dumps({"steps": 2}))
    (model_folder / "recipe.yaml").write_text("steps: 2\n")
    found = changes_of(publish(model_folder, MODEL, dry_run=True, endpoint=server.url))
    assert found.pop("results/training.json") == "changed"
    assert found.pop("recipe.yaml") == "new"
    assert set(found.values()) == {"unchanged"}


def test_command_says_what_it_did(server, data_folder, capsys):
    command = ["publish", str(data_folder), "--to", DATA, "--endpoint", server.url, "--tag", "v1"]
    assert main(command) == 0
    assert f"tag v1 to {server.url}/datasets/{DATA} (commit " in capsys.readouterr().out
    assert main(command) == 0
    out = capsys.readouterr().out
    assert f"nothing to send, tag v1: {server.url}/datasets/{DATA} is up to date" in out
