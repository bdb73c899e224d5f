"""The pages of reports: by question, one per kind, how far one is, its file; for whoever leads the network alone."""

import datetime

import lxml.html
import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from amif_network.accounts.models import AccessEntry
from amif_network.reports import asking, working
from amif_network.reports.kinds import kinds
from amif_network.reports.models import Report
from tests.factories.meetings import NOW, AttendanceFactory, MeetingFactory
from tests.meetings.pages import words

ADDRESSES = ("/fr/reports/", "/fr/reports/annual/", "/fr/reports/attendance/", "/fr/reports/portfolio/", "/fr/reports/calls/")


def address(name: str, report: Report, lang: str = "fr") -> str:
    with override(lang):
        return reverse(f"reports:{name}", args=[report.uuid])


def built(report: Report) -> Report:
    working.work(report.pk, at=NOW)
    report.refresh_from_db()
    return report


@pytest.mark.parametrize("who", ["host_member", "observer"])
def test_they_are_for_whoever_leads_the_network(request, signed_in, asked, french_coordinator, settings, who) -> None:
    report = built(asked(french_coordinator))
    client = signed_in(request.getfixturevalue(who))
    found = [client.get(one).status_code for one in (*ADDRESSES[:1], address("report", report), address("file", report))]
    assert found == [403] * 3
    assert client.post("/fr/reports/trial/ask/", {"what": "plain", "format": "pdf", "language": "fr"}).status_code == 403
    assert client.post(address("withdraw", report)).status_code == 403
    assert Report.objects.count() == 1


def test_the_overview_asks_the_questions_and_each_kind_says_what_it_contains(signed_in, dutch_coordinator) -> None:
    AttendanceFactory(meeting=MeetingFactory(held=True, date="2025-05-05"))
    client = signed_in(dutch_coordinator)
    page = client.get("/nl/reports/")
    assert [kind.key for kind in page.context["kinds"]] == list(kinds())
    for kind in kinds().values():
        shown = client.get(f"/nl/reports/{kind.key}/")
        assert shown.status_code == 200, kind.key
    shown = client.get("/nl/reports/annual/", {"year": 2025, "format": "pdf", "language": "nl"})
    assert shown.context["about"] == "2025"
    assert len(shown.context["contents"]) == 8


def test_three_clicks_lead_from_home_to_a_report_under_way(signed_in, french_coordinator, asked) -> None:
    client = signed_in(french_coordinator)
    assert 'href="/fr/reports/"' in client.get("/fr/manage/").content.decode()
    answer = client.post("/fr/reports/trial/ask/", {"what": "plain", "format": "pdf", "language": "both"})
    report = Report.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (302, address("report", report))
    assert (report.parameters, report.language, list(report.readers.all())) == ({"what": "plain"}, "both", [french_coordinator])
    page = client.get(address("report", report))
    assert 'hx-get="' in page.content.decode()
    again = client.post("/fr/reports/trial/ask/", {"what": "plain", "format": "pdf", "language": "both"}, follow=True)
    assert Report.objects.count() == 1
    assert len(list(again.context["messages"])) == 1


@pytest.mark.parametrize(
    ("kind", "sent", "field"),
    [
        ("annual", {"year": "1999"}, "year"),
        ("annual", {"year": "2025", "format": "xlsx", "language": "both"}, "language"),
        ("attendance", {"first": "2025-02-01", "last": "2025-01-01", "series": "network"}, "last"),
        ("attendance", {"first": "1066-02-01", "last": "2025-01-01", "series": "network"}, "first"),
        ("attendance", {"first": "demain", "last": "2025-01-01", "series": "network"}, "first"),
    ],
)
def test_what_cannot_be_asked_is_said_beside_the_field_and_what_was_typed_stays(
    signed_in, administrator, kind, sent, field
) -> None:
    client = signed_in(administrator)
    sent = {"format": "pdf", "language": "fr", **sent}
    answer = client.post(f"/fr/reports/{kind}/ask/", sent)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert answer.context["form"][field].value() == sent[field]
    assert not Report.objects.exists()
    assert client.get(f"/fr/reports/{kind}/", sent).status_code == 422


def test_the_page_tells_how_far_it_is_with_and_without_a_script(signed_in, french_coordinator, asked) -> None:
    report, client = asked(french_coordinator), signed_in(french_coordinator)
    Report.objects.update(state="running", done=2, total=4)
    page = client.get(address("report", report))
    assert '<progress max="4" value="2"' in page.content.decode()
    assert f'href="{address("report", report)}"' in page.content.decode()
    fragment = client.get(address("report", report), headers={"HX-Request": "true"})
    assert "<html" not in fragment.content.decode()
    mine = client.get("/fr/reports/", headers={"HX-Request": "true"})
    assert "<html" not in mine.content.decode()
    assert address("report", report) in mine.content.decode()
    Report.objects.update(state="queued")
    built(report)
    done = client.get(address("report", report), headers={"HX-Request": "true"})
    assert (done["HX-Refresh"], done.content) == ("true", b"")


def test_the_file_carries_its_hash_is_noted_and_not_sent_twice(signed_in, french_coordinator, dutch_coordinator, asked) -> None:
    report, client = built(asked(french_coordinator)), signed_in(dutch_coordinator)
    answer = client.get(address("file", report))
    assert b"".join(answer.streaming_content) == b"a b c"
    assert answer.headers["ETag"] == f'"{report.sha256}"'
    assert "trial-fr.pdf" in answer.headers["Content-Disposition"]
    [entry] = AccessEntry.objects.filter(kind="export")
    assert (entry.user, entry.subject_fr) == (dutch_coordinator, "trial-fr.pdf")
    assert client.get(address("file", report), headers={"If-None-Match": f'"{report.sha256}"'}).status_code == 304
    assert report.sha256 in client.get(address("report", report)).content.decode()


@pytest.mark.parametrize(("charts", "shown", "lang"), [
    ({"fr": ["<p>Dessin</p>"], "nl": ["<p>Tekening</p>"]}, "Tekening", None),
    ({"fr": ["<p>Dessin</p>"]}, "Dessin", "fr"),
    ({}, "", None),
])  # fmt: skip
def test_the_page_shows_drawings_in_its_language_or_says_in_which(
    signed_in, dutch_coordinator, asked, charts, shown, lang
) -> None:
    report = built(asked(dutch_coordinator))
    Report.objects.update(charts=charts)
    page = lxml.html.fromstring(signed_in(dutch_coordinator).get(address("report", report, "nl")).content)
    found = page.xpath("//section[@aria-labelledby='drawn']/div")
    assert [(one.text_content(), one.get("lang")) for one in found] == ([(shown, lang)] if shown else [])


def test_past_its_day_it_is_gone_though_nobody_deleted_it_yet(signed_in, french_coordinator, asked) -> None:
    report, client = built(asked(french_coordinator)), signed_in(french_coordinator)
    Report.objects.update(expires_at=timezone.now() - datetime.timedelta(minutes=1))
    known = {"If-None-Match": f'"{report.sha256}"'}
    answers = [client.get(address("file", report), headers=sent).status_code for sent in ({}, known)]
    assert (answers, client.get(address("report", report)).status_code) == ([404, 404], 404)
    assert address("report", report) not in client.get("/fr/reports/").content.decode()


def test_what_failed_says_why_in_the_language_of_the_reader_and_is_asked_again(signed_in, french_coordinator, asked) -> None:
    report, client = built(asked(french_coordinator, "nothing")), signed_in(french_coordinator)
    assert report.remark_fr in words(client.get(address("report", report)))
    assert client.get(address("file", report)).status_code == 404
    assert client.post(address("withdraw", report)).status_code == 302
    form = lxml.html.fromstring(client.get(address("report", report)).content).xpath("//a[contains(@href, 'what=nothing')]/@href")
    assert [client.get(one).context["form"].data.dict() for one in form] == [
        {"what": "nothing", "format": "pdf", "language": "fr"}
    ]
    client.post(address("again", report))
    report.refresh_from_db()
    assert report.state == "queued"
    client.post(address("withdraw", report))
    report.refresh_from_db()
    assert report.state == "withdrawn"


def test_a_wrong_address_and_a_wrong_method(signed_in, administrator, asked) -> None:
    report, client = asked(administrator), signed_in(administrator)
    assert client.get("/fr/reports/none/").status_code == 404
    assert client.get("/fr/reports/00000000-0000-0000-0000-000000000000/").status_code == 404
    assert [client.post(one).status_code for one in ("/fr/reports/", address("report", report), address("file", report))] == [
        405
    ] * 3
    assert [client.get(address(name, report)).status_code for name in ("withdraw", "again")] == [405] * 2


def test_the_overview_asks_the_database_the_same_whatever_is_listed(
    signed_in, administrator, asked, django_assert_max_num_queries
) -> None:
    client = signed_in(administrator)
    counts = []
    for number in (1, 2):
        for place in range(number):
            asked(administrator, f"plain{number}{place}")
        with django_assert_max_num_queries(100) as found:
            client.get("/fr/reports/")
        counts.append(len(found))
    assert counts[0] == counts[1]


def test_two_who_ask_at_once_get_one_report(asked, administrator, french_coordinator, trial) -> None:
    values = {"parameters": {"what": "plain"}, "language": "fr", "format": "pdf", "at": NOW}
    (first, joined), (second, also) = (asking.ask(trial, by=one, **values) for one in (administrator, french_coordinator))
    assert (first, joined, also) == (second, False, True)
    assert set(first.readers.all()) == {administrator, french_coordinator}
