"""What minutes feed: passages attached to partnerships, and who has none, shown at the section that said so (SECTION_FEEDS)."""

from collections import defaultdict
from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amif_network.accounts.models import User
from meetings.feeds import Fed, Feed, RecordLink

from .models import Evidence, NoPartnership


def of_sections(keys: Sequence[int], user: User) -> dict[int, list[Fed]]:
    """Return by section the partnerships to which it is attached, and the statements of having none that it made. Two queries.

    Everybody but coordinating users learns of their own partnerships and organisations, and nothing of anonymous sections.
    """
    attached = Evidence.objects.visible_to(user).filter(section__in=keys).select_related("partnership")
    attached = attached.order_by("partnership__code")
    without = NoPartnership.objects.visible_to(user).filter(section__in=keys, withdrawn_at=None)
    without = without.select_related("organisation", "call").order_by("call", "pk")
    if not user.is_coordinating:
        attached, without = attached.exclude(section__anonymous=True), without.exclude(section__anonymous=True)
    found: dict[int, list[Fed]] = defaultdict(list)
    for one in attached:
        assert one.section_id is not None
        found[one.section_id].append(Fed(_("Partnership"), str(one.partnership), one.partnership.get_absolute_url(), one.note))
    for said in without:
        assert said.section_id is not None
        words = _("%(name)s has none in call %(number)s: %(reason)s") % {
            "name": said.organisation,
            "number": said.call.number,
            "reason": said.get_reason_code_display(),
        }
        found[said.section_id].append(Fed(_("Partnership"), words, reverse("partnerships:no-partnerships")))
    return found


ATTACH = RecordLink(gettext_lazy("Attach to a partnership"), "link", "partnerships:evidence-new")
FEED = Feed(
    of_sections,
    (ATTACH, RecordLink(gettext_lazy("Record that there is no partnership"), "cancel", "partnerships:no-partnership-new")),
    (ATTACH,),
)
