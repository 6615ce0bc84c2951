"""HTML reports: one self-contained file per submission and an index, without network and without script.

View models first (`model.py`, filled by `page.py` and `index.py`), templates second.
"""

from harness.reports.grid import IndexRow
from harness.reports.html.index import render_index
from harness.reports.html.model import ProblemPage
from harness.reports.html.page import render_page
from harness.reports.html.report import open_report

__all__ = ["IndexRow", "ProblemPage", "open_report", "render_index", "render_page"]
