"""What meetings leave to be done: promises, signals to pass on, and ideas, each with its origin in the minutes (DOMAIN §4)."""

import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from amif_network.accounts.models import User
from amif_network.core.bilingual import Bilingual
from amif_network.core.vocabulary import known
from amif_network.directory.models import Organisation, Person

from . import choices
from .edition import Edition
from .meeting import Meeting
from .section import Section

# Days after which an open promise without a date wants attention (DOMAIN §8).
UNANSWERED_DAYS = 60


def _published() -> Q:
    """Return the condition that published minutes say it, and no anonymous section, whose authors nobody is to learn."""
    editions = Edition.objects.filter(minutes__meeting=models.OuterRef("meeting"))
    return Q(models.Exists(editions)) & ~Q(section__isnull=False, section__anonymous=True)


class Register(models.Model):
    """What an entry of every register holds: its words in both languages, and where they were said."""

    meeting = models.ForeignKey(Meeting, verbose_name=_("meeting"), on_delete=models.PROTECT, related_name="%(class)ss")
    section = models.ForeignKey(
        Section,
        verbose_name=_("section of the minutes"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="%(class)ss",
    )
    text_fr = models.TextField(_("text in French"), blank=True)
    text_nl = models.TextField(_("text in Dutch"), blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("entered by"), on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(_("entered on"))
    # Counts the changes, so that a second writer loses nothing.
    rev = models.PositiveIntegerField(default=1, editable=False)
    # Why the entry was dropped.
    reason = models.TextField(_("reason"), blank=True)

    text = Bilingual()

    class Meta:
        abstract = True
        constraints: ClassVar[tuple[models.CheckConstraint, ...]] = (
            models.CheckConstraint(
                condition=~Q(text_fr="", text_nl=""),
                name="%(class)s_says_what",
                violation_error_message=_("Say it in French or in Dutch."),
            ),
            models.CheckConstraint(
                condition=~Q(state="dropped") | ~Q(reason=""),
                name="%(class)s_dropped_with_a_reason",
                violation_error_message=_("Please give a reason."),
            ),
        )

    def __str__(self) -> str:
        return str(self.text)


class PromiseQuerySet(models.QuerySet["Promise"]):
    """Promises as pages need them."""

    def visible_to(self, user: User) -> "PromiseQuerySet":
        """Return all to coordinating users; else what one's organisations owe or asked, and what published minutes say.

        Annotated with `is_mine`: the person or one of their organisations promised it, and `is_asked`: they asked for it.
        """
        mine = user.organisations().values("pk")
        owed = Q(owed_by__in=mine) | Q(owed_by_person__user=user)
        asked = Q(asked_by__in=mine) | Q(asked_by_person__user=user)
        annotated = self.annotate(
            is_mine=models.Case(models.When(owed, then=True), default=False),
            is_asked=models.Case(models.When(asked, then=True), default=False),
        )
        if user.is_coordinating:
            return annotated
        published = _published() & Q(meeting__in=Meeting.objects.visible_to(user))
        return annotated.filter(published | owed | asked if user.role == "member" else published)

    def concerning(self, organisation: int) -> "PromiseQuerySet":
        """Return what the organisation with this key promised or asked for."""
        return self.filter(Q(owed_by=organisation) | Q(asked_by=organisation))

    def owed_by_reader(self) -> Any:
        """Return what the user of `visible_to` owes. (Any: type checkers do not know the fields that annotations add.)"""
        return self.filter(is_mine=True)

    def asked_by_reader(self) -> Any:
        """Return what the user of `visible_to` asked of others."""
        return self.filter(is_asked=True, is_mine=False)

    def open(self) -> "PromiseQuerySet":
        """Return the promises that are neither answered, done nor dropped."""
        return self.filter(state=choices.PromiseState.OPEN)

    def overdue(self, today: datetime.date) -> "PromiseQuerySet":
        """Return the open promises past their date, or without one for UNANSWERED_DAYS (DOMAIN §8)."""
        return self.past(today, today - datetime.timedelta(days=UNANSWERED_DAYS))

    def past(self, due: datetime.date, held: datetime.date) -> "PromiseQuerySet":
        """Return the open promises due before a day, or without a date and made before `held`."""
        return self.open().filter(Q(due__lt=due) | Q(due=None, meeting__date__lt=held))

    def for_list(self) -> "PromiseQuerySet":
        """Load origin and who owes what to whom; the first due first, those without a date last."""
        return self.select_related(
            "meeting", "section", "owed_by", "owed_by_person", "asked_by", "asked_by_person", "answered_by__person"
        ).order_by(F("due").asc(nulls_last=True), "meeting__date", "pk")


class Promise(Register):
    """Somebody said they would do or answer something; `due` may be unknown."""

    State = choices.PromiseState

    owed_by = models.ForeignKey(
        Organisation, verbose_name=_("owed by"), null=True, blank=True, on_delete=models.PROTECT, related_name="promises"
    )
    owed_by_person = models.ForeignKey(
        Person, verbose_name=_("person who promised"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    asked_by = models.ForeignKey(
        Organisation, verbose_name=_("asked by"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    asked_by_person = models.ForeignKey(
        Person, verbose_name=_("person who asked"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    due = models.DateField(_("due on"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    answer_fr = models.TextField(_("answer in French"), blank=True)
    answer_nl = models.TextField(_("answer in Dutch"), blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("answered by"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(_("answered on"), null=True, blank=True)
    # When those who owe it got a mail about it: as the minutes were published, or before.
    told_at = models.DateTimeField(_("told on"), null=True, blank=True)

    answer = Bilingual()
    # Annotated by `visible_to`.
    is_mine: bool
    is_asked: bool
    objects = PromiseQuerySet.as_manager()

    class Meta(Register.Meta):
        verbose_name = _("promise")
        verbose_name_plural = _("promises")
        ordering = ("meeting", "pk")
        indexes: ClassVar[tuple[models.Index, ...]] = (
            models.Index(fields=["due"], condition=Q(state="open"), name="promise_open_until"),
        )
        constraints: ClassVar[tuple[models.CheckConstraint, ...]] = (
            *Register.Meta.constraints,
            models.CheckConstraint(condition=known(state=choices.PromiseState), name="promise_state_known"),
            models.CheckConstraint(
                condition=Q(owed_by__isnull=False) | Q(owed_by_person__isnull=False),
                name="promise_is_somebodys",
                violation_error_message=_("Say who promised it."),
            ),
            models.CheckConstraint(
                condition=~Q(state="answered")
                | Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer_fr="", answer_nl=""),
                name="promise_answered_with_an_answer",
                violation_error_message=_("Write the answer, in French or in Dutch."),
            ),
        )

    def get_absolute_url(self) -> str:
        """Return the address of the promise."""
        return reverse("meetings:promise", args=[self.pk])

    def is_overdue(self, today: datetime.date) -> bool:
        """True for an open promise past its date, or without one for UNANSWERED_DAYS; the meeting is loaded."""
        if self.state != choices.PromiseState.OPEN:
            return False
        return (self.due or self.meeting.date + datetime.timedelta(days=UNANSWERED_DAYS)) < today


class SignalQuerySet(models.QuerySet["Signal"]):
    """Signals as pages need them."""

    def visible_to(self, user: User) -> "SignalQuerySet":
        """Return all to coordinating users, to others what published minutes say."""
        if user.is_coordinating:
            return self.all()
        return self.filter(_published(), meeting__in=Meeting.objects.visible_to(user))

    def concerning(self, organisation: int) -> "SignalQuerySet":
        """Return what the organisation with this key raised."""
        return self.filter(asked_by=organisation)

    def open(self) -> "SignalQuerySet":
        """Return the signals that were not passed on, or wait for a reply."""
        return self.filter(state__in=(choices.SignalState.TO_SEND, choices.SignalState.SENT))

    def for_list(self) -> "SignalQuerySet":
        """Load the origin, the oldest first."""
        return self.select_related("meeting", "section", "asked_by").order_by("meeting__date", "pk")


class Signal(Register):
    """Something that the network passes on: to IBZ, the Commission, researchers, the minister."""

    State = choices.SignalState
    Addressee = choices.Addressee

    asked_by = models.ForeignKey(
        Organisation, verbose_name=_("raised by"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    addressee = models.CharField(_("to be passed on to"), max_length=15, choices=Addressee)
    addressee_name = models.CharField(_("name of the addressee"), max_length=200, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.TO_SEND)
    sent_on = models.DateField(_("passed on on"), null=True, blank=True)
    replied_on = models.DateField(_("reply received on"), null=True, blank=True)
    reply_fr = models.TextField(_("reply in French"), blank=True)
    reply_nl = models.TextField(_("reply in Dutch"), blank=True)

    reply = Bilingual()
    objects = SignalQuerySet.as_manager()

    class Meta(Register.Meta):
        verbose_name = _("signal")
        verbose_name_plural = _("signals")
        ordering = ("meeting", "pk")
        constraints: ClassVar[tuple[models.CheckConstraint, ...]] = (
            *Register.Meta.constraints,
            models.CheckConstraint(
                condition=known(state=choices.SignalState, addressee=choices.Addressee), name="signal_choices_known"
            ),
            models.CheckConstraint(
                condition=~Q(addressee="other") | ~Q(addressee_name=""),
                name="signal_names_its_addressee",
                violation_error_message=_("Name the addressee."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["sent", "replied"]) | Q(sent_on__isnull=False), name="signal_sent_on_a_day"
            ),
            models.CheckConstraint(
                condition=~Q(state="replied") | Q(replied_on__isnull=False) & ~Q(reply_fr="", reply_nl=""),
                name="signal_replied_with_a_reply",
            ),
        )

    def get_absolute_url(self) -> str:
        """Return the address of the signal."""
        return reverse("meetings:signal", args=[self.pk])


class IdeaQuerySet(models.QuerySet["Idea"]):
    """Ideas as pages need them."""

    def visible_to(self, user: User) -> "IdeaQuerySet":
        """Return all to coordinating users, to others what published minutes say."""
        if user.is_coordinating:
            return self.all()
        return self.filter(_published(), meeting__in=Meeting.objects.visible_to(user))

    def concerning(self, organisation: int) -> "IdeaQuerySet":
        """Return what the organisation with this key proposed."""
        return self.filter(organisation=organisation)

    def open(self) -> "IdeaQuerySet":
        """Return the ideas that were neither done nor dropped."""
        return self.filter(state__in=(choices.IdeaState.PROPOSED, choices.IdeaState.PLANNED))

    def for_list(self) -> "IdeaQuerySet":
        """Load the origin, the latest first."""
        return self.select_related("meeting", "section", "organisation").order_by("-meeting__date", "pk")


class Idea(Register):
    """A theme or an activity that somebody proposed; its date may be vague: earliest, latest, and the words used."""

    State = choices.IdeaState

    organisation = models.ForeignKey(
        Organisation, verbose_name=_("proposed by"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    earliest = models.DateField(_("not before"), null=True, blank=True)
    latest = models.DateField(_("not after"), null=True, blank=True)
    when_fr = models.CharField(_("when, in French"), max_length=150, blank=True)
    when_nl = models.CharField(_("when, in Dutch"), max_length=150, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PROPOSED)

    when = Bilingual()
    objects = IdeaQuerySet.as_manager()

    class Meta(Register.Meta):
        verbose_name = _("idea")
        verbose_name_plural = _("ideas")
        ordering = ("meeting", "pk")
        constraints: ClassVar[tuple[models.CheckConstraint, ...]] = (
            *Register.Meta.constraints,
            models.CheckConstraint(condition=known(state=choices.IdeaState), name="idea_state_known"),
            models.CheckConstraint(
                condition=Q(earliest=None) | Q(latest=None) | Q(latest__gte=F("earliest")),
                name="idea_dates_in_order",
                violation_error_message=_("The latest date cannot come before the earliest."),
            ),
        )

    def get_absolute_url(self) -> str:
        """Return the address of the idea."""
        return reverse("meetings:idea", args=[self.pk])
