"""One more round of the same minutes."""

import datetime

from django.utils import timezone

from amif_network.accounts.models import User
from meetings.actions.review.circulating import circulate, incorporate
from meetings.models import Circulation


def next_round(circulation: Circulation, by: User) -> Circulation:
    """Work the remarks in and send the minutes round again, for one week more than before."""
    incorporate(circulation.minutes, by=by, at=timezone.now())
    return again(circulation, by)


def again(circulation: Circulation, by: User) -> Circulation:
    """Send minutes round again in which the remarks were worked in."""
    minutes = circulation.minutes
    deadline = circulation.deadline + datetime.timedelta(days=7)
    site = "https://amif.example"
    return circulate(minutes, deadline=deadline, message_fr="", message_nl="", by=by, at=timezone.now(), site=site)
