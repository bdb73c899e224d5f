"""How far a file may come, from where."""

from collections.abc import Mapping

from amif_network.core.workflow import WrongState

from .models import AT_WORK, Importation, ImportState

SOURCES: Mapping[str, frozenset[str]] = {
    # Once more: with a name cleared up, or after it broke off.
    ImportState.LOOKING: frozenset({ImportState.SHOWN, ImportState.UNREADABLE, ImportState.BROKEN_OFF}),
    # Back to the preview where something changed meanwhile.
    ImportState.SHOWN: frozenset(AT_WORK),
    ImportState.IMPORTING: frozenset({ImportState.SHOWN}),
    # A small file is imported while the person waits.
    ImportState.IMPORTED: frozenset({ImportState.SHOWN, ImportState.IMPORTING}),
    ImportState.UNREADABLE: frozenset(AT_WORK),
    ImportState.BROKEN_OFF: frozenset(AT_WORK),
}


def reach(importation: Importation, state: ImportState) -> None:
    """Set, unsaved, how far a locked file came. Raises WrongState where it cannot come from where it is."""
    if importation.state not in SOURCES[state]:
        raise WrongState
    importation.state = state
