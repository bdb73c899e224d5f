"""What a member must do and waits for, over all meetings."""

from django.utils import timezone

from amif_network.accounts.models import Role, User

from .models import Promise


def own_promises(user: User) -> dict[str, list[tuple[Promise, bool]]]:
    """Return what a member must do and what they wait for, each open promise with whether it is overdue. Two queries."""
    if user.role != Role.MEMBER:
        return {"must": [], "waits": []}
    today, visible = timezone.localdate(), Promise.objects.visible_to(user).open().for_list()
    return {
        "must": [(one, one.is_overdue(today)) for one in visible.owed_by_reader()],
        "waits": [(one, one.is_overdue(today)) for one in visible.asked_by_reader()],
    }
