"""The demo's widgets and its server, with Gradio: one text, one button, one answer.

Nothing is asked of another host: fonts are the reader's own, analytics and share links are off.
Gradio escapes nothing in HTML components; `markup` does.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from hf_mathseq.demo.choosing import AUTOMATIC, check_length
from hf_mathseq.demo.examples import all_examples
from hf_mathseq.demo.guard import Guard
from hf_mathseq.demo.limits import MAX_BEAMS, MAX_CHARACTERS, MAX_WAITING, SECONDS
from hf_mathseq.demo.markup import error_markup, page_markup
from hf_mathseq.demo.pool import Pool
from hf_mathseq.suggestions import UserError

if TYPE_CHECKING:
    import gradio

TITLE = "Mathematics, answered and checked"
INTRODUCTION = (
    "Type an integrand, a differential equation, a matrix, a system or a network. A small "
    "Transformer writes several answers; each is checked by mathematics, without knowing the "
    "right one. What cannot be verified is not claimed."
)
ENDPOINT = "solve"
"""Name of the interface for programs: model, problem, hypotheses -> HTML."""
FONTS = ("system-ui", "sans-serif")
CODE_FONTS = ("ui-monospace", "monospace")


def build_app(pool: Pool) -> gradio.Blocks:
    """Return the page with its widgets; the pool stays the caller's to close.

    Raises:
        UserError: Gradio is not installed.
    """
    gr = _gradio()

    def solve(model: str, problem: str, beams: float) -> str:
        try:
            check_length(problem)
            return page_markup(pool.answer(model, problem, int(beams)))
        except UserError as error:
            return error_markup(str(error))

    with gr.Blocks(title=TITLE, analytics_enabled=False) as app:
        gr.Markdown(f"# {TITLE}\n\n{INTRODUCTION}")
        problem, model, beams = _inputs(gr, pool)
        button = gr.Button("Solve", variant="primary", elem_id="solve")
        page = gr.HTML(elem_id="answer")
        asked: dict[str, Any] = {
            "fn": solve,
            "inputs": [model, problem, beams],
            "outputs": page,
            "concurrency_limit": len(pool),
            "concurrency_id": ENDPOINT,
        }
        gr.on([button.click, problem.submit], **asked, api_name=ENDPOINT)
        gr.Markdown("### Examples")
        _examples(gr, pool, [model, problem], asked)
    # Otherwise /run/solve and /api/solve answer without the queue and its limit.
    return app.queue(max_size=MAX_WAITING, default_concurrency_limit=len(pool), api_open=False)


def _inputs(gr: Any, pool: Pool) -> tuple[Any, Any, Any]:
    """Return the widgets of the problem, the model and the number of hypotheses."""
    problem = gr.Textbox(
        label="Problem",
        placeholder="2*x*cos(x^2)",
        max_length=MAX_CHARACTERS,
        autofocus=True,
        elem_id="problem",
    )
    with gr.Row():
        names = [AUTOMATIC, *(model.name for model in pool.models)]
        model = gr.Dropdown(names, value=AUTOMATIC, label="Model", min_width=240, elem_id="model")
        beams = gr.Slider(
            1, MAX_BEAMS, value=10, step=1, label="Hypotheses", min_width=240, elem_id="beams"
        )
    return problem, model, beams


def _examples(gr: Any, pool: Pool, filled: list[Any], asked: dict[str, Any]) -> None:
    """Add a button for each example, which fills in model and problem and asks."""
    with gr.Row(elem_id="examples"):
        for name, text in all_examples(pool.models):
            button = gr.Button(text, size="sm", min_width=120)
            chosen = button.click(
                lambda name=name, text=text: (name, text),
                outputs=filled,
                api_visibility="private",
                queue=False,
            )
            chosen.then(**asked, api_visibility="private")


def serve(
    models: Sequence[str],
    host: str = "127.0.0.1",
    port: int = 7860,
    workers: int = 2,
    seconds: float = SECONDS,
) -> None:
    """Answer requests until interrupted.

    Args:
        models: Model folders or Hub ids.
        host: Address to listen on; "0.0.0.0" is every one of the machine.
        port: Port to listen on.
        workers: Problems that are solved at a time; each worker holds all models.
        seconds: Time by the clock for one problem.

    Raises:
        UserError: Gradio is not installed, or a model cannot be loaded.
        OSError: The port is taken.
    """
    _gradio()
    with Pool(models, workers, seconds) as pool:
        app = launch(build_app(pool), host, port)
        print(f"the demo is at http://{host}:{port} until Ctrl-C", flush=True)
        app.block_thread()


def launch(app: gradio.Blocks, host: str, port: int) -> gradio.Blocks:
    """Start the server of an app in the background and return the app.

    Raises:
        OSError: The port is taken.
    """
    gr = _gradio()
    app.launch(
        server_name=host,
        server_port=port,
        share=False,
        show_error=False,
        max_file_size=1,
        ssr_mode=False,
        enable_monitoring=False,
        footer_links=[],
        prevent_thread_lock=True,
        quiet=True,
        theme=gr.themes.Default(primary_hue="blue", font=FONTS, font_mono=CODE_FONTS),
        css=files(__package__).joinpath("style.css").read_text(encoding="utf-8"),
        app_kwargs={"middleware": [_middleware()], "openapi_url": None},
    )
    return app


def _middleware() -> Any:
    from starlette.middleware import Middleware

    return Middleware(Guard)


def _gradio() -> Any:
    """Return the library, its analytics off before it is loaded."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    try:
        import gradio
    except ImportError:
        message = "the demo needs Gradio: pip install 'hf-mathseq[demo]'"
        raise UserError(message) from None
    return gradio
