"""What the API gives out, in the order of its document."""

from .calls import CALLS
from .editions import EDITIONS
from .meetings import MEETINGS
from .organisations import ORGANISATIONS
from .partnerships import PARTNERSHIPS
from .resource import Resource

RESOURCES: tuple[Resource, ...] = (MEETINGS, EDITIONS, ORGANISATIONS, CALLS, PARTNERSHIPS)

__all__ = ["RESOURCES", "Resource"]
