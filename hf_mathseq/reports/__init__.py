"""Reports: tables for machines and pictures for people of a model's or an experiment's results.

And the gallery, a page with examples of every task.
"""

from hf_mathseq.reports.gallery import write_gallery
from hf_mathseq.reports.report import Report, write_report

__all__ = ["Report", "write_gallery", "write_report"]
