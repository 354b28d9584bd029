"""Publishing on the Hub, checked, by allow-list and once; and published data back from there."""

from hf_mathseq.hub.errors import PublishError
from hf_mathseq.hub.prepared import PreparedData, prepare_published
from hf_mathseq.hub.publication import FileChange, Publication, publish
from hf_mathseq.hub.releases import generate_release

__all__ = [
    "FileChange",
    "PreparedData",
    "Publication",
    "PublishError",
    "generate_release",
    "prepare_published",
    "publish",
]
