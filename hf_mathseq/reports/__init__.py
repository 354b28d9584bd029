"""Reports: tables for machines and pictures for people of a model's or an experiment's results."""

from hf_mathseq.reports.report import Report, write_report

__all__ = ["Report", "write_report"]
