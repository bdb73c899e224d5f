"""Nothing that somebody may not read is found: no hit, no count, no facet, no snippet, no suggestion."""

import json
from hashlib import sha256
from typing import Any

import pytest

from amif_network.accounts.models import User
from amif_network.search.finding import PAGE_SIZE
from meetings.models import Attachment, Edition, Meeting
from partnerships.models import Claim, Partnership
from partnerships.models.log import LogEntry
from tests.factories.accounts import UserFactory
from tests.factories.directory import AffiliationFactory
from tests.factories.meetings import NOW, AgendaItemFactory, AttendanceFactory, MeetingFactory, MinutesFactory, SectionFactory
from tests.factories.partnerships import (
    AgreementFactory,
    ClaimFactory,
    EvaluationFactory,
    PartnershipFactory,
    PartyFactory,
    YearBudgetFactory,
    host_of,
)
from tests.factories.projects import CallFactory, ProjectFactory
from tests.factories.registers import IdeaFactory, PromiseFactory, SignalFactory
from tests.factories.review import CirculationFactory, RemarkFactory, ReviewRequestFactory
from tests.search.asking import SEARCH, count, page, titles

pytestmark = pytest.mark.django_db
WORD = "zibeline"
EVERYBODY = {"french_coordinator", "administrator", "host_member", "partner_member", "outsider_member", "observer"}
COORDINATING = {"french_coordinator", "administrator"}
INVITED = {*COORDINATING, "host_member"}
# What is there under which title, and who finds it.
MAY_FIND = {
    "zibeline brouillon": COORDINATING,
    "zibeline interne": {"host_member"},
    "zibeline publique": {"partner_member", "outsider_member", "observer"},
    "zibeline remarque": INVITED,
    "zibeline promesse": INVITED,
    "zibeline promise au partenaire": {*INVITED, "partner_member"},
    "zibeline signal": INVITED,
    "zibeline idée": INVITED,
    "zibeline présentation": EVERYBODY,
    "zibeline source": COORDINATING,
    "zibeline réunion": EVERYBODY,
    "zibeline réunion prévue": COORDINATING,
    "A1 – zibeline appel": EVERYBODY,
    "A2 – zibeline appel secret": COORDINATING,
    "P1 – zibeline projet": INVITED,
    "X1 – zibeline partenariat": {*INVITED, "partner_member"},
    "Merci pour ce compte rendu.": INVITED,
    "zibeline point": EVERYBODY,
    "zibeline point prévu": COORDINATING,
    "X1 – zibeline créance": {*INVITED, "partner_member"},
    "X1 – DC-retour": {*INVITED, "partner_member"},
    "X1 – zibeline pas encore envoyée": {*COORDINATING, "partner_member"},
    "X1 – v1": {*INVITED, "partner_member"},
    "X1 – zibeline partenariat | évaluation": {*COORDINATING, "host_member"},
}


def edition(minutes: Any, by: User, audience: str, heading: str, *, version: int = 1) -> None:
    said = {"lang": "fr", "fallback": False}
    passage = {"heading": {"text": heading, **said}, "html": {"text": "<p>Texte</p>", **said}}
    content = {"sections": [{"anchor": "s-1", "anonymous": False, "passages": [passage]}]}
    data = json.dumps([audience, version]).encode()
    Edition.objects.create(
        minutes=minutes, version=version, language="fr", audience=audience, content=content, pdf=data,
        sha256=sha256(data).hexdigest(), approved_by=by, approved_at=NOW, published_by=by, published_at=NOW,
    )  # fmt: skip


def attach(meeting: Meeting, title: str, kind: str) -> None:
    Attachment.objects.create(
        meeting=meeting, title=title, kind=kind, filename="f.txt", content_type="text/plain", size=1,
        sha256=sha256(title.encode()).hexdigest(), added_at=NOW,
    )  # fmt: skip


@pytest.fixture
def everything(host, partner, host_member, partner_member, french_coordinator: User) -> Meeting:
    """Lay the word into one record of every kind, of a published network meeting to which the host was invited."""
    meeting = MeetingFactory(closed=True, title_fr="zibeline réunion", title_nl="")
    MeetingFactory(title_fr="zibeline réunion prévue", title_nl="")
    AttendanceFactory(meeting=meeting, organisation=host)
    minutes = MinutesFactory(meeting=meeting)
    SectionFactory(minutes=minutes, fr=("zibeline brouillon", "<p>Texte</p>"))
    edition(minutes, french_coordinator, "internal", "zibeline interne")
    edition(minutes, french_coordinator, "public", "zibeline publique")
    asked = ReviewRequestFactory(circulation=CirculationFactory(minutes=minutes), organisation=host)
    RemarkFactory(request=asked, text="zibeline remarque", sent=True, language="fr")
    RemarkFactory(request=asked, text="zibeline remarque en cours", language="fr")
    PromiseFactory(meeting=meeting, text_fr="zibeline promesse", owed_by=host)
    PromiseFactory(meeting=meeting, text_fr="zibeline promise au partenaire", owed_by=host, asked_by=partner)
    SignalFactory(meeting=meeting, text_fr="zibeline signal")
    IdeaFactory(meeting=meeting, text_fr="zibeline idée")
    attach(meeting, "zibeline présentation", "presentation")
    attach(meeting, "zibeline source", "source")
    CallFactory(number="A1", title_fr="zibeline appel", title_nl="")
    CallFactory(number="A2", title_fr="zibeline appel secret", title_nl="", draft=True)
    project = ProjectFactory(code="P1", title_fr="zibeline projet", title_nl="", lead=host, decreed=True)
    together = PartnershipFactory(code="X1", title_fr="zibeline partenariat", title_nl="", project=project, parties=False)
    PartyFactory(partnership=together, organisation=host, host=True)
    PartyFactory(partnership=together, organisation=partner)
    EvaluationFactory(partnership=together, party=host_of(together), added_value_fr="zibeline évaluation", shared_at=NOW)
    EvaluationFactory(
        partnership=together, party=host_of(together), as_of="2026-01-31", added_value_fr="zibeline pas partagée", shared_at=None
    )
    _said_on_the_way(meeting, asked, together)
    return meeting


def _said_on_the_way(meeting: Meeting, asked: Any, together: Any) -> None:
    """Lay the word into what is said about other records: agendas, answers to remarks, claims and their steps, agreements."""
    RemarkFactory(request=asked, answer_fr="zibeline réponse", settled=True, language="fr")
    AgendaItemFactory(meeting=meeting, title_fr="zibeline point", title_nl="")
    AgendaItemFactory(
        meeting=Meeting.objects.get(title_fr="zibeline réunion prévue"), title_fr="zibeline point prévu", title_nl=""
    )
    party = together.parties.get(role="partner")
    budget = YearBudgetFactory(partnership=together, party=party)
    ClaimFactory(budget=budget, reference="zibeline créance", submitted=True)
    ClaimFactory(budget=budget, reference="zibeline pas encore envoyée", starts_on="2026-07-01", ends_on="2026-09-30")
    returned = ClaimFactory(budget=budget, reference="DC-retour", returned=True, starts_on="2026-04-01", ends_on="2026-06-30")
    LogEntry.objects.create(
        partnership=together, party=party, subject="claim", subject_pk=returned.pk, action="return", by=returned.created_by,
        at=NOW, comment="zibeline : la facture manque",
    )  # fmt: skip
    AgreementFactory(partnership=together, text_fr="Les parties élèvent une zibeline.", text_nl="")


def shown(client: Any) -> set[str]:
    """Return the titles of all hits; an evaluation bears that of its partnership."""
    found = titles(client, WORD)
    pages = (1, 2) if len(found) == PAGE_SIZE else (1,)
    html = "".join(page(client, WORD, page=number) for number in pages)
    found += [title for number in pages[1:] for title in titles(client, WORD, page=number)]
    named = {f"{title} | évaluation" if found[:place].count(title) else title for place, title in enumerate(found)}
    assert "pas partagée" not in html
    assert "en cours" not in html
    return named


@pytest.mark.parametrize("who", sorted(EVERYBODY))
def test_everybody_finds_what_they_may_read_and_nothing_else(request, signed_in, everything, who):
    client = signed_in(request.getfixturevalue(who))
    expected = {title for title, people in MAY_FIND.items() if who in people}
    assert shown(client) == expected
    assert count(client, WORD).startswith(f"{len(expected)} ")


@pytest.mark.parametrize("who", ["outsider_member", "observer"])
def test_words_of_what_one_may_not_read_change_nothing(request, signed_in, everything, who):
    """The page is the same as for a word that stands nowhere: no count, no facet, no suggestion of another spelling."""
    client = signed_in(request.getfixturevalue(who))
    for hidden in ("brouillon", "remarque", "promesse", "partenariat", "secret", "brouil", "promes"):
        answered, nothing = (page(client, word).replace(word, "").replace(hidden, "") for word in (hidden, "introuvable"))
        assert answered == nothing, hidden


def test_a_claim_is_between_the_host_and_one_partner(signed_in, everything):
    third = AffiliationFactory()
    PartyFactory(partnership=Partnership.objects.get(code="X1"), organisation=third.organisation)
    client = signed_in(UserFactory(member=True, person=third.person))
    assert {title for title in shown(client) if title.startswith("X1")} == {"X1 – zibeline partenariat", "X1 – v1"}
    answered, nothing = (page(client, word).replace(word, "") for word in ("facture", "introuvable"))
    assert answered == nothing


def test_a_step_that_is_logged_later_is_found_at_once(signed_in, everything, partner_member):
    client, claim = signed_in(partner_member), Claim.objects.get(reference="zibeline créance")
    assert titles(client, "tampon") == []
    LogEntry.objects.create(
        partnership=claim.partnership, party=claim.party, subject="claim", subject_pk=claim.pk, action="return", at=NOW,
        by=claim.created_by, comment="Le tampon manque",
    )  # fmt: skip
    assert titles(client, "tampon") == ["X1 – zibeline créance"]


def test_facets_count_only_what_may_be_read(signed_in, everything, host, outsider_member, host_member):
    label = str(host)
    assert label in page(signed_in(host_member), WORD)
    assert label not in page(signed_in(outsider_member), WORD)


def test_a_filter_opens_nothing(signed_in, everything, host, outsider_member):
    client = signed_in(outsider_member)
    assert titles(client, WORD, organisation=host.pk) == []
    assert titles(client, WORD, kind="partnership") == []
    assert titles(client, WORD, state="promise.open") == []


def test_a_replaced_edition_is_not_found_any_more(signed_in, everything, host_member, french_coordinator):
    edition(everything.minutes, french_coordinator, "internal", "corrigée", version=2)
    assert "zibeline interne" not in titles(signed_in(host_member), WORD)
    assert titles(signed_in(host_member), "corrigée") == ["corrigée"]


def test_search_asks_for_a_sign_in(client):
    assert "/login/" in client.get(SEARCH, {"q": WORD})["Location"]
