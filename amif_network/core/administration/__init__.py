"""Django's administration as a part of the portal: one sign-in, one frame, one way to write days and amounts.

`site`: the administration itself, by subject; `subjects`: what is listed where, and what is left out and why; `records`: what all
lists and forms share; `asking`: actions on many rows, which ask first; `writing`: days and amounts as the portal writes them.
"""

from .asking import Question, asks_first
from .records import NamedTabularInline, ReadOnly, Record, Rows, Shown
from .site import Administration, AdministrationConfig

__all__ = [
    "Administration", "AdministrationConfig", "NamedTabularInline", "Question", "ReadOnly", "Record", "Rows", "Shown",
    "asks_first",
]  # fmt: skip
