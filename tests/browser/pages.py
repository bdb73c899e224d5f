"""Which pages there are to look at in the full portal, and which forms to be refused."""

from django.contrib.admin import site
from django.http import HttpRequest

from amif_network.accounts.models import AccessReview, Invitation
from partnerships.models import Claim, Committee, Evaluation, Immersion, Partnership, Party, PresenceStatement
from projects.models import Call, CallDate, Project

from .scene import Scene, address

OF_THEIR_ACCOUNT: list[tuple[str, str, tuple[object, ...]]] = [
    ("profile", "accounts:profile", ()),
    ("password", "account_change_password", ()),
    ("addresses", "account_email", ()),
    ("two factors", "mfa_index", ()),
    ("sessions", "usersessions_list", ()),
    ("other sign-ins", "socialaccount_connections", ()),
    ("sign out", "account_logout", ()),
    ("confirm it is you", "account_reauthenticate", ()),
    ("own data", "privacy:mine", ()),
]

OF_HELP = ("help", "help-mails", "help-rights", "help-keyboard", "changes", "contact")


def pages(scene: Scene, role: str, lang: str) -> dict[str, str]:
    """Return the addresses of the pages that look different to a person with this role, by a name for the page."""
    entries: list[tuple[str, str, tuple[object, ...]]] = [
        ("home", "home:home", ()),
        ("my work", "home:work", ()),
        ("what is new", "home:news", ()),
        ("guide", "home:guide", (role,)),
        ("organisations", "directory:organisations", ()),
        ("organisation", "directory:organisation", (scene.organisation.pk,)),
        ("people", "directory:people", ()),
        ("search", "search:search", ()),
        ("person", "directory:person", (scene.person.pk,)),
        ("meetings", "meetings:list", ()),
        ("published meeting", "meetings:meeting", (scene.published.pk,)),
        ("editions", "meetings:editions", (scene.published.pk,)),
        ("calls", "projects:calls", ()),
        ("call", "projects:call", (_open_call().pk,)),
        ("projects", "projects:projects", ()),
        *_of_knowledge(scene),
    ]
    if role != "observer":
        entries.append(("practices that inspire", "search:practices", ()))
    if role == "member":
        entries += [(name, f"home:{name}", ()) for name in OF_HELP]
        entries += [("what programs can ask for", "clients:guide", ())]
        entries += [*OF_THEIR_ACCOUNT, ("convened meeting", "meetings:meeting", (scene.planned.pk,)), *_of_interest(role)]
        entries += [("own project", "projects:project", (_project("118-CHA").pk,))]
        entries += [
            ("partnerships", "partnerships:partnerships", ()),
            ("own partnership", "partnerships:partnership", (_partnership("CHA-BIN").pk,)),
            ("what needs attention", "alerts:alerts", ()),
        ]
    if role == "coordinator":
        entries += _of_directory(scene) + _of_meetings(scene) + _of_minutes(scene) + _of_interest(role) + _of_calls()
        entries += _of_projects(scene) + _of_partnerships() + _of_history()
    if role == "administrator":
        # Beside their own pages administrators see those of coordinators; where they can do more, they see them here.
        entries += [
            ("meeting in draft", "meetings:meeting", (scene.draft.pk,)),
            ("workspace", "meetings:workspace", (scene.draft.pk,)),
            ("import and export", "exchange:overview", ()),
            ("what tables would change", "exchange:import-preview", (scene.tables.uuid,)),
            *_of_access(scene),
            ("programs of the API", "clients:clients", ()),
            ("add a program", "clients:make", ()),
            *_of_administration(),
        ]
    return {title: address(name, *args, lang=lang) for title, name, args in entries}


def _of_knowledge(scene: Scene) -> list[tuple[str, str, tuple[object, ...]]]:
    """What the network knows."""
    return [
        ("themes", "search:knowledge", ()),
        ("theme", "search:theme", ("distance",)),
        ("round tables", "search:round-tables", ()),
        ("round table over the years", "search:round-table", (scene.question,)),
        ("topics over time", "search:topics", ()),
        ("topic over time", "search:topic", ("calendrier du prochain appel a projets",)),
    ]


def _of_administration() -> list[tuple[str, str, tuple[object, ...]]]:
    """Every list of the administration, what is added there and one record of each; what came to be is only shown."""
    found: list[tuple[str, str, tuple[object, ...]]] = [("administration", "admin:index", ())]
    for model in sorted(site._registry, key=lambda one: one._meta.label_lower):
        label = model._meta.label_lower
        name = f"admin:{label.replace('.', '_')}"
        found.append((f"list of {label}", f"{name}_changelist", ()))
        record = site._registry[model].get_queryset(HttpRequest()).order_by("pk").first()
        if record is not None:
            found.append((f"one of {label}", f"{name}_change", (record.pk,)))
    for label in ("directory_organisation", "directory_person"):
        found.append((f"new {label}", f"admin:{label}_add", ()))
    return found


def _of_directory(scene: Scene) -> list[tuple[str, str, tuple[object, ...]]]:
    organisation, person, affiliation = scene.organisation.pk, scene.person.pk, scene.affiliation.pk
    return [
        ("new organisation", "directory:organisation-create", ()),
        ("change an organisation", "directory:organisation-edit", (organisation,)),
        ("new person", "directory:person-create", ()),
        ("change a person", "directory:person-edit", (person,)),
        ("new affiliation", "directory:affiliation-create", (person,)),
        ("change an affiliation", "directory:affiliation-edit", (affiliation,)),
        ("end an affiliation", "directory:affiliation-end", (affiliation,)),
    ]


def _open_call() -> Call:
    """Return the call of the demo that is announced, with an opening that moved."""
    return Call.objects.get(state=Call.State.ANNOUNCED)


def _of_calls() -> list[tuple[str, str, tuple[object, ...]]]:
    """Every form of a call."""
    call = _open_call()
    deadline = CallDate.objects.newest().get(call=call, kind=CallDate.Kind.DEADLINE)
    return [
        ("new call", "projects:call-new", ()),
        ("change a call", "projects:call-edit", (call.pk,)),
        ("cancel a call", "projects:call-step", (call.pk, "cancel")),
        ("new date", "projects:date-new", (call.pk,)),
        ("move a date", "projects:date-move", (call.pk, deadline.pk)),
        ("envelopes", "projects:envelopes", (call.pk,)),
        ("mails of a call", "projects:mails", (call.pk,)),
        ("new template", "projects:template-new", (call.pk,)),
        ("programmes", "projects:programmes", ()),
        ("new programme", "projects:programme-new", ()),
    ]


def _project(code: str) -> Project:
    """Return a project of the demo by its code."""
    return Project.objects.get(code=code)


def _of_projects(scene: Scene) -> list[tuple[str, str, tuple[object, ...]]]:
    """Projects of the demo from their first line to their last payment, and every form of one."""
    full, returned, submitted, empty = _project("42-ANT"), _project("118-GNT").pk, _project("118-CHA").pk, scene.empty_project.pk
    decree, payment = full.decree_lines.get().decree_id, full.payments.order_by("pk")[0].pk
    return [
        ("submitted project", "projects:project", (submitted,)),
        ("project that is paid", "projects:project", (full.pk,)),
        ("project without a line", "projects:project", (empty,)),
        ("new project", "projects:project-new", (_open_call().pk,)),
        ("change a project", "projects:project-edit", (returned,)),
        ("funding", "projects:funding", (returned,)),
        ("budget", "projects:budget", (returned,)),
        ("supplements", "projects:supplements", (returned,)),
        ("return a project", "projects:project-step", (submitted, "return")),
        ("submission that is stopped", "projects:project-step", (empty, "submit")),
        ("grant", "projects:project-step", (full.pk, "grant")),
        ("actual costs", "projects:accounts", (full.pk,)),
        ("new payment", "projects:payment-new", (full.pk,)),
        ("reverse a payment", "projects:payment-reverse", (full.pk, payment)),
        ("new decree", "projects:decree-new", (full.call_id,)),
        ("correct a decree", "projects:decree", (full.call_id, decree)),
        ("attach to a project", "projects:document-attach", (returned,)),
    ]


def _partnership(code: str) -> Partnership:
    """Return a partnership of the demo by its code."""
    return Partnership.objects.get(code=code)


def _of_partnerships() -> list[tuple[str, str, tuple[object, ...]]]:
    """Partnerships of the demo: one that goes well, one in trouble, one that is over; the main pages below them."""
    network, trouble, ended = (_partnership(code).pk for code in ("GNT-LN", "CHA-BIN", "LIE-HUY-1"))
    partner = Party.objects.get(partnership=trouble, role="partner").pk
    claim = Claim.objects.get(partnership=trouble, state="submitted").pk
    immersion = Immersion.objects.get(partnership=trouble)
    month = PresenceStatement.objects.filter(immersion=immersion).latest("month").month
    return [
        ("partnerships", "partnerships:partnerships", ()),
        ("new partnership", "partnerships:partnership-new", ()),
        ("partnership that goes well", "partnerships:partnership", (network,)),
        ("partnership in trouble", "partnerships:partnership", (trouble,)),
        ("partnership that is over", "partnerships:partnership", (ended,)),
        ("without a partnership", "partnerships:no-partnerships", ()),
        ("people of a party", "partnerships:party-people", (trouble, partner)),
        ("claims", "partnerships:claims", ()),
        ("cash statement", "partnerships:money", (network,)),
        ("claim", "partnerships:claim", (trouble, claim)),
        ("new claim", "partnerships:claim-new", (trouble,)),
        ("accept a claim", "partnerships:claim-step", (trouble, claim, "accept")),
        ("immersion", "partnerships:immersion", (trouble, immersion.pk)),
        ("month of presence", "partnerships:presence", (trouble, immersion.pk, month.year, month.month)),
        ("plan of presence", "partnerships:plan", (trouble, immersion.pk)),
        ("committee", "partnerships:committee", (network, Committee.objects.get(partnership=network).pk)),
        ("new evaluation", "partnerships:evaluation-new", (trouble, partner)),
        ("evaluation", "partnerships:evaluation", (ended, Evaluation.objects.filter(partnership=ended)[0].pk)),
        ("comparison", "partnerships:comparison", ()),
        ("what needs attention", "alerts:alerts", ()),
    ]


def _of_access(scene: Scene) -> list[tuple[str, str, tuple[object, ...]]]:
    """Who has access, what was asked about one's data, and what is kept: with all that administrators may do."""
    standing = Invitation.objects.filter(accepted_at=None, revoked_at=None).earliest("pk")
    waiting, confirmed = (AccessReview.objects.filter(confirmed_at__isnull=empty).earliest("pk") for empty in (True, False))
    return [
        ("manage", "home:management", ()),
        ("access", "access:accounts", ()),
        ("account", "access:account", (scene.users["member"].pk,)),
        ("take the second step away", "mfa_reset", (scene.careful.pk,)),
        ("invite", "access:invite", (scene.person.pk,)),
        ("invitation", "access:invitation", (standing.pk,)),
        ("lists of the quarter", "access:reviews", ()),
        ("list to confirm", "access:review", (waiting.pk,)),
        ("list that is confirmed", "access:review", (confirmed.pk,)),
        ("personal data", "privacy:overview", ()),
        ("data of a person", "privacy:subject-person", (scene.person.pk,)),
        ("erase a person", "privacy:erase-person", (scene.person.pk,)),
        ("how long things are kept", "privacy:rules", ()),
    ]


def _of_history() -> list[tuple[str, str, tuple[object, ...]]]:
    """Who changed what, and who came in."""
    return [
        ("history", "history:search", ()),
        ("history of a partnership", "history:object", ("partnerships", "partnership", _partnership("CHA-BIN").pk)),
        ("sign-ins and exports", "history:access", ()),
    ]


def _of_interest(role: str) -> list[tuple[str, str, tuple[object, ...]]]:
    """What is answered to the announced call of the demo."""
    call = _open_call().pk
    if role == "member":
        return [("own answer", "projects:interest", (call,))]
    return [
        ("who is interested", "projects:interests", (call,)),
        ("poll", "projects:poll", (call,)),
        ("scenarios", "projects:scenarios", (call,)),
        ("new scenario", "projects:scenario-new", (call,)),
    ]


def _of_meetings(scene: Scene) -> list[tuple[str, str, tuple[object, ...]]]:
    draft, planned = scene.draft.pk, scene.planned.pk
    return [
        ("import", "meetings:import", ()),
        ("check an import", "meetings:import-preview", (scene.importation.uuid,)),
        ("new meeting", "meetings:new", ()),
        ("meeting in draft", "meetings:meeting", (draft,)),
        ("planned meeting", "meetings:meeting", (planned,)),
        ("cancelled meeting", "meetings:meeting", (scene.cancelled.pk,)),
        ("change a meeting", "meetings:edit", (draft,)),
        ("cancel a meeting", "meetings:step", (planned, "cancel")),
        ("convocation", "meetings:convocation", (planned,)),
        ("mails", "meetings:mails", (planned,)),
        ("agenda", "meetings:agenda", (draft,)),
        ("paste an agenda", "meetings:agenda-paste", (draft,)),
        ("attendance", "meetings:attendance", (draft,)),
        ("paste an attendance", "meetings:attendance-paste", (draft,)),
        ("attach", "meetings:attach", (draft,)),
        ("remove a document", "meetings:remove-attachment", (draft, scene.attachment.pk)),
    ]


def _of_minutes(scene: Scene) -> list[tuple[str, str, tuple[object, ...]]]:
    draft, section = scene.draft.pk, scene.section.uuid
    return [
        ("workspace", "meetings:workspace", (draft,)),
        ("approved workspace", "meetings:workspace", (scene.approved.pk,)),
        ("published workspace", "meetings:workspace", (scene.published.pk,)),
        ("approve", "meetings:approve", (draft,)),
        ("withdraw", "meetings:withdraw", (scene.approved.pk,)),
        ("publish", "meetings:publish", (scene.approved.pk,)),
        ("correct", "meetings:correct", (scene.published.pk,)),
        ("no editions", "meetings:editions", (draft,)),
        ("section settings", "meetings:section-settings", (draft, section)),
        ("section", "meetings:section-edit", (draft, section, "fr")),
        ("history", "meetings:section-history", (draft, section, "fr")),
        ("revision", "meetings:section-revision", (draft, section, "fr", scene.revision)),
        ("two versions", "meetings:conflict", (draft, section, "fr", scene.aside.pk)),
        ("what waits for a translation", "meetings:translations", ()),
        ("what changed on the other side", "meetings:section-changes", (draft, section, "nl")),
        ("ask for a translation", "meetings:section-ask", (draft, section, "nl")),
        ("projection", "meetings:live", (draft,)),
        ("who is there", "meetings:roll", (draft,)),
        ("round table", "meetings:grid", (scene.published.pk, scene.question)),
        *((f"preview {lang}", "meetings:preview", (draft, lang)) for lang in ("fr", "nl", "both")),
        ("preview of what is approved", "meetings:preview", (scene.approved.pk, "both")),
        ("new slides", "meetings:slide-add", (draft, section)),
        ("slides", "meetings:slide-edit", (draft, scene.slides.pk)),
        ("awaited", "meetings:pending-add", (draft,)),
        ("change awaited", "meetings:pending-edit", (draft, scene.pending.pk)),
    ]


def refusals(scene: Scene) -> dict[str, tuple[str, tuple[object, ...], dict[str, str]]]:
    """Return forms that are refused: where they stand, and what is typed into which fields before they are sent."""
    draft, planned, section = scene.draft.pk, scene.planned.pk, scene.section.uuid
    return {
        "funding of a project": ("projects:funding", (_project("118-GNT").pk,), {"[name$='-0-year']": "1900"}),
        "funding, overtaken": ("projects:funding", (_project("118-GNT").pk,), {"[name=base]": "other"}),
        "payment": ("projects:payment-new", (_project("42-ANT").pk,), {}),
        "enter a date of a call": ("projects:date-new", (_open_call().pk,), {}),
        "new meeting": ("meetings:new", (), {}),
        "meeting": ("meetings:edit", (draft,), {"[name=date]": ""}),
        "meeting, overtaken": ("meetings:edit", (draft,), {"[name=base]": "other"}),
        "agenda": ("meetings:agenda", (draft,), {"[name$='-0-starts_at']": "10:00", "[name$='-0-ends_at']": "09:00"}),
        "agenda, overtaken": ("meetings:agenda", (draft,), {"[name=base]": "other"}),
        "attendance": ("meetings:attendance", (draft,), {"[name$='-0-person']": "Quelqu'un Que Personne Ne Connaît"}),
        "attendance, overtaken": ("meetings:attendance", (draft,), {"[name=base]": "other"}),
        "paste an agenda": ("meetings:agenda-paste", (draft,), {}),
        "paste an attendance": ("meetings:attendance-paste", (draft,), {}),
        "attach": ("meetings:attach", (draft,), {}),
        "import": ("meetings:import", (), {}),
        "export without a table": ("exchange:overview", (), {}),
        "cancel": ("meetings:step", (planned, "cancel"), {}),
        "withdraw": ("meetings:withdraw", (scene.approved.pk,), {}),
        "correct": ("meetings:correct", (scene.published.pk,), {}),
        "slides": ("meetings:slide-add", (draft, section), {}),
        "awaited": ("meetings:pending-add", (draft,), {}),
        "two versions": ("meetings:conflict", (draft, section, "fr", scene.aside.pk), {}),
        "organisation": (
            "directory:organisation-edit",
            (scene.organisation.pk,),
            {"[name=valid_from]": "2026-01-02", "[name=valid_to]": "2026-01-01"},
        ),
        "new organisation": ("directory:organisation-create", (), {}),
        "new person": ("directory:person-create", (), {}),
        "new affiliation": ("directory:affiliation-create", (scene.person.pk,), {}),
        "password": ("account_change_password", (), {}),
    }  # fmt: skip
