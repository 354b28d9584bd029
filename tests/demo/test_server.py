"""The server as programs and strangers reach it, over HTTP."""

import json
import socket
import threading
import urllib.error
import urllib.request

import pytest

from hf_mathseq.demo.choosing import AUTOMATIC
from hf_mathseq.demo.limits import MAX_BODY, MAX_CHARACTERS


@pytest.fixture(scope="module")
def address(pool):
    """The address of a running server; gradio, which takes seconds, is imported only here."""
    pytest.importorskip("gradio")
    from hf_mathseq.demo.app import build_app, launch

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    app = launch(build_app(pool), "127.0.0.1", port)
    yield f"http://127.0.0.1:{port}"
    app.close()


@pytest.fixture
def gradio_client(address):
    """The library that visitors use."""
    return pytest.importorskip("gradio_client")


@pytest.fixture
def client(gradio_client, address):
    """A visitor."""
    return gradio_client.Client(address, verbose=False)


def ask(client, problem, model=AUTOMATIC, beams=2):
    return client.predict(model, problem, beams, api_name="/solve")


def get(address):
    with urllib.request.urlopen(address, timeout=300) as answer:  # noqa: S310 - our own server
        return answer.read().decode(), answer.headers


def test_the_page_needs_no_other_host(address):
    text, headers = get(address + "/")
    assert "default-src 'self'" in headers["content-security-policy"]
    for outside in ("fonts.googleapis", "fonts.gstatic", "cdnjs", '<script src="http'):
        assert outside not in text
    theme, _ = get(address + "/theme.css")
    assert "url(http" not in theme.replace('"', "")
    assert "@import" not in theme
    config = json.loads(get(address + "/config")[0])
    assert config["analytics_enabled"] is False
    assert config["show_error"] is False


def test_a_problem_is_answered(client):
    page = ask(client, "[[2, 1], [1, 2]]", beams=3)
    assert page.count("<li>") == 3
    assert 'class="badge ' in page
    assert "matrices (linear_algebra/eigenvalues), 3 hypotheses" in page


@pytest.mark.parametrize(
    ("problem", "line"),
    [
        ("sinn(x)", "unknown function or variable &#x27;sinn&#x27;"),
        ("", "the problem is empty"),
        ("x" * (MAX_CHARACTERS + 1), "characters; at most"),
        ("<script>alert(1)</script>", "&#x27;script&#x27;"),
        ("/etc/passwd", "unknown function or variable &#x27;etc&#x27;"),
    ],
)
def test_bad_problems_are_one_escaped_line(client, problem, line):
    page = ask(client, problem)
    assert page.startswith('<p class="error" role="alert">')
    assert line in page
    assert "<script" not in page


@pytest.mark.parametrize(("model", "beams"), [("nothing", 2), (AUTOMATIC, 1000), (AUTOMATIC, 0)])
def test_what_the_page_does_not_offer_is_refused(gradio_client, client, model, beams):
    with pytest.raises(gradio_client.exceptions.AppError) as caught:
        ask(client, "x", model, beams)
    assert "Traceback" not in str(caught.value)


def test_one_endpoint_is_public(client):
    assert list(client.view_api(return_format="dict")["named_endpoints"]) == ["/solve"]


def test_two_visitors_at_once(gradio_client, address):
    pages = {}

    def visit(problem):
        pages[problem] = ask(gradio_client.Client(address, verbose=False), problem)

    threads = [threading.Thread(target=visit, args=(p,)) for p in ("x", "glycolysis")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(600)
    assert "integrals (" in pages["x"]
    assert "networks (" in pages["glycolysis"]


@pytest.mark.parametrize(
    "path", ["/gradio_api/upload", "/gradio_api/file=/etc/passwd", "/openapi.json"]
)
def test_there_are_no_files(address, path):
    with pytest.raises(urllib.error.HTTPError) as caught:
        get(address + path)
    assert caught.value.code in (403, 404)


def refusal(address, data):
    """Return the status with which a posted request is refused."""
    request = urllib.request.Request(  # noqa: S310 - our own server
        address, json.dumps({"data": data}).encode(), {"content-type": "application/json"}
    )
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(request, timeout=300)  # noqa: S310 - our own server
    return caught.value.code


def test_large_requests_are_refused(address):
    assert refusal(f"{address}/gradio_api/call/solve", ["x" * MAX_BODY]) == 413


@pytest.mark.parametrize("way", ["run", "api"])
def test_no_request_goes_past_the_queue(address, way):
    assert refusal(f"{address}/gradio_api/{way}/solve", [AUTOMATIC, "x", 2]) == 404
