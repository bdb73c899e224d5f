"""What a short cut is made of."""

from typing import Any

# A class or module, the name of its function, and what takes its place.
Patch = tuple[Any, str, Any]
