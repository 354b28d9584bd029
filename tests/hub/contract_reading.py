"""Requests that read: references, trees, information and files, whole or in part."""

import re
from urllib.parse import parse_qs, unquote

from contract_hub import PREFIXES, REPOSITORY, RequestError, route

PAGE = 4  # entries of a page of the tree: few, so that the tests turn pages


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


@route("GET", RESOLVE)
def read_file(self, prefix, name, revision, path):
    return resolve(self, PREFIXES[prefix], name, revision, path)


@route("HEAD", RESOLVE)
def head_of_file(self, prefix, name, revision, path):
    return resolve(self, PREFIXES[prefix], name, revision, path)
