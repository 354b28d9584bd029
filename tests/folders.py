"""What folders of generated files hold."""

import hashlib


def digests(folder):
    """Return the digest of each file of a folder, by name."""
    files = sorted(path for path in folder.iterdir() if path.is_file())
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
