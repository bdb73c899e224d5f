"""From the models to printed sheets of partnerships: every query is asked here, every word put in its language."""

from .cash import cash_html, cash_name
from .committees import committees_html, committees_name
from .evaluations import evaluations_html, evaluations_name
from .overview import overview_html, overview_name
from .presence import presence_html, presence_name
from .status import status_html, status_name

__all__ = [
    "cash_html", "cash_name", "committees_html", "committees_name", "evaluations_html", "evaluations_name", "overview_html",
    "overview_name", "presence_html", "presence_name", "status_html", "status_name",
]  # fmt: skip
