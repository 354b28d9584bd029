"""Names of repositories and versions, checked before anything is sent."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from huggingface_hub.errors import HFValidationError
from huggingface_hub.utils import validate_repo_id

from hf_mathseq.suggestions import UserError

PUBLIC_HOST = "huggingface.co"
# What the form for a new organisation there asks for; other servers have rules of their own.
_NAMESPACE = re.compile(r"(?!\d+$)[A-Za-z0-9]+(-[A-Za-z0-9]+)*")
# A subset of what git allows for a ref that needs no quoting in a URL or a shell.
_REFERENCE = re.compile(r"(?!.*\.\.)[A-Za-z0-9][A-Za-z0-9._/-]{0,99}(?<![./])")


def is_public(endpoint: str) -> bool:
    """Return whether a server is huggingface.co or one of its kind."""
    host = urlsplit(endpoint).hostname or ""
    return host == PUBLIC_HOST or host.endswith(f".{PUBLIC_HOST}")


def check_repo_id(repo_id: str, endpoint: str) -> str:
    """Return a repository's name, `namespace/name`.

    Raises:
        UserError: The name is not one, or the server does not allow its namespace.
    """
    shown = repo_id[:100]
    namespace, _, name = repo_id.partition("/")
    if not namespace or not name or "/" in name:
        raise UserError(f"a repository is named NAMESPACE/NAME, e.g. hf-mathseq/ode, not {shown!r}")
    try:
        validate_repo_id(repo_id)
    except HFValidationError as error:
        raise UserError(str(error)) from None
    if is_public(endpoint) and not _NAMESPACE.fullmatch(namespace):
        raise UserError(
            f"{PUBLIC_HOST} has no namespace {namespace!r}: letters, digits and single dashes only"
            + (f"; did you mean {namespace.replace('_', '-')!r}?" if "_" in namespace else "")
        )
    return repo_id


def check_reference(kind: str, name: str | None) -> None:
    """Check the name of a tag or a branch; None is no name.

    Raises:
        UserError: Not a name that git and URLs take as it is.
    """
    if name is not None and not _REFERENCE.fullmatch(name):
        raise UserError(
            f"a {kind} is letters, digits, dots, dashes and slashes, e.g. v1.0.0, not {name[:60]!r}"
        )


def check_endpoint(endpoint: str) -> str:
    """Return a server's URL without a final slash.

    Raises:
        UserError: Not an http or https URL.
    """
    parts = urlsplit(endpoint)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise UserError(
            f"an endpoint is a URL such as https://{PUBLIC_HOST}, not {endpoint[:80]!r}"
        )
    return endpoint.rstrip("/")
