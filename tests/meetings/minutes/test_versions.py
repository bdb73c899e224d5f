"""What versions of minutes are called, from the first round of review to an erratum."""

import pytest

from meetings.actions.publishing import correct
from meetings.actions.review.circulating import circulate, incorporate
from meetings.models import Circulation, Edition, Minutes
from meetings.version import version_name
from tests.factories.meetings import NOW, AttendanceFactory, SectionFactory
from tests.factories.publishing import SITE, approved_by, published_by
from tests.factories.review import DEADLINE

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("number", "draft", "name"),
    [(1, 1, "0.1"), (1, 12, "0.12"), (1, 0, "1.0"), (2, 3, "1.0.3"), (2, 0, "1.1"), (3, 4, "1.1.4"), (11, 0, "1.10")],
)
def test_names(number, draft, name):
    assert version_name(number, draft=draft) == name


def test_from_the_first_round_to_an_erratum(minutes, french_coordinator, host):
    SectionFactory(minutes=minutes, fr=("Accueil", "<p>Bienvenue.</p>"))
    AttendanceFactory(meeting=minutes.meeting, organisation=host)
    by = {"by": french_coordinator, "at": NOW}
    sent = {"deadline": DEADLINE, "message_fr": "", "message_nl": "", "site": SITE, **by}

    def stands() -> tuple[str, str]:
        found = Minutes.objects.get(pk=minutes.pk)
        return found.state, found.version_name

    seen = [stands()]
    circulate(minutes, **sent)
    seen.append(stands())
    incorporate(minutes, **by)
    seen.append(stands())
    circulate(minutes, **sent)
    seen.append(stands())
    published_by(french_coordinator, approved_by(french_coordinator, minutes), fr="Test")
    seen.append(stands())
    correct(minutes, comment="Un chiffre", erratum={"fr": "Un chiffre.", "nl": "Een cijfer."}, **by)
    seen.append(stands())
    circulate(minutes, **sent)
    assert seen == [
        ("draft", "0.1"), ("in_review", "0.1"), ("incorporating", "0.2"), ("in_review", "0.2"), ("published", "1.0"),
        ("draft", "1.0.3"),
    ]  # fmt: skip
    rounds = Circulation.objects.order_by("number")
    assert [one.version_name for one in rounds] == ["0.1", "0.2", "1.0.3"]
    assert [one.printed().version_name for one in rounds] == ["0.1", "0.2", "1.0.3"]
    assert {one.version_name for one in Edition.objects.all()} == {"1.0"}
