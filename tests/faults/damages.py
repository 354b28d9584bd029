"""Ways in which a file can be found."""

import random

FLIPS = 30
OTHER_JSON = ("{}", "[]", "null", "3", '"text"', '{"rows": null}', '{"rows": "x", "shards": 4}')


def damages(content, name, flips=FLIPS):
    """Yield what may stand in a file in place of its content; None for no file."""
    rng = random.Random(name)
    yield None
    yield b""
    yield content[: len(content) // 2]
    yield content[:-1]
    yield content + b"\0"
    yield rng.randbytes(200)
    for _ in range(flips):
        yield flipped(content, rng)
    if name.endswith(".json"):
        yield from (text.encode() for text in OTHER_JSON)


def flipped(content, rng):
    """Return the content with one bit changed."""
    place = rng.randrange(len(content))
    return content[:place] + bytes([content[place] ^ 1 << rng.randrange(8)]) + content[place + 1 :]


def put(path, content):
    """Let a file have a content, or not be there."""
    path.unlink(missing_ok=True)
    if content is not None:
        path.write_bytes(content)


def files_of(folder):
    """Return the names of all files below a folder but locks."""
    names = [path.relative_to(folder) for path in folder.rglob("*") if path.suffix != ".lock"]
    return sorted(str(name) for name in names if (folder / name).is_file())
