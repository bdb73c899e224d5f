"""Where a change comes from when no page asked for it: the history of records names the work that made it.

What a request changes is noted with the person who asked (`history.middleware`); imports, commands and what time brings say it
themselves. It travels with the statements that write, so that the triggers find it.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import pghistory

# The works that the history has words for (`history.origins`).
IMPORT = "import"
DUE = "due"
DEMO = "demo"
REFERENCE_DATA = "reference_data"
MINUTES = "minutes"


@contextmanager
def at_work(work: str, *, by: int | None = None, about: str = "") -> Iterator[None]:
    """Note all changes inside as those of `work`, asked for by the user with the key `by`; `about` names a file.

    Inside a request or another work, that one goes on afterwards.
    """
    with pghistory.context() as context:
        before = dict(context.metadata)
        context.metadata.update({"work": work, "user": by, "about": about[:200]})
        try:
            yield
        finally:
            context.metadata.clear()
            context.metadata.update(before)
