"""Pages that only an answer brings: refused forms, collisions, empty lists, errors, a second step at sign-in: without fault."""

import datetime
from collections.abc import Callable

import pytest
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.utils import timezone
from playwright.sync_api import Page, Response

from amif_network.home.demo.cast import PASSWORD
from amif_network.outbox import unsubscribing
from amif_network.reports.kinds import kinds
from amif_network.reports.models import Report, ReportState
from meetings import reply_links

from . import audit
from .pages import refusals
from .scene import Scene, address

pytestmark = [pytest.mark.long, pytest.mark.django_db, pytest.mark.parametrize("lang", ["fr", "nl"])]

# The biggest form goes off as a program would send it: past the browser's own checks and past every script.
SEND = """() => [...document.querySelectorAll("main form")].sort((a, b) => b.elements.length - a.elements.length)[0].submit()"""
TOO_MUCH = """() => {
    const form = Object.assign(document.createElement("form"), {method: "post"});
    form.innerHTML = '<input type="hidden" name="x">'.repeat(5001);
    document.body.append(form);
    form.submit();
}"""
ERRORS = (
    "[data-amif-error-summary], .field__error, .ds-alert[data-color=danger], .ds-alert[data-color=warning], .combobox__question"
)


def sent(page: Page, script: str = SEND) -> Response:
    """Run a script that sends a form and return the answer."""
    with page.expect_navigation() as answer:
        page.evaluate(script)
    assert answer.value is not None
    return answer.value


def test_refused_forms_and_collisions(page_of: Callable[[str], Page], scene: Scene, portal: str, lang: str) -> None:
    page, found = page_of("coordinator"), {}
    for name, (view, args, typed) in refusals(scene).items():
        page.goto(f"{portal}{address(view, *args, lang=lang)}")
        for selector, value in typed.items():
            page.locator(selector).first.evaluate("(field, value) => { field.value = value }", value)
        with audit.complaints(page, refused=True) as said:
            answer = sent(page)
            seen = [] if page.locator(ERRORS).count() else [f"nothing said: {answer.status} {page.url}"]
            faults = [*seen, *audit.faults(page, lang)]
        if faults := faults + said:
            found[name] = faults
    assert found == {}


def test_empty_lists(page_of: Callable[[str], Page], portal: str, lang: str) -> None:
    page, found = page_of("coordinator"), {}
    for view in ("directory:organisations", "directory:people", "meetings:list"):
        page.goto(f"{portal}{address(view, lang=lang)}?q=zzzz")
        found[view] = (page.locator(".empty-state").count(), audit.faults(page, lang))
    assert found == dict.fromkeys(found, (1, []))


def test_what_search_finds(page_of: Callable[[str], Page], portal: str, lang: str) -> None:
    """Hits with their facets, one facet chosen, nothing that fits, some of the words, a name written otherwise, too little."""
    page, found = page_of("coordinator"), {}
    for asked in ("q=immersion", "q=immersion&kind=minutes", "q=zzzzqq", "q=immersion+zzzzqq", "q=charlerois", "q=a"):
        page.goto(f"{portal}{address('search:search', lang=lang)}?{asked}")
        found[asked] = (page.locator(".search__hit").count() > 0, audit.faults(page, lang))
    hits = {"q=immersion": True, "q=immersion&kind=minutes": True, "q=immersion+zzzzqq": True, "q=charlerois": True}
    assert found == {asked: (hits.get(asked, False), []) for asked in found}


def test_reports_in_every_state(page_of: Callable[[str], Page], scene: Scene, portal: str, lang: str) -> None:
    page, found, now = page_of("coordinator"), {}, timezone.now()
    for kind in kinds():
        page.goto(f"{portal}{address('reports:kind', kind, lang=lang)}")
        found[kind] = audit.faults(page, lang)
    for state in ReportState.values:
        report = Report.objects.create(
            kind="annual", parameters={"year": 2025}, language="fr", format="pdf", key=f"{state} {lang}", state=state, total=4,
            requested_by=scene.users["coordinator"], asked_at=now, expires_at=now + datetime.timedelta(days=1), done=2,
            remark_fr="Rien.", remark_nl="Niets.", sha256="0" * 64, file="reports/0", filename="rapport-annuel-2025-fr.pdf",
        )  # fmt: skip
        report.readers.add(scene.users["coordinator"])
        page.goto(f"{portal}{address('reports:report', report.uuid, lang=lang)}")
        found[state] = audit.faults(page, lang)
    page.goto(f"{portal}{address('reports:overview', lang=lang)}")
    found["overview"] = audit.faults(page, lang)
    # Nothing under way is left to the portal, whose other pages tell of it.
    Report.objects.all().delete()
    assert found == {shown: [] for shown in found}


@pytest.mark.parametrize(("role", "view", "args", "status"), [
    ("observer", "meetings:new", (), 403),
    ("observer", "meetings:meeting", (10**9,), 404),
    ("coordinator", "admin:login", (), 403),
])  # fmt: skip
def test_refusals_in_the_frame(page_of, portal: str, lang: str, role: str, view: str, args: tuple[int, ...], status: int) -> None:
    page = page_of(role)
    with audit.complaints(page, refused=True) as said:
        answer = page.goto(f"{portal}{address(view, *args, lang=lang)}")
        assert (answer.status, page.title().count("·") >= 1) == (status, True)
        assert audit.faults(page, lang) + said == []


def test_refusals_that_rely_on_nothing(page_of: Callable[[str], Page], portal: str, lang: str) -> None:
    page = page_of("")
    with audit.complaints(page, refused=True) as said:
        found = {}
        for status, script in (
            (400, TOO_MUCH),
            (403, f"document.querySelector('[name=csrfmiddlewaretoken]').remove(); ({SEND})()"),
        ):
            page.goto(f"{portal}{address('account_login', lang=lang)}")
            found[status] = (sent(page, script).status, audit.themes(page), audit.sideways(page))
    assert found == {400: (400, [], []), 403: (403, [], [])}
    assert said == []


def test_behind_the_links_of_mails(page_of: Callable[[str], Page], scene: Scene, portal: str, lang: str) -> None:
    page, found = page_of(""), {}
    row = scene.planned.attendances.select_related("person").order_by("pk").first()
    shown = {
        "convocation": (reply_links.address(row, lang), "form"),
        "convocation, closed": (address("meetings:reply-link", "x", lang=lang), "h1"),
        "review, closed": (address("meetings:review-link", "x", lang=lang), "h1"),
        "edition, closed": (address("meetings:edition-link", "x", lang=lang), "h1"),
        "news": (address("outbox:unsubscribe", unsubscribing.token("ana@example.org"), lang=lang), "form"),
        "news, closed": (address("outbox:unsubscribe", "x", lang=lang), "h1"),
    }
    with audit.complaints(page, refused=True) as said:
        for name, (path, part) in shown.items():
            page.goto(f"{portal}{path}")
            found[name] = (page.locator(f"main {part}").count() >= 1, audit.faults(page, lang))
        page.goto(f"{portal}{shown['convocation'][0]}")
        sent(page)
        found["convocation, refused"] = (page.locator(ERRORS).count() >= 1, audit.faults(page, lang))
    assert found == dict.fromkeys(found, (True, []))
    assert said == []


def test_choosing_a_password(page_of: Callable[[str], Page], scene: Scene, portal: str, lang: str) -> None:
    page, user = page_of(""), scene.users["member"]
    # A key ends with the next sign-in, which the scene knows nothing of.
    user.refresh_from_db()
    key = default_token_generator.make_token(user)
    page.goto(f"{portal}{address('account_reset_password_from_key', user_pk_to_url_str(user), key, lang=lang)}")
    assert page.locator("[name=password1]").count() == 1
    assert audit.faults(page, lang) == []
    page.locator("[name=password1]").fill("short")
    page.locator("[name=password2]").fill("other")
    sent(page)
    assert page.locator(".field__error").count() >= 1
    assert audit.faults(page, lang) == []


def test_setting_up_a_second_step(page_of: Callable[[str], Page], portal: str, lang: str) -> None:
    """Signing in is not enough for it: allauth asks for the password once more, and only that counts as `reauthenticated`."""
    page, target = page_of("member"), f"{portal}{address('mfa_activate_totp', lang=lang)}"
    with audit.complaints(page) as said:
        page.goto(target)
        if page.url != target:
            page.locator("[name=password]").fill(PASSWORD)
            sent(page)
        assert page.url == target
        assert page.locator(".qr-code svg").count() == 1
        assert audit.faults(page, lang) + said == []
        page.locator("[name=code]").fill("000000")
        sent(page)
        assert page.locator(".field__error").count() == 1
        assert audit.faults(page, lang) + said == []


def test_signing_in_in_two_steps(page_of: Callable[[str], Page], scene: Scene, portal: str, lang: str) -> None:
    page, found = page_of(""), {}
    page.context.clear_cookies()
    page.goto(f"{portal}{address('account_login', lang=lang)}")
    page.locator("[name=login]").fill(scene.careful.email)
    page.locator("[name=password]").fill(PASSWORD)
    sent(page)
    found["second step"] = audit.faults(page, lang)
    page.locator("[name=code]").first.fill(scene.recovery_codes.pop())
    sent(page)
    for view in (
        "mfa_index",
        "mfa_reauthenticate",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_deactivate_totp",
    ):
        page.goto(f"{portal}{address(view, lang=lang)}")
        found[view] = audit.faults(page, lang)
    page.context.clear_cookies()
    assert found == {name: [] for name in found}
