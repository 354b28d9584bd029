"""What goes wrong between here and a Hub, as one line each, and what is worth another try."""

from __future__ import annotations

from urllib.parse import urlsplit

from huggingface_hub import get_token
from huggingface_hub.errors import (
    HfHubHTTPError,
    OfflineModeIsEnabled,
    RepositoryNotFoundError,
    RevisionNotFoundError,
)

NetworkError = HfHubHTTPError.__bases__[0]
"""Base of the HTTP client's errors, whichever client this version of `huggingface_hub` uses."""
PASSING = (408, 409, 412, 429, 500, 502, 503, 504)
"""Statuses that may be others a moment later; 409 and 412 are somebody else's commit between."""
MAX_REASON = 160


class PublishError(OSError):
    """The Hub did not take the files; the message is one line that says what to do."""


def passes(error: BaseException) -> bool:
    """Return whether another try may succeed: a lost connection, a time-out, a server's failure."""
    cause = _cause(error)
    if isinstance(cause, HfHubHTTPError):
        return cause.response.status_code in PASSING
    return isinstance(cause, (NetworkError, ConnectionError, TimeoutError)) and not isinstance(
        cause, OfflineModeIsEnabled
    )


def is_of_the_hub(error: BaseException) -> bool:
    """Return whether an error comes from talking to a Hub: the network's, or a refusal."""
    return isinstance(_cause(error), (NetworkError, ConnectionError, TimeoutError, ValueError))


def explanation(error: BaseException, repo_id: str, endpoint: str, token: str | None = None) -> str:
    """Return one line on an error of a Hub.

    Args:
        error: What `huggingface_hub` raised.
        repo_id: The repository that was asked for.
        endpoint: The server's URL.
        token: The token that was given; None is the one of the environment, if there is one.
    """
    cause = _cause(error)
    if isinstance(cause, OfflineModeIsEnabled):
        return "HF_HUB_OFFLINE is set"
    if isinstance(cause, HfHubHTTPError):
        return _of_status(cause, repo_id, endpoint, token or get_token())
    reason = _line(str(cause)) or type(cause).__name__
    if isinstance(cause, (NetworkError, ConnectionError, TimeoutError)):
        return (
            f"{_host(endpoint)} does not answer ({reason}); run the same command again: what has "
            "arrived is not sent twice"
        )
    return f"{_host(endpoint)} refused {repo_id}: {reason}"


def _of_status(error: HfHubHTTPError, repo_id: str, endpoint: str, token: str | None) -> str:
    status = error.response.status_code
    host, namespace = _host(endpoint), repo_id.partition("/")[0]
    said = _line(error.server_message or "")
    if status == 401 and not token:
        return f"no token for {host}: run 'hf auth login' or set HF_TOKEN"
    if status == 401:
        return f"{host} does not accept the token: run 'hf auth login' again or renew HF_TOKEN"
    if status == 403:
        return (
            f"the token may not write to {namespace!r} on {host}: it needs write permission there"
            + (f" ({said})" if said else "")
        )
    if isinstance(error, RevisionNotFoundError):
        return f"no such version of {repo_id} on {host}"
    if isinstance(error, RepositoryNotFoundError):
        return f"no {repo_id} on {host}, or the token may not see it"
    if status in PASSING:
        return (
            f"{host} failed several times (HTTP {status}{': ' + said if said else ''}); run the "
            "same command again later: what has arrived is not sent twice"
        )
    return f"{host} refused {repo_id} (HTTP {status}{': ' + said if said else ''})"


def _cause(error: BaseException) -> BaseException:
    """Return the first cause of an error that `huggingface_hub` wrapped into a RuntimeError."""
    while isinstance(error, RuntimeError) and error.__cause__ is not None:
        error = error.__cause__
    return error


def _host(endpoint: str) -> str:
    return urlsplit(endpoint).netloc or endpoint


def _line(text: str) -> str:
    return " ".join(text.split())[:MAX_REASON]
