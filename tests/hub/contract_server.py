"""A small Hub: the part of its HTTP contract that publishing and loading use, kept in memory.

It can be told to fail: see `contract_hub.Fault`. What it was asked is kept in `Hub.requests`.
"""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

import contract_reading  # noqa: F401 (its routes)
import contract_writing  # noqa: F401
from contract_hub import ROUTES, TOKENS, Hub, RequestError


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
