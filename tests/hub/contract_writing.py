"""Requests that write: repositories, large files, commits, tags and branches."""

import base64
import hashlib
import json
from urllib.parse import unquote

from contract_hub import LARGE, PREFIXES, REPOSITORY, Blob, Repository, RequestError, route


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
