"""Tables that are only added to cannot be emptied at one stroke either: triggers on rows do not see a TRUNCATE."""

import pgtrigger

NAME = "never_emptied"


def never_emptied() -> pgtrigger.Trigger:
    """Return the trigger that refuses a TRUNCATE, also one that comes by CASCADE."""
    return pgtrigger.Trigger(
        name=NAME,
        level=pgtrigger.Statement,
        when=pgtrigger.Before,
        operation=pgtrigger.Truncate,
        func="RAISE EXCEPTION 'Rows of % are kept: the table cannot be emptied', TG_TABLE_NAME;",
    )
