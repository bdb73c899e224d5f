"""The minutes of a meeting: one record, written in two languages (DOMAIN §4)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from amif_network.accounts.models import User
from amif_network.core.bilingual import Bilingual, Language
from amif_network.core.vocabulary import known

from ..version import version_name
from . import choices
from .meeting import Meeting


class MinutesQuerySet(models.QuerySet["Minutes"]):
    """Minutes as pages need them."""

    def visible_to(self, user: User) -> "MinutesQuerySet":
        """Return the minutes of the meetings that exist for `user`; what may be read of them is the workflow's business."""
        return self.filter(meeting__in=Meeting.objects.visible_to(user))

    def for_workspace(self) -> "MinutesQuerySet":
        """Load the meeting, the whole tree of sections with their texts, and of whom translations are asked."""
        from .translation import TranslationRequest

        asked = TranslationRequest.objects.open().select_related("assignee__person")
        return self._with_sections().prefetch_related(models.Prefetch("sections__translation_requests", queryset=asked))

    def with_registers(self) -> "MinutesQuerySet":
        """Load also what each section left to be done: promises, signals and ideas."""
        return self.prefetch_related("sections__promises", "sections__signals", "sections__ideas")

    def _with_sections(self) -> "MinutesQuerySet":
        """Load the meeting and the whole tree of sections with their texts."""
        from .section import Section

        return self.select_related("meeting", "approved_by", "published_by").prefetch_related(
            models.Prefetch("sections", queryset=Section.objects.for_list()),
            "pending_contributions__organisations",
            "pending_contributions__person",
        )

    def for_document(self) -> "MinutesQuerySet":
        """Load everything that a printed record shows, for any language."""
        from .agenda import AgendaItem
        from .attendance import Attendance
        from .registers import Promise, Signal

        return (
            self._with_sections()
            .select_related("meeting__chair", "meeting__minute_taker", "approved_by__person")
            .prefetch_related(
                models.Prefetch("meeting__agenda_items", queryset=AgendaItem.objects.for_list()),
                models.Prefetch("meeting__agenda_items__promises", queryset=Promise.objects.for_list()),
                models.Prefetch("meeting__agenda_items__signals", queryset=Signal.objects.for_list()),
                models.Prefetch("meeting__attendances", queryset=Attendance.objects.for_list()),
                "meeting__attendances__person__affiliations",
            )
        )


class Minutes(models.Model):
    """The minutes of one meeting, from first note to published record."""

    State = choices.MinutesState

    meeting = models.OneToOneField(Meeting, verbose_name=_("meeting"), on_delete=models.CASCADE, related_name="minutes")
    state = models.CharField(_("state"), max_length=15, choices=State, default=State.DRAFT)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    # How many rounds of review were sent round, of all versions.
    rounds = models.PositiveSmallIntegerField(default=0, editable=False)
    leading_language = models.CharField(_("language written first"), max_length=2, choices=Language, default="fr")
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("approved by"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    approved_at = models.DateTimeField(_("approved on"), null=True, blank=True)
    # sha256 of the content that was approved (DOMAIN §2, fact 5): only that content is published.
    approved_hash = models.CharField(max_length=64, blank=True, editable=False)
    # The meeting that approved these minutes under an item of its agenda, where it was not done by a click here.
    approved_in = models.ForeignKey(
        Meeting, verbose_name=_("approved in the meeting"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("published by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    published_at = models.DateTimeField(_("published on"), null=True, blank=True)
    # What this version corrects, printed in its editions; empty for the first version.
    erratum_fr = models.TextField(_("what this version corrects, in French"), blank=True)
    erratum_nl = models.TextField(_("what this version corrects, in Dutch"), blank=True)

    # Counts the saved changes, so that open pages can ask for what is new (`Section.change` says which one was its last);
    # `structure_change` is the last one that moved, added or removed a section.
    change = models.PositiveBigIntegerField(default=0, editable=False)
    structure_change = models.PositiveBigIntegerField(default=0, editable=False)
    # What the meeting is at, for the projection: chosen by the note-taker, not by the clock.
    current_section = models.ForeignKey(
        "meetings.Section", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    current_since = models.DateTimeField(null=True, blank=True, editable=False)

    erratum = Bilingual()
    objects = MinutesQuerySet.as_manager()

    class Meta:
        verbose_name = _("minutes")
        verbose_name_plural = _("minutes")
        # Of all minutes ever written, few wait for something.
        indexes = (models.Index(fields=["meeting"], condition=~Q(state="published"), name="minutes_unpublished"),)
        constraints = (
            models.CheckConstraint(
                condition=known(state=choices.MinutesState, leading_language=Language), name="minutes_choices_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=choices.UNAPPROVED)
                | Q(approved_at__isnull=False, approved_by__isnull=False) & ~Q(approved_hash=""),
                name="minutes_approved_by_somebody",
                violation_error_message=_("Approved minutes name who approved them, when, and what exactly."),
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(published_at__isnull=False, published_by__isnull=False),
                name="minutes_published_by_somebody",
            ),
        )

    def __str__(self) -> str:
        return f"{self.meeting} v{self.version_name}"

    def get_absolute_url(self) -> str:
        """Return the address of the workspace."""
        return reverse("meetings:workspace", args=[self.meeting_id])

    @property
    def version_name(self) -> str:
        """What the text as it stands is called: a draft bears the number of the round of review that it is, or is for."""
        return version_name(self.version, draft=self.round_of_draft)

    @property
    def round_of_draft(self) -> int:
        """The round of review that the text is, or that it is written for; 0 once it is approved."""
        if self.state not in choices.UNAPPROVED:
            return 0
        return self.rounds + (self.state in choices.WRITABLE)

    @property
    def official_name(self) -> str:
        """What this version is called once it is published."""
        return version_name(self.version)
