"""Work that WeasyPrint does again and again with the same result, done once.

Every short cut here replaces one function of WeasyPrint or pydyf while a document is rendered, and
leaves the bytes of the PDF as they are; tests/core/pdf/test_speed.py renders with and without them. They hold for
the pinned versions: when one is raised and that test fails, drop the short cut that no longer fits.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

from amif_network.core.pdf.speed import drawing, lines, styles, writing
from amif_network.core.pdf.speed.patch import Patch

SHORT_CUTS: tuple[Callable[[], list[Patch]], ...] = (
    styles.shared_declarations,
    styles.shared_pseudo_styles,
    styles.used_values_by_style,
    lines.living_layouts,
    lines.one_strut_per_style,
    lines.known_markers,
    drawing.plain_boxes,
    styles.remembered_flow,
    drawing.known_glyphs,
    writing.written_once,
    writing.listed_page_references,
)


@contextmanager
def short_cuts(*, enabled: bool) -> Iterator[None]:
    """Render with the short cuts for the time of the context."""
    with ExitStack() as stack:
        if enabled:
            for patches in SHORT_CUTS:
                for owner, name, replacement in patches():
                    original = owner.__dict__[name] if isinstance(owner, type) else getattr(owner, name)
                    stack.callback(setattr, owner, name, original)
                    setattr(owner, name, replacement)
        yield
