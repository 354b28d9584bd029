"""Files that the fuzzer writes for readers that want a path."""

import tempfile
from functools import cache
from pathlib import Path

from fuzz_watch import unwatched

from hf_mathseq.suggestions import UserError

FILE_ERRORS = (UserError, OSError)
YAML_WORDS = (
    "task:", "options:", "data:", "training:", "model:", "like:", "seed:", "&a ", "*a", "<<: ",
    "!!python/object/apply:os.system ", "!!binary ", "- ", ": ", "{", "}", "[", "]", "|", ">", "? ",
    "\n", "  ", "---\n", "...\n", "null", "true", "0x7f", "1e999", "2001-01-01", "%YAML 9.9\n", "#",
)  # fmt: skip
PICKLE_WORDS = (
    b"cos\nsystem\n", b"\x8c\x02os\x8c\x06system\x93", b"R", b"b", b"(", b")", b"]", b"}", b"\x85",
    b"u", b"s", b".", b"\x80\x05", b"q\x00", b"h\x00", b"\x94", b"i", b"o", b"\x8a\xff", b"\x8b",
    b"I99999999999999999999\n", b"Vx\n", b"Snot quoted\n", b"\x95\xff\xff\xff\xff\xff\xff\xff\x7f",
)  # fmt: skip


@cache
def _temporary():
    return tempfile.TemporaryDirectory(prefix="hf_mathseq-fuzz-")


def own_folder():
    """Return the folder that the files lie in; it goes with the process that made it."""
    return Path(_temporary().name)


def written(name, content):
    """Write a file of the fuzzer's own, as the reader wants a path."""
    path = own_folder() / name
    with unwatched():
        path.parent.mkdir(parents=True, exist_ok=True)
        content = content.encode(errors="surrogatepass") if isinstance(content, str) else content
        path.write_bytes(content)
    return path
