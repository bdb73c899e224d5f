"""From the models to printed sheets of partnerships: every query is asked here, every word put in its language."""

from .overview import overview_html, overview_name
from .presence import presence_html, presence_name
from .status import status_html, status_name

__all__ = ["overview_html", "overview_name", "presence_html", "presence_name", "status_html", "status_name"]
