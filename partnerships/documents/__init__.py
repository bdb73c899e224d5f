"""From the models to printed sheets of partnerships: every query is asked here, every word put in its language."""

from .presence import presence_html, presence_name

__all__ = ["presence_html", "presence_name"]
