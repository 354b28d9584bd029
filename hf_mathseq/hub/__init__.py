"""Publishing on the Hub: staged, checked, sent by allow-list, and sent once."""

from hf_mathseq.hub.errors import PublishError
from hf_mathseq.hub.publication import FileChange, Publication, publish
from hf_mathseq.hub.releases import generate_release

__all__ = ["FileChange", "Publication", "PublishError", "generate_release", "publish"]
