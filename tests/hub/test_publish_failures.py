"""A server that fails, refuses, falls silent or loses its answer; and folders that are not fit."""

import multiprocessing
import os
import signal
import tempfile
import time

import pytest
from contract_hub import Fault
from depth import first_of
from huggingface_hub import HfApi

from hf_mathseq.cli import main
from hf_mathseq.hub import PublishError, publish
from hf_mathseq.hub.transfer import TRIES
from hf_mathseq.suggestions import UserError

SPACE = "hf-mathseq/demo"
STEPS = {
    "refs": ("GET", "/refs$"),
    "tree": ("GET", "/tree/"),
    "create": ("POST", "/api/repos/create"),
    "card": ("POST", "/api/validate-yaml"),
    "preupload": ("POST", "/preupload/"),
    "batch": ("POST", "/objects/batch"),
    "upload": ("PUT", "/upload/"),
    "verify": ("POST", "/verify/"),
    "commit": ("POST", "/commit/"),
    "tag": ("POST", "/tag/"),
}


def is_complete(server, folder, commits=2):
    """Whether everything arrived in one commit behind the first, empty one, and has its tag."""
    repository = server.hub.repositories["space", SPACE]
    files = repository.commits[repository.branches["main"]]
    return (
        repository.tags == {"v1": repository.branches["main"]}
        and len(repository.commits) == commits
        and files["assets/picture.png"].content == (folder / "assets" / "picture.png").read_bytes()
    )


@pytest.mark.parametrize("kind", first_of(["cut", 500, 503]))
@pytest.mark.parametrize("step", STEPS)
def test_one_failure_of_any_step_is_overcome(server, space_folder, step, kind):
    server.hub.faults.append(Fault(*STEPS[step], kind))
    publish(space_folder, SPACE, tag="v1", endpoint=server.url)
    assert not server.hub.faults[0].times
    assert is_complete(server, space_folder)


@pytest.mark.parametrize("step", first_of(["upload", "create", "commit", "tag"]))
def test_lost_answer_is_not_done_twice(server, space_folder, step):
    server.hub.faults.append(Fault(*STEPS[step], "cut", after=True))
    found = publish(space_folder, SPACE, tag="v1", endpoint=server.url)
    assert is_complete(server, space_folder)
    assert found.commit == server.hub.repositories["space", SPACE].branches["main"]


@pytest.mark.parametrize("step", first_of(["upload", "preupload", "commit", "tag"]))
def test_run_that_gave_up_is_completed_by_the_next(server, space_folder, step, capsys):
    server.hub.faults.append(Fault(*STEPS[step], 500, times=100))
    command = ["publish", str(space_folder), "--to", SPACE, "--endpoint", server.url, "--tag", "v1"]
    assert main(command) == 2
    error = capsys.readouterr().err.strip().splitlines()[-1]
    assert "failed several times (HTTP 500: as the test asked); run the same command" in error
    assert len(server.hub.asked(*STEPS["create"])) == 1
    server.hub.faults.clear()
    server.hub.requests.clear()
    assert main(command) == 0
    assert is_complete(server, space_folder)
    assert len(server.hub.asked("PUT", "upload")) == (step in ("preupload", "upload"))


def test_tries_are_bounded(server, space_folder):
    server.hub.faults.append(Fault(*STEPS["commit"], 500, times=100))
    with pytest.raises(PublishError):
        publish(space_folder, SPACE, endpoint=server.url)
    assert len(server.hub.asked(*STEPS["commit"])) == TRIES


def test_commit_of_somebody_else_between(server, space_folder):
    publish(space_folder, SPACE, endpoint=server.url)
    (space_folder / "packages.txt").write_text("ffmpeg\n")
    repository = server.hub.repositories["space", SPACE]
    files = repository.commits[repository.branches["main"]]
    server.hub.before_commit = lambda: repository.commit(
        {**files, "notes.txt": files["README.md"]}, "main", "by hand"
    )
    publish(space_folder, SPACE, endpoint=server.url)
    assert {"packages.txt", "notes.txt"} <= set(repository.commits[repository.branches["main"]])


def test_a_folder_that_changes_meanwhile_gets_no_tag(server, space_folder):
    server.hub.before_commit = lambda: (space_folder / "app.py").write_text("print('other')\n")
    with pytest.raises(UserError, match=r"app\.py changed while it was published"):
        publish(space_folder, SPACE, tag="v1", endpoint=server.url)
    repository = server.hub.repositories["space", SPACE]
    assert not repository.tags
    publish(space_folder, SPACE, tag="v1", endpoint=server.url)
    assert is_complete(server, space_folder, commits=3)


def between(server, monkeypatch, done):
    """Let somebody do something before each request for a tag."""
    tagging = HfApi.create_tag

    def late(*arguments, **settings):
        done(server.hub.repositories["space", SPACE])
        return tagging(*arguments, **settings)

    monkeypatch.setattr(HfApi, "create_tag", late)


def test_a_tag_names_what_was_sent_and_nothing_later(server, space_folder, monkeypatch):
    between(server, monkeypatch, lambda repository: repository.commit({}, "main", "by another"))
    found = publish(space_folder, SPACE, tag="v1", endpoint=server.url)
    repository = server.hub.repositories["space", SPACE]
    assert repository.tags == {"v1": found.commit}
    assert repository.branches["main"] != found.commit


def test_a_tag_that_somebody_else_makes_is_not_taken_for_ours(server, space_folder, monkeypatch):
    def tag(repository):
        repository.tags["v1"] = repository.commit({}, "next", "by another")

    between(server, monkeypatch, tag)
    with pytest.raises(UserError, match="already has a tag v1 with other content"):
        publish(space_folder, SPACE, tag="v1", endpoint=server.url)


@pytest.mark.parametrize("step", ["refs", "commit", "upload"])
def test_silent_server(server, space_folder, step):
    server.hub.faults.append(Fault(*STEPS[step], "silent"))
    started = time.monotonic()
    publish(space_folder, SPACE, tag="v1", endpoint=server.url, timeout=0.5)
    assert time.monotonic() - started < 20
    assert is_complete(server, space_folder)


def test_server_that_stays_silent(server, space_folder):
    server.hub.faults.append(Fault("GET", ".", "silent", times=100))
    with pytest.raises(PublishError, match=r"does not answer \(.*\); run the same command again"):
        publish(space_folder, SPACE, endpoint=server.url, timeout=0.2)


def test_no_server(server, space_folder):
    server.__exit__()
    with pytest.raises(PublishError, match="does not answer"):
        publish(space_folder, SPACE, endpoint=server.url)
    found = publish(space_folder, SPACE, dry_run=True, endpoint=server.url)
    assert "does not answer" in found.unreachable
    assert {file.change for file in found.files} == {"new"}


def line_of(capsys, *command):
    assert main(["publish", *map(str, command)]) == 2
    (line,) = capsys.readouterr().err.strip().splitlines()
    return line


@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_what_a_killed_run_staged_is_removed_by_the_next(
    server, model_folder, tmp_path, monkeypatch
):
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    arguments = {"tag": "v1", "endpoint": server.url}
    run = multiprocessing.get_context("fork").Process(
        target=publish, args=(model_folder, SPACE), kwargs=arguments
    )
    server.hub.before_commit = run.kill
    run.start()
    run.join()
    assert run.exitcode == -signal.SIGKILL
    assert list(temporary.glob("*/README.md"))
    publish(model_folder, SPACE, **arguments)
    assert not list(temporary.iterdir())
    assert list(server.hub.repositories["model", SPACE].tags) == ["v1"]


def test_without_a_token(server, space_folder, monkeypatch, capsys):
    monkeypatch.delenv("HF_TOKEN")
    line = line_of(capsys, space_folder, "--to", SPACE, "--endpoint", server.url)
    assert "no token for 127.0.0.1" in line
    assert "run 'hf auth login' or set HF_TOKEN" in line


def test_token_that_is_not_accepted(server, space_folder, monkeypatch, capsys):
    monkeypatch.setenv("HF_TOKEN", "hf_unknown")
    line = line_of(capsys, space_folder, "--to", SPACE, "--endpoint", server.url)
    assert "does not accept the token" in line


def test_token_that_is_given(server, space_folder, monkeypatch):
    monkeypatch.delenv("HF_TOKEN")
    with pytest.raises(PublishError, match="does not accept the token"):
        publish(space_folder, SPACE, token="hf_unknown", endpoint=server.url)  # noqa: S106
    publish(space_folder, SPACE, tag="v1", token="hf_writer", endpoint=server.url)  # noqa: S106
    assert is_complete(server, space_folder)


def test_token_that_may_only_read(server, space_folder, monkeypatch, capsys):
    monkeypatch.setenv("HF_TOKEN", "hf_reader")
    line = line_of(capsys, space_folder, "--to", SPACE, "--endpoint", server.url)
    assert "may not write to 'hf-mathseq' on 127.0.0.1" in line
    assert len(server.hub.asked("POST", "create")) == 1


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("hf_mathseq/ode", "no namespace 'hf_mathseq': .* did you mean 'hf-mathseq'?"),
        ("ode", "NAMESPACE/NAME"),
        ("a/b/c", "NAMESPACE/NAME"),
        ("a/b--c", "Cannot have -- or"),
        ("hf-mathseq/ode.git", "cannot end by"),
        ("123/ode", "no namespace '123'"),
    ],
)
def test_names(space_folder, name, said):
    with pytest.raises(UserError, match=said):
        publish(space_folder, name, dry_run=True, endpoint="https://huggingface.co")


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("tag", "v 1", "a tag is letters"),
        ("revision", "a..b", "a branch is letters"),
        ("endpoint", "huggingface.co", "an endpoint is a URL"),
        ("kind", "datset", "did you mean 'dataset'"),
        ("timeout", 0.0, "a time-out is a positive number"),
    ],
)
def test_options(space_folder, option, value, said):
    with pytest.raises(UserError, match=said):
        publish(space_folder, SPACE, dry_run=True, **{option: value})
