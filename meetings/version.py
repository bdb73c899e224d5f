"""What versions of minutes are called: 0.1, 0.2 … while they are read and corrected, 1.0 when published, 1.1 the first erratum.

The database counts: versions from 1 on, of which each published one is frozen, and rounds of review from 1 on.
"""


def version_name(number: int, *, draft: int = 0) -> str:
    """Return the name of version `number` (from 1 on); `draft`: the round of review that a text not approved is meant for.

    The draft of an erratum stands between what is published and what it becomes: 1.0, then 1.0.3, then 1.1.
    """
    if not draft:
        return f"1.{number - 1}"
    return f"0.{draft}" if number == 1 else f"1.{number - 2}.{draft}"
