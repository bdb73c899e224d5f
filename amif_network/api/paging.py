"""Pages by cursor: where the last object of a page stood, so that what is added meanwhile moves nothing."""

import base64
import binascii

from django.utils.translation import gettext_lazy as _

from .problems import Problem

MOST = 100
USUAL = 25
# The highest key that the database knows (bigint).
HIGHEST = 2**63 - 1


def cursor(resource: str, last: int) -> str:
    """Return the cursor of what follows the object `last` in the list of `resource`."""
    return base64.urlsafe_b64encode(f"{resource}:{last}".encode()).decode().rstrip("=")


def after(resource: str, text: str) -> int:
    """Return the key that a cursor stands behind. Raises Problem (400) for one that this list did not give out."""
    try:
        said = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True).decode()
    except (binascii.Error, ValueError):
        said = ""
    name, _colon, key = said.partition(":")
    if name != resource or not (key.isascii() and key.isdecimal()) or len(key) > 19 or int(key) > HIGHEST:
        raise Problem(400, _("This cursor is not one of this list. Begin anew without it."), parameter="cursor")
    return int(key)
