"""A small Hub: the part of its HTTP contract that publishing and loading use, kept in memory.

It can be told to fail: see `Fault`. What it was asked is kept in `Hub.requests`.
"""

import base64
import hashlib
import json
import re
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

PAGE = 4  # entries of a page of the tree: few, so that the tests turn pages
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


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    @property
    def hub(self):
        return self.server.hub

    def log_message(self, *arguments):
        pass

    def _serve(self):
        self.body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.url = urlsplit(self.path)
        self.hub.requests.append((self.command, self.url.path))
        fault = self.hub.fault_of(self.command, self.url.path)
        if fault and not fault.after:
            return self._fail(fault)
        try:
            with self.hub.lock:
                answer = self._answer()
        except RequestError as failure:
            headers = {"X-Error-Code": failure.code} if failure.code else {}
            answer = (failure.status, {"error": failure.message}, headers)
        return self._fail(fault) if fault else self._send(*answer)

    def _fail(self, fault):
        if fault.kind == "cut":
            self.close_connection = True
            self.connection.close()
        elif fault.kind == "silent":
            self.hub.released.wait(30)
            self.close_connection = True
        else:
            self._send(fault.kind, {"error": "as the test asked"})

    def _answer(self):
        for method, pattern, function in ROUTES:
            found = pattern.match(self.url.path)
            if found and method == self.command:
                answer = function(self, **found.groupdict())
                return answer if isinstance(answer, tuple) else (200, answer)
        raise RequestError(404, message="no such route")

    def _send(self, status, content=b"", headers=None):
        if not isinstance(content, bytes):
            content = json.dumps(content).encode()
        headers = dict(headers or {})
        length = headers.pop("Content-Length", str(len(content)))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", length)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    # ------------------------------------------------------------------ who may do what

    def user(self):
        token = (self.headers.get("Authorization") or "").removeprefix("Bearer ")
        if token and token not in TOKENS:
            raise RequestError(401, message="Invalid credentials in Authorization header")
        return token or None

    def repository(self, kind, name, write=False):
        token = self.user()
        found = self.hub.repositories.get((kind, name))
        hidden = found is not None and found.private and token is None
        if found is None or hidden:
            raise RequestError(404 if token else 401, "RepoNotFound", "Repository not found")
        if write:
            self.demand_write(name)
        return found

    def demand_write(self, name):
        token = self.user()
        if token is None:
            raise RequestError(401, message="Invalid username or password.")
        if name.split("/")[0] not in TOKENS[token]:
            raise RequestError(403, message="You don't have the rights to do that")

    def commit_of(self, repository, revision):
        found = repository.resolve(revision)
        if found is None:
            raise RequestError(404, "RevisionNotFound", "Invalid rev id")
        return found

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def server_url(self):
        return self.server.url


for verb in ("GET", "HEAD", "POST", "PUT"):
    setattr(Handler, f"do_{verb}", Handler._serve)


# ---------------------------------------------------------------------- reading


@route("GET", REPOSITORY + r"(/revision/(?P<revision>[^/]+))?")
def information(self, kind, name, revision):
    repository = self.repository(kind, name)
    commit = self.commit_of(repository, revision or "main")
    siblings = [{"rfilename": path} for path in repository.commits[commit]]
    return {
        "id": name,
        "_id": "0",
        "sha": commit,
        "private": repository.private,
        "gated": False,
        "disabled": False,
        "tags": [],
        "downloads": 0,
        "likes": 0,
        "lastModified": "2026-11-21T00:00:00.000Z",
        "createdAt": "2026-11-21T00:00:00.000Z",
        "siblings": siblings,
    }


@route("GET", REPOSITORY + r"/refs")
def references(self, kind, name):
    repository = self.repository(kind, name)

    def listed(space, refs):
        return [
            {"name": n, "ref": f"refs/{space}/{n}", "targetCommit": oid} for n, oid in refs.items()
        ]

    branches = listed("heads", repository.branches)
    return {"branches": branches, "tags": listed("tags", repository.tags), "converts": []}


@route("GET", REPOSITORY + r"/tree/(?P<revision>[^/]+)(/(?P<folder>.+))?")
def tree(self, kind, name, revision, folder):
    repository = self.repository(kind, name)
    files = repository.commits[self.commit_of(repository, revision)]
    folder = f"{unquote(folder)}/" if folder else ""
    query = parse_qs(self.url.query)
    recursive = query.get("recursive", ["false"])[0].lower() == "true"
    entries = {}
    for path, blob in sorted(files.items()):
        if path.startswith(folder):
            parts = path[len(folder) :].split("/")
            for depth in range(1, len(parts) if recursive else 1 + (len(parts) > 1)):
                inner = folder + "/".join(parts[:depth])
                entries[inner] = {"type": "directory", "path": inner, "oid": "0" * 40, "size": 0}
            if recursive or len(parts) == 1:
                entries[path] = blob.entry(path)
    if folder and not entries:
        raise RequestError(404, "EntryNotFound", "no such folder")
    start = int(query.get("cursor", ["0"])[0])
    page = list(entries.values())[start : start + PAGE]
    headers = {}
    if start + PAGE < len(entries):
        address = f"{self.server_url}{self.url.path}?recursive={recursive}&cursor={start + PAGE}"
        headers["Link"] = f'<{address}>; rel="next"'
    return 200, page, headers


@route("POST", REPOSITORY + r"/paths-info/(?P<revision>[^/]+)")
def paths_information(self, kind, name, revision):
    repository = self.repository(kind, name)
    files = repository.commits[self.commit_of(repository, revision)]
    if "json" in (self.headers.get("Content-Type") or ""):
        paths = self.json["paths"]
    else:
        paths = parse_qs(self.body.decode())["paths"]
    found = []
    for path in [paths] if isinstance(paths, str) else paths:
        if path in files:
            found.append(files[path].entry(path))
        elif any(other.startswith(f"{path}/") for other in files):
            found.append({"type": "directory", "path": path, "oid": "0" * 40, "size": 0})
    return found


def resolve(self, kind, name, revision, path):
    repository = self.repository(kind, name)
    commit = self.commit_of(repository, revision)
    blob = repository.commits[commit].get(unquote(path))
    if blob is None:
        raise RequestError(404, "EntryNotFound", "Entry not found")
    etag = blob.sha256 if blob.large else blob.oid
    content, size = blob.content, len(blob.content)
    headers = {"ETag": f'"{etag}"', "X-Repo-Commit": commit, "Accept-Ranges": "bytes"}
    if blob.large:
        headers |= {"X-Linked-Etag": f'"{etag}"', "X-Linked-Size": str(size)}
    asked = re.match(r"bytes=(\d+)-(\d*)", self.headers.get("Range") or "")
    if not asked:
        return 200, content, headers
    start, end = int(asked[1]), min(int(asked[2] or size - 1), size - 1)
    headers["Content-Range"] = f"bytes {start}-{end}/{size}"
    return 206, content[start : end + 1], headers


RESOLVE = (
    r"/(?P<prefix>datasets/|spaces/|)(?P<name>[^/]+/[^/]+)/resolve/(?P<revision>[^/]+)/(?P<path>.+)"
)
PREFIXES = {"datasets/": "dataset", "spaces/": "space", "": "model"}


@route("GET", RESOLVE)
def read_file(self, prefix, name, revision, path):
    return resolve(self, PREFIXES[prefix], name, revision, path)


@route("HEAD", RESOLVE)
def head_of_file(self, prefix, name, revision, path):
    return resolve(self, PREFIXES[prefix], name, revision, path)


# ---------------------------------------------------------------------- writing


@route("POST", r"/api/repos/create")
def create(self):
    asked = self.json
    name = f"{asked['organization']}/{asked['name']}"
    self.demand_write(name)
    key = asked.get("type") or "model", name
    if key[0] == "space" and not asked.get("sdk"):
        raise RequestError(400, message="a Space has an sdk")
    prefix = {kind: prefix for prefix, kind in PREFIXES.items()}[key[0]]
    found = {"url": f"{self.server_url}/{prefix}{name}", "name": name}
    if key in self.hub.repositories:
        return 409, {"error": "You already created this repo", **found}
    private = asked.get("visibility") == "private" or bool(asked.get("private"))
    repository = self.hub.repositories[key] = Repository(private)
    repository.commit({".gitattributes": Blob(b"*.parquet lfs\n", False)}, "main", "initial commit")
    return found


@route("POST", r"/api/validate-yaml")
def validate_yaml(self):
    good = self.json["content"].startswith("---\n")
    errors = [] if good else [{"message": "no YAML"}]
    return (200 if good else 400), {"errors": errors, "warnings": []}


@route("POST", REPOSITORY + r"/preupload/(?P<revision>[^/]+)")
def preupload(self, kind, name, revision):
    repository = self.repository(kind, name, write=True)
    files = repository.commits[self.commit_of(repository, revision)]
    answers = []
    for asked in self.json["files"]:
        mode = "lfs" if asked["path"].endswith(LARGE) else "regular"
        answer = {"path": asked["path"], "uploadMode": mode, "shouldIgnore": False}
        if (there := files.get(asked["path"])) is not None:
            answer["oid"] = there.sha256 if there.large else there.oid
        answers.append(answer)
    return {"files": answers}


@route("POST", r"/(?P<prefix>datasets/|spaces/|)(?P<name>[^/]+/[^/]+)\.git/info/lfs/objects/batch")
def large_files(self, prefix, name):
    self.repository(PREFIXES[prefix], name, write=True)
    answers = []
    for asked in self.json["objects"]:
        answer = {"oid": asked["oid"], "size": asked["size"]}
        if asked["oid"] not in self.hub.large_files:
            upload = {"href": f"{self.server_url}/upload/{asked['oid']}"}
            verify = {"href": f"{self.server_url}/verify/{asked['oid']}"}
            answer["actions"] = {"upload": upload, "verify": verify}
        answers.append(answer)
    return {"transfer": "basic", "objects": answers}


@route("PUT", r"/upload/(?P<oid>\w+)")
def upload(self, oid):
    if hashlib.sha256(self.body).hexdigest() != oid:
        raise RequestError(400, message="the content is not what was announced")
    self.hub.large_files[oid] = self.body
    return {}


@route("POST", r"/verify/(?P<oid>\w+)")
def verify(self, oid):
    if len(self.hub.large_files.get(oid, b"")) != self.json["size"]:
        raise RequestError(404, message="not uploaded")
    return {}


@route("POST", REPOSITORY + r"/commit/(?P<branch>[^/]+)")
def commit(self, kind, name, branch):
    repository = self.repository(kind, name, write=True)
    branch = unquote(branch)
    if self.hub.before_commit:
        self.hub.before_commit, interfere = None, self.hub.before_commit
        interfere()
    head = repository.branches.get(branch)
    if head is None:
        raise RequestError(404, "RevisionNotFound", "Invalid rev id")
    files, message = dict(repository.commits[head]), ""
    for line in self.body.splitlines():
        entry = json.loads(line)
        key, value = entry["key"], entry["value"]
        if key == "header":
            message = value["summary"]
            if value.get("parentCommit", head) != head:
                raise RequestError(412, message="A commit has happened since")
        elif key == "file":
            files[value["path"]] = Blob(base64.b64decode(value["content"]), False)
        elif key == "lfsFile":
            if value["oid"] not in self.hub.large_files:
                raise RequestError(400, message="a large file was not uploaded")
            files[value["path"]] = Blob(self.hub.large_files[value["oid"]], True)
        elif key == "deletedFile":
            del files[value["path"]]
    oid = repository.commit(files, branch, message)
    return {"commitUrl": f"{self.server_url}/{name}/commit/{oid}", "commitOid": oid}


@route("POST", REPOSITORY + r"/tag/(?P<revision>[^/]+)")
def tag(self, kind, name, revision):
    repository = self.repository(kind, name, write=True)
    asked = self.json["tag"]
    if asked in repository.tags:
        raise RequestError(409, message="Tag reference exists already")
    repository.tags[asked] = self.commit_of(repository, revision)
    return {}


@route("POST", REPOSITORY + r"/branch/(?P<branch>[^/]+)")
def branch(self, kind, name, branch):
    repository = self.repository(kind, name, write=True)
    branch = unquote(branch)
    if branch in repository.branches:
        raise RequestError(409, message="Reference already exists")
    repository.branches[branch] = repository.branches["main"]
    return {}


class ContractServer:
    """The Hub on a free port of this machine, as a context."""

    def __init__(self):
        self.hub = Hub()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.server.hub = self.hub
        self.url = self.server.url = f"http://127.0.0.1:{self.server.server_port}"

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *error):
        self.hub.released.set()
        self.server.shutdown()
        self.server.server_close()
