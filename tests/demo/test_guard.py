import asyncio

import pytest

from hf_mathseq.demo.guard import HEADERS, Guard


def exchange(path, body=b"", kind="http", longest=100, pieces=1):
    """Return the status, headers and body that a guarded echo answers with."""
    size = -(-len(body) // pieces) or 1
    parts = [body[i : i + size] for i in range(0, len(body), size)] or [b""]
    sent = []

    async def receive():
        return {"type": "http.request", "body": parts.pop(0), "more_body": bool(parts)}

    async def send(message):
        sent.append(message)

    async def echo(scope, receive, send):
        read, more = b"", True
        while more:
            message = await receive()
            read += message["body"]
            more = message["more_body"]
        await send({"type": "http.response.start", "status": 200, "headers": [(b"own", b"1")]})
        await send({"type": "http.response.body", "body": read})

    asyncio.run(Guard(echo, longest)({"type": kind, "path": path}, receive, send))
    headers = {name.decode(): value.decode() for name, value in sent[0].get("headers", ())}
    return sent[0]["status"], headers, sent[1]["body"]


@pytest.mark.parametrize("pieces", [1, 3])
def test_bodies_pass_with_headers_added(pieces):
    status, headers, body = exchange("/gradio_api/queue/join", b"x" * 100, pieces=pieces)
    assert (status, body) == (200, b"x" * 100)
    assert headers == {"own": "1", **HEADERS}
    assert "default-src 'self'" in headers["content-security-policy"]


@pytest.mark.parametrize("pieces", [1, 3])
def test_long_bodies_are_refused(pieces):
    status, _, body = exchange("/gradio_api/queue/join", b"x" * 101, pieces=pieces)
    assert status == 413
    assert b"100 bytes" in body


@pytest.mark.parametrize(
    "path",
    [
        "/gradio_api/upload",
        "/upload",
        "/gradio_api/upload_progress",
        "/gradio_api/file=/etc/passwd",
        "/gradio_api/file/etc/passwd",
        "/file=/etc/passwd",
        "/gradio_api/proxy=http://example.org/",
        "/gradio_api/stream/a/b/c/playlist.m3u8",
        "/gradio_api/dev/reload",
    ],
)
def test_interfaces_for_files_and_developers_are_closed(path):
    assert exchange(path)[0] == 404


@pytest.mark.parametrize("path", ["/", "/config", "/assets/file.js", "/gradio_api/info"])
def test_the_page_is_open(path):
    assert exchange(path)[0] == 200
