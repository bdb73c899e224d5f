"""Published minutes: what is known of each frozen PDF; its bytes stand at an address of their own."""

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from amif_network.accounts.models import Scope, User
from meetings.models import Edition

from .. import parameters as by
from ..fields import KEY, TEXT, URL, Field, address, at, bilingual, identity, reference, schema_of, text, word
from ..parameters import Rows
from .resource import Resource

MEETING = {
    "id": Field(KEY, int, 12),
    "url": Field(URL, str, "https://portal.example.org/api/v1/meetings/12"),
}
LANGUAGES = {"fr": ["fr"], "nl": ["nl"], "both": ["fr", "nl"]}


def _rows(reader: User) -> Rows:
    visible = Edition.objects.visible_to(reader).defer("pdf", "content")
    return visible.select_related("minutes__meeting").annotate(updated=F("published_at"))


EDITIONS = Resource(
    name="edition",
    title=_("Published minutes"),
    about=_("Each published edition: version, languages and the sha256 of its PDF, which never changes."),
    scope=Scope.EDITIONS,
    rows=_rows,
    fields={
        **identity("edition"),
        "meeting": Field(
            schema_of(MEETING),
            lambda row: reference("meeting", row.minutes.meeting),
            {name: field.example for name, field in MEETING.items()},
        ),
        "title": Field(
            bilingual("title", "", "").schema,
            lambda row: {lang: getattr(row.minutes.meeting, f"title_{lang}") or None for lang in ("fr", "nl")},
            {"fr": "Réunion du réseau", "nl": "Netwerkvergadering"},
        ),
        "version": text("version_name", "1.0"),
        "audience": word("audience", Edition.Audience, "public"),
        "languages": Field(
            {"type": "array", "items": {"type": "string", "enum": ["fr", "nl"]}}, lambda row: LANGUAGES[row.language], ["fr"]
        ),
        "published": at("published_at", "2026-04-02T15:00:00.000000+02:00"),
        "pdf": Field(URL, lambda row: address("edition-pdf", row.pk), "https://portal.example.org/api/v1/editions/12/pdf"),
        "sha256": Field({**TEXT, "pattern": "^[0-9a-f]{64}$"}, lambda row: row.sha256, "0" * 64),
        "updated": at("updated", "2026-04-02T15:00:00.000000+02:00"),
    },
    filters={
        "meeting": by.key(lambda rows, value: rows.filter(minutes__meeting=value), _("Only editions of this meeting.")),
        "year": by.year(lambda rows, value: rows.filter(published_at__year=value), _("Only editions published in this year.")),
    },
)
