"""What holds for the whole house, whoever builds in it (HOUSE §7)."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.core.management import call_command, get_commands
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

ROOT = Path(settings.BASE_DIR)
OURS = ("amif_network", "meetings", "projects", "partnerships")
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))

# What a person may open before signing in.
PUBLIC = {
    "start", "healthz", "readyz", "account_login", "account_logout", "account_signup", "account_inactive",
    "account_email_verification_sent", "account_confirm_email", "account_reset_password", "account_reset_password_done",
    "account_reset_password_from_key", "account_reset_password_from_key_done", "account_reauthenticate",
    "mfa_authenticate", "mfa_reauthenticate", "account_confirm_login_code", "account_request_login_code",
    "mfa_login_webauthn", "openid_connect_login", "openid_connect_callback", "socialaccount_login_cancelled",
    "admin:login", "account_signup_by_passkey", "accounts:session", "meetings:genuine",
    "meetings:reply-link", "outbox:subscribe", "meetings:reply-link-opened", "meetings:review-link-opened", "calendar-feed",
    "privacy:statement", "privacy:register", "privacy:accessibility", "home:contact",
    # Programs show a token instead (tests/api).
    "api:document", "api:published", "api:calendar", "api:edition-pdf", "api:meetings", "api:meeting", "api:editions",
    "api:edition", "api:organisations", "api:organisation", "api:calls", "api:call", "api:partnerships", "api:partnership",
}  # fmt: skip


def source_files() -> list[Path]:
    return [path for name in OURS for path in (ROOT / name).rglob("*.py") if "migrations" not in path.parts]


def named_patterns(resolver: URLResolver, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from named_patterns(pattern, inner)
        elif pattern.name:
            yield f"{namespace}{pattern.name}", pattern


def example_address(name: str, pattern: URLPattern) -> str:
    examples = {"int": 1, "uuid": "00000000-0000-4000-8000-000000000001", "str": "x", "slug": "x", "path": "x"}
    converters = pattern.pattern.converters
    kwargs = {key: examples.get(type(value).__name__.removesuffix("Converter").lower(), "x") for key, value in converters.items()}
    return reverse(name, kwargs=kwargs)


def test_imports_run_one_way_only() -> None:
    done = subprocess.run([Path(sys.executable).parent / "lint-imports"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.django_db
def test_every_address_refuses_the_anonymous_unless_it_is_public() -> None:
    client, open_doors = Client(), []
    for name, pattern in named_patterns(get_resolver()):
        if name in PUBLIC or pattern.pattern.regex.groups != len(pattern.pattern.converters):
            continue
        response = client.get(example_address(name, pattern))
        to_sign_in = response.status_code == 302 and "/login/" in response["Location"]
        if not to_sign_in and response.status_code != 404:
            open_doors.append((name, response.status_code))
    assert open_doors == []


def test_every_template_is_used() -> None:
    mentioned = "\n".join(path.read_text() for path in [*source_files(), *TEMPLATES, ROOT / "amif_network" / "settings.py"])
    # These are looked up by name from inside Django and django-allauth.
    by_convention = ("django/", "account/", "allauth/", "mfa/", "admin/", "socialaccount/", "usersessions/", "registration/")
    names = [str(path.relative_to(ROOT / "templates")) for path in TEMPLATES]
    unused = [
        name
        for name in names
        if not name.startswith(by_convention) and name not in mentioned and not re.fullmatch(r"[45]\d\d(_csrf)?\.html", name)
    ]
    # Mails are named without their ending, some without the noun they begin with.
    stems = {name: Path(name).stem for name in unused}
    posted = {
        name
        for name, stem in stems.items()
        if Path(name).parent.name == "mails"
        and any(f'{quote}{word}"' in mentioned for quote in '"/' for word in (stem, stem.partition("_")[2]) if word)
    }
    assert sorted({*unused} - posted) == []


@pytest.mark.parametrize("language", ["fr", "nl"])
def test_catalogue_is_complete(language: str) -> None:
    catalogue = polib.pofile(str(ROOT / "locale" / language / "LC_MESSAGES" / "django.po"))
    assert [entry.msgid for entry in catalogue if not entry.obsolete and (not entry.translated() or entry.fuzzy)] == []
    assert len(catalogue) > 100


@pytest.mark.parametrize("language", ["fr", "nl"])
def test_translations_keep_their_placeholders(language: str) -> None:
    catalogue = polib.pofile(str(ROOT / "locale" / language / "LC_MESSAGES" / "django.po"))
    placeholder = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w+\}")
    broken = [
        entry.msgid
        for entry in catalogue
        if not entry.obsolete
        and not entry.msgid_plural
        and sorted(placeholder.findall(entry.msgid)) != sorted(placeholder.findall(entry.msgstr))
    ]
    assert broken == []


def test_no_inline_script_style_or_handler_in_templates() -> None:
    inline = re.compile(r"\son\w+=|<script>|<style|\sstyle=\"", re.IGNORECASE)
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in TEMPLATES
        if "documents" not in path.parts
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if inline.search(line)
    ]
    assert found == []


def test_every_management_command_is_documented() -> None:
    ours = {name for name, app in get_commands().items() if str(app).split(".")[0] in OURS}
    documents = "\n".join((ROOT / name).read_text() for name in ("README.md", "docs/operations.md", "docs/architecture.md"))
    assert {name for name in ours if name not in documents} == set()


def test_messages_are_marked_by_names_that_makemessages_knows() -> None:
    """A message marked by another name is in no catalogue: the page says it in English, and no check misses it."""
    marks = re.compile(r"import (?:n?p?gettext(?:_lazy|_noop)?|npgettext(?:_lazy)?) as (?!_\b)\w+")
    assert [str(path) for path in source_files() if marks.search(path.read_text())] == []


# Who sets attributes whose names come from elsewhere, each with a closed list of names.
SETTERS = {
    ("meetings/actions/agenda.py", "_filled"),
    ("meetings/actions/attendance.py", "_filled"),
    ("meetings/actions/meeting.py", "change"),
    ("meetings/actions/structure.py", "change_section"),
    # Words of copies that are shown and never saved.
    ("meetings/documents/publicity.py", "in_public_words"),
    ("amif_network/history/naming.py", "_bring_back"),
    # The last day of an affiliation or of a membership of the network.
    ("amif_network/directory/admin.py", "_ended"),
    ("amif_network/directory/reference.py", "_update"),
    ("amif_network/core/pdf/speed/__init__.py", "short_cuts"),
}
WRITING_METHODS = {"update", "create", "get_or_create", "update_or_create", "bulk_update"}


def functions_of(path: Path) -> Iterator[tuple[str, ast.AST]]:
    """Yield every node of a module with the name of the function around it."""
    for outer in ast.walk(ast.parse(path.read_text())):
        if isinstance(outer, ast.FunctionDef):
            for node in ast.walk(outer):
                yield outer.name, node


def written_attributes(node: ast.AST) -> Iterator[str | None]:
    """Yield the attributes and columns a statement or call writes; None for one whose name is not in the text."""
    if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        for target in (part for one in targets for part in ast.walk(one)):
            if isinstance(target, ast.Attribute) and isinstance(target.ctx, ast.Store):
                yield target.attr
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "setattr":
        name = node.args[1]
        yield name.value if isinstance(name, ast.Constant) else None
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITING_METHODS:
        yield from (keyword.arg for keyword in node.keywords if keyword.arg is not None)
        if node.func.attr == "bulk_update":
            yield from (one.value for one in ast.walk(node) if isinstance(one, ast.Constant))


def test_state_is_written_by_workflows_only() -> None:
    writers = {
        (str(path.relative_to(ROOT)), function)
        for path in source_files()
        if path.name != "workflow.py"
        for function, node in functions_of(path)
        for name in written_attributes(node)
        if name == "state" or name is None
    }
    assert writers == SETTERS


@pytest.mark.parametrize(
    "line",
    [
        "meeting.state = 'closed'", "meeting.state, x = 'closed', 1", "setattr(meeting, 'state', 'closed')",
        "Meeting.objects.update(state='closed')", "Meeting.objects.create(state='closed')",
        "Meeting.objects.bulk_update(meetings, ['state'])", "meeting.state: str = 'closed'",
    ],
)  # fmt: skip
def test_the_guard_of_states_sees_every_way_to_write_one(line: str) -> None:
    assert "state" in {name for node in ast.walk(ast.parse(line)) for name in written_attributes(node)}


def test_no_registry_address_is_committed() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    hosts = re.compile(r"(registry\.npm" + r"js|files\.python" + r"hosted|pypi\." + r"org)")
    texts = [
        ROOT / name
        for name in listed.stdout.splitlines()
        if (ROOT / name).suffix in {".py", ".md", ".txt", ".toml", ".sh", ".html", ".js", ".json"}
    ]
    assert [str(path) for path in texts if path.is_file() and hosts.search(path.read_text(errors="replace"))] == []
