"""Experiments: several runs of one recipe, each changed in one way, and a suite for all of them."""

from hf_mathseq.experiments.experiment import list_experiments, load_experiment
from hf_mathseq.experiments.run import run_experiment

__all__ = ["list_experiments", "load_experiment", "run_experiment"]
