"""A second opinion: olah, a server of other people, gives out what was published.

It serves git repositories of this machine over the Hub's reading interface.
"""

import shutil
import socket
import subprocess
import sys
import time
import urllib.request

import pytest
from loading import DATA, MODEL, check_loaded

from hf_mathseq.hub import publish

pytestmark = [pytest.mark.slow, pytest.mark.network]

OLAH = "olah==0.5.4"
SETTINGS = """
[basic]
host = "127.0.0.1"
port = {port}
mirror-netloc = "127.0.0.1:{port}"
mirror-lfs-netloc = "127.0.0.1:{port}"
repos-path = "{folder}/repositories"
mirrors-path = ["{folder}/mirrors"]

[accessibility]
offline = true
"""
# olah 0.5.4 answers 401 where a repository lacks a folder, and AutoTokenizer asks for this one.
ASKED_FOR = {"additional_chat_templates/.gitkeep": b""}
GIT = ["git", "-c", "user.name=hf_mathseq", "-c", "user.email=nobody@example.org"]


@pytest.fixture(scope="module")
def olah_program(tmp_path_factory):
    folder = tmp_path_factory.mktemp("olah")
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    subprocess.run([folder / "bin" / "pip", "install", "--quiet", OLAH], check=True)
    return folder / "bin" / "olah-cli"


@pytest.fixture
def olah(olah_program, tmp_path):
    """A running olah: its address and the folder of its git repositories."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = tmp_path / "olah.toml"
    settings.write_text(SETTINGS.format(port=port, folder=tmp_path))
    (tmp_path / "mirrors").mkdir()
    url = f"http://127.0.0.1:{port}"
    command = [olah_program, "-c", settings, "--log-path", tmp_path / "logs"]
    with subprocess.Popen(command, cwd=tmp_path) as process:
        try:
            wait_for(url)
            yield url, tmp_path / "mirrors"
        finally:
            process.terminate()


def wait_for(url, seconds=60):
    for _ in range(seconds * 4):
        try:
            urllib.request.urlopen(url, timeout=5).close()  # noqa: S310 (our own address)
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.25)
    raise TimeoutError(f"{url} does not answer")


def git_repository(folder, files):
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    for arguments in (["init", "-q", "-b", "main"], ["add", "-A"], ["commit", "-qm", "publish"]):
        subprocess.run([*GIT, *arguments], cwd=folder, check=True)
    subprocess.run([*GIT, "tag", "v1.0.0"], cwd=folder, check=True)


def published_files(server, kind, name):
    repository = server.hub.repositories[kind, name]
    files = repository.commits[repository.tags["v1.0.0"]]
    return {path: blob.content for path, blob in files.items() if path != ".gitattributes"}


@pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
def test_another_server_agrees(olah, request, model_folder, data_folder, tmp_path):
    url, mirrors = olah
    server = request.getfixturevalue("server")
    publish(model_folder, MODEL, tag="v1.0.0", endpoint=server.url)
    publish(data_folder, DATA, tag="v1.0.0", endpoint=server.url)
    model_files = published_files(server, "model", MODEL) | ASKED_FOR
    git_repository(mirrors / "models" / MODEL, model_files)
    git_repository(mirrors / "datasets" / DATA, published_files(server, "dataset", DATA))
    for folder, name in ((model_folder, MODEL), (data_folder, DATA)):
        found = publish(folder, name, tag="v1.0.0", endpoint=url, dry_run=True)
        assert found.unreachable is None
        assert {file.change for file in found.files} == {"unchanged"}
    check_loaded(url, tmp_path, model_folder, data_folder)
