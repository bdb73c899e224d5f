"""What minutes feed: passages attached to partnerships, and who has none, shown at the section that said so (SECTION_FEEDS)."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amif_network.accounts.models import User
from amif_network.accounts.questions import ReaderQuestion
from amif_network.core.questions import Ask
from meetings.feeds import Fed, Feed, RecordLink

from .models import Evidence, NoPartnership


def of_sections(keys: Sequence[int], user: User) -> dict[int, list[Fed]]:
    """Return by section the partnerships to which it is attached, and the statements of having none that it made. Two queries.

    Everybody but coordinating users learns of their own partnerships and organisations, and nothing of anonymous sections.
    """
    found: dict[int, list[Fed]] = defaultdict(list)
    for one in attached_to(user, list(keys)):
        assert one.section_id is not None
        found[one.section_id].append(Fed(_("Partnership"), str(one.partnership), one.partnership.get_absolute_url(), one.note))
    for said in without_any(user, list(keys)):
        assert said.section_id is not None
        words = _("%(name)s has none in call %(number)s: %(reason)s") % {
            "name": said.organisation,
            "number": said.call.number,
            "reason": said.get_reason_code_display(),
        }
        found[said.section_id].append(Fed(_("Partnership"), words, reverse("partnerships:no-partnerships")))
    return found


def asks(keys: Sequence[int], user: User) -> list[Ask]:
    """Return what `of_sections` will ask."""
    return [attached_to.of(user, list(keys)), without_any.of(user, list(keys))]


@ReaderQuestion
def attached_to(reader: User, sections: Sequence[int]) -> Any:
    """Return which sections are attached to partnerships, by the code of these."""
    attached = _readable(Evidence.objects.visible_to(reader), sections, reader)
    return attached.select_related("partnership").order_by("partnership__code")


@ReaderQuestion
def without_any(reader: User, sections: Sequence[int]) -> Any:
    """Return the statements of having no partnership that sections made."""
    without = _readable(NoPartnership.objects.visible_to(reader).filter(withdrawn_at=None), sections, reader)
    return without.select_related("organisation", "call").order_by("call", "pk")


def _readable(rows: Any, sections: Sequence[int], reader: User) -> Any:
    found = rows.filter(section__among=sections)
    return found if reader.is_coordinating else found.exclude(section__anonymous=True)


ATTACH = RecordLink(gettext_lazy("Attach to a partnership"), "link", "partnerships:evidence-new")
FEED = Feed(
    of_sections,
    asks,
    (ATTACH, RecordLink(gettext_lazy("Record that there is no partnership"), "cancel", "partnerships:no-partnership-new")),
    (ATTACH,),
)
