"""People, and who works where, in what function, from when to when."""

from __future__ import annotations

from datetime import date

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q, Value
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from amif_network.core.bilingual import Bilingual, Language, active_language
from amif_network.core.formats import format_date
from amif_network.directory.folding import folded, words_of
from amif_network.directory.matching import PersonMatch, PersonMatcher
from amif_network.directory.models.organisation import Organisation, OrganisationQuerySet
from amif_network.directory.models.validity import DISORDERED, holds_on, ordered_dates, refuse_disorder, valid_on, validity
from amif_network.directory.viewer import Viewer

# What stands instead of the name of somebody whose data were erased (`amif_network.privacy`), in both languages at once:
# every page, list and document reads it like a name. A number follows, so that no two records are taken for one.
REMOVED = "Personne retirée / Verwijderde persoon"
# What is typed of a person, and taken out by an erasure.
PERSONAL = ("given_name", "family_name", "email", "phone", "preferred_language", "show_role")


class PersonQuerySet(models.QuerySet["Person"]):
    """Which people exist, and whose e-mail and phone a viewer may read."""

    def visible_to(self, user: Viewer) -> PersonQuerySet:
        """Everybody signed in sees names, functions and organisations; see `with_contact_right` for the rest."""
        return self if user.is_authenticated else self.none()

    def with_contact_right(self, user: Viewer, on: date) -> PersonQuerySet:
        """Annotate `contact_visible`: coordinating roles, the person itself, and colleagues of the day `on`."""
        if user.is_coordinating:
            return self.annotate(contact_visible=Value(True))
        current = Affiliation.objects.valid_on(on)
        mine = current.filter(person=user.person_id).values("organisation")
        colleague = Exists(current.filter(person=OuterRef("pk"), organisation__in=mine))
        return self.annotate(contact_visible=colleague | Q(pk=user.person_id) if user.person_id else Value(False))

    def search(self, text: str) -> PersonQuerySet:
        """People whose name holds every word of `text`."""
        found = self
        for word in words_of(text):
            found = found.filter(search_text__contains=word)
        return found

    def working_in(self, organisations: OrganisationQuerySet, on: date) -> PersonQuerySet:
        """People with an affiliation to one of `organisations` on the day `on`."""
        at_work = Affiliation.objects.valid_on(on).filter(person=OuterRef("pk"), organisation__in=organisations.values("pk"))
        return self.filter(Exists(at_work))

    def with_affiliations(self) -> PersonQuerySet:
        """Load each person's affiliations with their organisations, the latest first."""
        return self.prefetch_related(
            Prefetch("affiliations", queryset=Affiliation.objects.select_related("organisation").order_by("-valid_from", "pk"))
        )

    def matcher(self, on: date | None = None) -> PersonMatcher:
        """Read all people and affiliations, to match any number of names as of the day `on` (today where not given)."""
        matcher = PersonMatcher(on or timezone.localdate())
        for person in self.with_affiliations().order_by("sort_key", "pk"):
            matcher.add(person)
        return matcher

    def match(self, name: str, organisation: Organisation | None = None, on: date | None = None) -> PersonMatch:
        """Return the person that `name` means; two homonyms are none, unless `organisation` tells them apart."""
        return self.matcher(on).match(name, organisation)

    def for_list(self) -> PersonQuerySet:
        """Load what a list of people shows, sorted on family name with its prefix (De Crom under D)."""
        return self.with_affiliations().order_by("sort_key", "pk")


class Person(models.Model):
    """Somebody the network meets: a name as printed, ways to reach them, a language they prefer."""

    given_name = models.CharField(_("given name"), max_length=80, blank=True)
    family_name = models.CharField(_("family name"), max_length=80, help_text=_("With its prefix: De Crom, Van Belle."))
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    preferred_language = models.CharField(_("preferred language"), max_length=2, choices=Language, blank=True)
    show_role = models.BooleanField(
        _("function may be shown"),
        default=False,
        help_text=_("Tick only when the person agrees: documents and pages then name the function beside the person."),
    )

    sort_key = models.GeneratedField(
        expression=folded("family_name", "given_name"), output_field=models.TextField(db_collation="C"), db_persist=True
    )
    search_text = models.GeneratedField(
        expression=folded("given_name", "family_name"), output_field=models.TextField(db_collation="C"), db_persist=True
    )

    # Only there when PersonQuerySet.with_contact_right() loaded the row.
    contact_visible: bool

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ("sort_key", "pk")
        constraints = (
            models.CheckConstraint(
                condition=~Q(family_name=""), name="person_has_a_family_name", violation_error_message=_("Give the family name.")
            ),
            models.CheckConstraint(condition=Q(preferred_language__in=["", "fr", "nl"]), name="person_language_known"),
        )

    def __str__(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()

    def get_absolute_url(self) -> str:
        """Return the address of the person's page."""
        return reverse("directory:person", args=[self.pk])

    @property
    def name_by_family(self) -> str:
        """The name as sorted lists show it: De Crom, Jolien."""
        return f"{self.family_name}, {self.given_name}" if self.given_name else self.family_name

    @property
    def is_removed(self) -> bool:
        """True for somebody whose data were erased: the record only holds together what refers to it."""
        return self.family_name.startswith(REMOVED)

    def clean(self) -> None:
        """Refuse to fill in again what was erased, also from a page that was opened before, or from an old file."""
        stored = Person.objects.filter(pk=self.pk, family_name__startswith=REMOVED).first() if self.pk else None
        if stored and any(getattr(stored, name) != getattr(self, name) for name in PERSONAL):
            raise stored.refusal()

    def refusal(self) -> ValidationError:
        """Return the sentence for whoever would change the record of somebody whose data were erased."""
        # The register of erasures belongs to an app above this one; the database knows it as Person.erasure.
        erasure = getattr(self, "erasure", None)
        if erasure is None:
            return ValidationError(
                _("The data of this person were erased. The record cannot be changed any more."), code="removed"
            )
        day = format_date(timezone.localdate(erasure.at), active_language())
        said = gettext("The data of this person were erased on %(day)s. The record cannot be changed any more.")
        return ValidationError(said % {"day": day}, code="removed")


class AffiliationQuerySet(models.QuerySet["Affiliation"]):
    """Who works where, on which day."""

    def visible_to(self, user: Viewer) -> AffiliationQuerySet:
        """Everybody signed in sees who works where."""
        return self.select_related("person", "organisation") if user.is_authenticated else self.none()

    def valid_on(self, day: date) -> AffiliationQuerySet:
        """Affiliations that hold on `day`."""
        return self.filter(valid_on(day))

    def giving_access_on(self, day: date) -> AffiliationQuerySet:
        """Affiliations by which a person may act in the portal on `day`: those that go on after it.

        Who ends one today means now, while the record keeps today as the last day.
        """
        return self.valid_on(day).filter(Q(valid_to=None) | Q(valid_to__gt=day))


class Affiliation(models.Model):
    """A person works for an organisation, in a function, for some time; it ends, it is never deleted."""

    person = models.ForeignKey(Person, verbose_name=_("person"), on_delete=models.PROTECT, related_name="affiliations")
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisation"), on_delete=models.PROTECT, related_name="affiliations"
    )
    function_fr = models.CharField(_("function in French"), max_length=120, blank=True)
    function_nl = models.CharField(_("function in Dutch"), max_length=120, blank=True)
    valid_from = models.DateField(_("since"))
    valid_to = models.DateField(_("last day"), null=True, blank=True)
    # Nobody entered or corrected its dates: they are those of the first and the last list that named the person there.
    from_lists = models.BooleanField(_("known from attendance lists only"), default=False, editable=False)

    objects = AffiliationQuerySet.as_manager()

    function = Bilingual()

    class Meta:
        verbose_name = _("affiliation")
        verbose_name_plural = _("affiliations")
        ordering = ("-valid_from", "pk")
        constraints = (
            models.CheckConstraint(
                condition=ordered_dates(),
                name="affiliation_dates_in_order",
                violation_error_message=DISORDERED,
            ),
            ExclusionConstraint(
                name="affiliation_once_at_a_time",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("organisation", RangeOperators.EQUAL),
                    ("function_fr", RangeOperators.EQUAL),
                    ("function_nl", RangeOperators.EQUAL),
                    (validity(), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("This person already has this function in this organisation on some of these days."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.person} – {self.organisation}"

    def clean(self) -> None:
        """Refuse dates out of order with a message at the field, and new or changed work for somebody whose data were erased."""
        refuse_disorder(self.valid_from, self.valid_to)
        if self.person_id and self.person.is_removed and not self._stands():
            raise self.person.refusal()

    def _stands(self) -> bool:
        """Say whether the database holds just these dates."""
        dates = {name: getattr(self, name) for name in ("person", "organisation", "valid_from", "valid_to")}
        return not self._state.adding and Affiliation.objects.filter(pk=self.pk, **dates).exists()

    def is_valid_on(self, day: date) -> bool:
        """Say whether the affiliation holds on `day`."""
        return holds_on(day, self.valid_from, self.valid_to)

    def has_ended_by(self, day: date) -> bool:
        """Say whether the last day lies before `day`."""
        return self.valid_to is not None and self.valid_to < day
