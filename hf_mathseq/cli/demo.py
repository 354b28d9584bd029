"""Answer typed problems on a web page, or write that page as a Space of the Hub."""

from __future__ import annotations

import argparse
import shlex

from hf_mathseq.cli.common import positive

HOST, PORT, WORKERS = "127.0.0.1", 7860, 2
LAST_PORT = 65_535


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `hf-mathseq demo`."""
    parser.add_argument("models", metavar="MODEL", nargs="+", help="model folder or Hub id")
    server = parser.add_argument_group("server")
    server.add_argument(
        "--host", default=HOST, help=f"address to listen on; 0.0.0.0 is every one (default: {HOST})"
    )
    server.add_argument("--port", type=port, default=PORT, help=f"default: {PORT}")
    server.add_argument(
        "--workers",
        type=positive,
        default=WORKERS,
        help=f"problems solved at a time; each worker holds all models (default: {WORKERS})",
    )
    server.add_argument(
        "--seconds", type=positive, help="time by the clock for one problem (default: 60)"
    )
    parser.add_argument(
        "--space", metavar="FOLDER", help="write the files of a Space to a new folder and stop"
    )


def port(text: str) -> int:
    """Read the number of a port."""
    value = positive(text)
    if value > LAST_PORT:
        raise argparse.ArgumentTypeError(f"takes a port up to {LAST_PORT}, not {text}")
    return value


def run(arguments: argparse.Namespace) -> None:
    """Serve until Ctrl-C, or write the Space."""
    from hf_mathseq.evaluation.identity import local_task

    for model in arguments.models:
        local_task(model)  # refuses what is no model before anything is loaded
    if arguments.space is not None:
        from hf_mathseq.demo.space import write_space

        write_space(arguments.space, arguments.models)
        print(f"wrote {arguments.space}; to make it a Space of the Hub:")
        print(f"hf-mathseq publish {shlex.quote(arguments.space)} --to NAMESPACE/NAME")
        return
    from hf_mathseq.demo.app import serve
    from hf_mathseq.demo.limits import SECONDS

    seconds = float(arguments.seconds or SECONDS)
    serve(arguments.models, arguments.host, arguments.port, arguments.workers, seconds)
