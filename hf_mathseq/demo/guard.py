"""What stands before the server: bounded bodies, no files, and nothing from other hosts."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from hf_mathseq.demo.limits import MAX_BODY

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]

CLOSED = (
    "upload",
    "upload_progress",
    "file",
    "file=",
    "proxy=",
    "stream",
    "deep_link",
    "runs",
    "dev",
)
"""First parts of the addresses of Gradio's interfaces for files and for developers."""
PREFIXES = ("/gradio_api/", "/")
HEADERS = {
    "content-security-policy": (
        "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
        "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
        "connect-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'"
    ),
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}
"""The browser itself refuses whatever is not of this server, so that the page works offline.

Gradio's own scripts stand in the page and build functions from text.
"""


class Guard:
    """Refuses what no user of the page sends, and adds `HEADERS` to every answer.

    Args:
        app: The application behind.
        longest: Bytes of a request's body.
    """

    def __init__(self, app: App, longest: int = MAX_BODY) -> None:
        self._app = app
        self._longest = longest

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one connection."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
        elif _is_closed(scope["path"]):
            await _refuse(send, 404, "the demo has no such address")
        elif (body := await self._body(receive)) is None:
            await _refuse(send, 413, f"a request has at most {self._longest:,} bytes")
        else:
            await self._app(scope, _replayed(body, receive), _with_headers(send))

    async def _body(self, receive: Receive) -> list[Message] | None:
        """Return the messages of the body, None as soon as they are too long."""
        messages, length = [], 0
        while True:
            message = await receive()
            messages.append(message)
            length += len(message.get("body", b""))
            if length > self._longest:
                return None
            if not message.get("more_body"):
                return messages


def _is_closed(path: str) -> bool:
    for prefix in PREFIXES:
        first = path.removeprefix(prefix).split("/")[0]
        if path.startswith(prefix) and (first in CLOSED or first.split("=")[0] + "=" in CLOSED):
            return True
    return False


def _replayed(messages: list[Message], receive: Receive) -> Receive:
    waiting = list(messages)

    async def replay() -> Message:
        return waiting.pop(0) if waiting else await receive()

    return replay


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            added = [(name.encode(), value.encode()) for name, value in HEADERS.items()]
            message = {**message, "headers": [*message.get("headers", ()), *added]}
        await send(message)

    return sending


async def _refuse(send: Send, status: int, line: str) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": line.encode()})
