"""What a small Hub keeps in memory: repositories, large files, faults to come, and its routes."""

import hashlib
import json
import re
import threading
from dataclasses import dataclass, field
from urllib.parse import unquote

LARGE = (".safetensors", ".parquet", ".png")
TOKENS = {"hf_writer": ("hf-mathseq", "hf_mathseq"), "hf_reader": ()}


def git_name(content):
    return hashlib.sha1(content, usedforsecurity=False).hexdigest()


@dataclass
class Fault:
    """A failure of the requests that match: a status, "cut" (no answer) or "silent" (no end).

    `times` is how often; `after` says that the request is carried out first, and its answer lost.
    """

    method: str
    path: str
    kind: object
    times: int = 1
    after: bool = False


@dataclass
class Blob:
    content: bytes
    large: bool

    @property
    def oid(self):
        content = self.content
        if self.large:
            sha256 = hashlib.sha256(content).hexdigest()
            content = b"version 1\noid sha256:%s\nsize %d\n" % (sha256.encode(), len(content))
        return git_name(b"blob %d\0" % len(content) + content)

    @property
    def sha256(self):
        return hashlib.sha256(self.content).hexdigest()

    def entry(self, path):
        found = {"type": "file", "path": path, "size": len(self.content), "oid": self.oid}
        if self.large:
            found["lfs"] = {"oid": self.sha256, "size": len(self.content), "pointerSize": 134}
        return found


@dataclass
class Repository:
    private: bool
    commits: dict = field(default_factory=dict)
    messages: list = field(default_factory=list)
    branches: dict = field(default_factory=dict)
    tags: dict = field(default_factory=dict)

    def commit(self, files, branch, message):
        text = json.dumps([len(self.commits), sorted((p, b.oid) for p, b in files.items())])
        oid = git_name(text.encode())
        self.commits[oid] = files
        self.branches[branch] = oid
        self.messages.append(message)
        return oid

    def resolve(self, revision):
        revision = unquote(revision)
        found = self.branches.get(revision) or self.tags.get(revision) or revision
        return found if found in self.commits else None


class Hub:
    """Repositories, large files, faults to come, and what was asked."""

    def __init__(self):
        self.repositories = {}
        self.large_files = {}
        self.faults = []
        self.requests = []
        self.before_commit = None
        self.released = threading.Event()
        self.lock = threading.RLock()

    def asked(self, method, pattern):
        return [path for m, path in self.requests if m == method and re.search(pattern, path)]

    def fault_of(self, method, path):
        with self.lock:
            for fault in self.faults:
                if fault.times and fault.method == method and re.search(fault.path, path):
                    fault.times -= 1
                    return fault
        return None


class RequestError(Exception):
    def __init__(self, status, code="", message=""):
        super().__init__(message)
        self.status, self.code, self.message = status, code, message


ROUTES = []


def route(method, pattern):
    def register(function):
        ROUTES.append((method, re.compile(pattern + "$"), function))
        return function

    return register


REPOSITORY = r"/api/(?P<kind>model|dataset|space)s/(?P<name>[^/]+/[^/]+)"
PREFIXES = {"datasets/": "dataset", "spaces/": "space", "": "model"}
