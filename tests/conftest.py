"""One thread for each test process, no network, caches apart from the user's, and a live Ctrl-C."""

import atexit
import os
import shutil
import signal
import tempfile

import hypothesis
import pytest

# On a machine that others use too, an example may take seconds that took no time when repeated.
hypothesis.settings.register_profile("shared machine", deadline=None)
hypothesis.settings.load_profile("shared machine")

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("HF_HUB_OFFLINE", "1")
if "HF_HOME" not in os.environ:
    os.environ["HF_HOME"] = tempfile.mkdtemp(prefix="hf_mathseq-tests-")
    atexit.register(shutil.rmtree, os.environ["HF_HOME"], ignore_errors=True)


# A shell that runs the tests in the background has them ignore Ctrl-C, and so their children.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


class AtOnce:
    """Says what failed when it fails: a run that is stopped prints no summary."""

    def __init__(self, reporter):
        self.reporter = reporter

    def pytest_runtest_logreport(self, report):
        """Print the end of what went wrong."""
        if report.failed:
            self.reporter.write_line(f"\nfailed: {report.nodeid} ({report.when})", red=True)
            self.reporter.write_line(report.longreprtext[-1500:])


@pytest.hookimpl(trylast=True)
def pytest_configure(config):
    """Leave out the processes that only run tests for another one."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    if reporter is not None:
        config.pluginmanager.register(AtOnce(reporter))


@pytest.fixture(scope="session")
def untrained_folder(tmp_path_factory):
    """Return a function from a task to the folder of a tiny model that knows nothing of it."""

    def make(task):
        from hf_mathseq.modeling.build import build_model
        from hf_mathseq.modeling.configuration import ModelOptions
        from hf_mathseq.modeling.tokenizer import tokenizer_for

        sizes = ModelOptions(
            encoder_layers=1,
            decoder_layers=1,
            encoder_width=16,
            decoder_width=16,
            encoder_heads=2,
            decoder_heads=2,
        )
        folder = tmp_path_factory.mktemp("models") / "untrained"
        build_model(task, sizes).save_pretrained(folder)
        tokenizer_for(task).save_pretrained(folder)
        return folder

    return make
