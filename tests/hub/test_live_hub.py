"""The real Hub, if somebody asks for it: HF_TOKEN, and MATHSEQ_LIVE_NAMESPACE that it may write to.

The repository is private and removed at the end.
"""

import os
import uuid

import pytest
from huggingface_hub import HfApi, constants

from hf_mathseq.hub import publish

NAMESPACE = os.environ.get("MATHSEQ_LIVE_NAMESPACE")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.network,
    pytest.mark.skipif(
        not (NAMESPACE and os.environ.get("HF_TOKEN")),
        reason="set HF_TOKEN and MATHSEQ_LIVE_NAMESPACE to publish on huggingface.co",
    ),
]


@pytest.fixture
def repository(monkeypatch):
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", False)
    name = f"{NAMESPACE}/mathseq-test-{uuid.uuid4().hex[:8]}"
    yield name
    HfApi().delete_repo(name, repo_type="dataset", missing_ok=True)


def test_twice(repository, data_folder):
    first = publish(data_folder, repository, tag="v1.0.0", private=True)
    assert first.commit
    again = publish(data_folder, repository, tag="v1.0.0")
    assert again.commit is None
    assert {file.change for file in again.files} == {"unchanged"}
