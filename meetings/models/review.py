"""What each organisation answers to the minutes it was sent: nothing yet, no remarks, or remarks (DOMAIN §4, UX §5)."""

import datetime
import uuid

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Case, Count, F, Q, When
from django.utils.translation import gettext_lazy as _

from amif_network.accounts.models import User
from amif_network.core.bilingual import Bilingual, Language
from amif_network.core.fingerprint import fingerprint
from amif_network.core.vocabulary import known, known_or_empty
from amif_network.directory.models import Organisation

from . import choices
from .circulation import Circulation
from .section import Section

# A link opens one organisation's page for so long (UX §5).
LINK_DAYS = 30


class ReviewRequestQuerySet(models.QuerySet["ReviewRequest"]):
    """Requests as pages need them."""

    def visible_to(self, user: User) -> "ReviewRequestQuerySet":
        """Return every request to coordinating users, to members those of the organisations they act for today."""
        if user.is_coordinating:
            return self.all()
        if user.role != "member":
            return self.none()
        return self.filter(organisation__in=user.organisation_keys())

    def awaited(self) -> "ReviewRequestQuerySet":
        """Return those that still wait for an answer, in the last round of their minutes."""
        return self.current().filter(state=choices.ReviewState.AWAITED)

    def current(self) -> "ReviewRequestQuerySet":
        """Return the requests of the last round of their minutes."""
        later = Circulation.objects.filter(
            minutes=models.OuterRef("circulation__minutes"), number__gt=models.OuterRef("circulation__number")
        )
        return self.exclude(models.Exists(later))

    def to_answer(self) -> "ReviewRequestQuerySet":
        """Return those that can still be answered: awaited, of minutes that were not approved meanwhile."""
        return self.awaited().filter(
            circulation__minutes__state__in=choices.UNAPPROVED, circulation__minutes__version=F("circulation__version")
        )

    def for_answering(self) -> "ReviewRequestQuerySet":
        """Load what the page of one organisation shows beside its remarks, and annotate whether the round is the last one."""
        current = ReviewRequest.objects.current().filter(pk=models.OuterRef("pk"))
        return self.select_related(
            "organisation", "circulation__minutes__meeting", "answered_by__person", "recorded_by__person"
        ).annotate(is_current=models.Exists(current))

    def for_overview(self) -> "ReviewRequestQuerySet":
        """Load what one line of the list of reviews shows: what can be answered first, by deadline, the others latest first.

        Annotates `is_open` and how many remarks were sent and are still unsettled.
        """
        open_now = Q(models.Exists(ReviewRequest.objects.to_answer().filter(pk=models.OuterRef("pk"))))
        sent = Count("remarks", filter=~Q(remarks__state=choices.RemarkState.DRAFT))
        unsettled = Count("remarks", filter=Q(remarks__state=choices.RemarkState.SENT))
        return (
            self.select_related("organisation", "circulation__minutes__meeting")
            .defer("circulation__content")
            .annotate(
                is_open=Case(When(open_now, then=True), default=False, output_field=models.BooleanField()),
                sent_count=sent,
                open_count=unsettled,
            )
            .order_by(
                "-is_open",
                Case(When(is_open=True, then=F("deadline"))),
                "-circulation__circulated_at",
                "organisation__sort_fr",
                "pk",
            )
        )

    def for_board(self) -> "ReviewRequestQuerySet":
        """Load what one line of the review board shows, and annotate how many remarks were sent, wait for an outcome, or
        are being written. The text of the round is left out: it is long."""
        states = choices.RemarkState
        return (
            self.select_related("organisation", "answered_by__person", "recorded_by__person")
            .annotate(
                sent_count=Count("remarks", filter=~Q(remarks__state=states.DRAFT)),
                open_count=Count("remarks", filter=Q(remarks__state=states.SENT)),
                draft_count=Count("remarks", filter=Q(remarks__state=states.DRAFT)),
            )
            .order_by("organisation__sort_fr", "pk")
        )


class ReviewRequest(models.Model):
    """One organisation is asked to read one round. Colleagues share one draft answer and send it once.

    An answer without remarks is the explicit "no remarks"; silence is recorded as silence, never as consent.
    """

    State = choices.ReviewState
    Channel = choices.ReviewChannel

    circulation = models.ForeignKey(
        Circulation, verbose_name=_("round of review"), on_delete=models.PROTECT, related_name="requests"
    )
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisation"), on_delete=models.PROTECT, related_name="review_requests"
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.AWAITED)
    deadline = models.DateField(_("answer asked until"))
    # Nobody of it was there: it gets a summary after the publication.
    excused = models.BooleanField(_("excused at the meeting"), default=False)
    # The organisation itself opened its page; by whom is not recorded.
    opened_at = models.DateTimeField(_("last opened on"), null=True, blank=True)
    # Counts the changes of the shared draft, so that a colleague is told before sending what they have not seen.
    draft_rev = models.PositiveIntegerField(default=0, editable=False)
    answered_at = models.DateTimeField(_("answered on"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("answered by"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # Who answered, where it was no signed-in person: by the link, or on behalf.
    answered_name = models.CharField(_("who answered"), max_length=200, blank=True)
    channel = models.CharField(_("how the answer came in"), max_length=10, choices=Channel, blank=True)
    # The coordinator who wrote down the answer, or the silence.
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("recorded by"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    # Only there when `for_answering` loaded the row.
    is_current: bool
    # Only there when `for_board` loaded the row.
    sent_count: int
    open_count: int
    draft_count: int

    objects = ReviewRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("review request")
        verbose_name_plural = _("review requests")
        ordering = ("circulation", "pk")
        constraints = (
            models.UniqueConstraint(fields=["circulation", "organisation"], name="review_request_once_per_organisation"),
            models.CheckConstraint(
                condition=known(state=choices.ReviewState) & known_or_empty(channel=choices.ReviewChannel),
                name="review_request_choices_known",
            ),
            models.CheckConstraint(
                condition=~Q(state="answered")
                | Q(answered_at__isnull=False) & ~Q(channel="") & (Q(answered_by__isnull=False) | ~Q(answered_name="")),
                name="review_answer_is_somebodys",
                violation_error_message=_("Say who answered, and how."),
            ),
            models.CheckConstraint(
                condition=Q(recorded_by__isnull=False) | ~Q(channel__in=choices.ON_BEHALF) & ~Q(state="silent"),
                name="review_on_behalf_is_recorded_by_somebody",
            ),
        )
        triggers = (
            pgtrigger.Protect(
                name="review_deadline_is_never_shortened",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(new__deadline__lt=pgtrigger.F("old__deadline")),
            ),
            pgtrigger.Protect(name="review_request_is_never_deleted", operation=pgtrigger.Delete),
        )

    def __str__(self) -> str:
        return f"{self.organisation} · {self.circulation}"

    @property
    def given_by(self) -> str:
        """Who answered, for readers without an account: a name, never an e-mail address."""
        return self.answered_name or (self.answered_by.public_name if self.answered_by else "")

    def is_late(self, today: datetime.date) -> bool:
        """True when an answer is still awaited after the deadline."""
        return self.state == self.State.AWAITED and today > self.deadline


class ReviewLink(models.Model):
    """A signed link opens the page of one organisation for one review, without an account.

    The address holds this row's identifier, signed; revoking the row closes every mail that carries it.
    """

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(ReviewRequest, verbose_name=_("review request"), on_delete=models.CASCADE, related_name="links")
    email = models.EmailField(_("sent to"))
    created_at = models.DateTimeField(_("entered on"))
    expires_at = models.DateTimeField(_("works until"))
    revoked_at = models.DateTimeField(_("withdrawn on"), null=True, blank=True)

    class Meta:
        verbose_name = _("review link")
        verbose_name_plural = _("review links")
        ordering = ("request", "created_at")
        constraints = (
            models.CheckConstraint(condition=Q(expires_at__gt=F("created_at")), name="review_link_expires_after_creation"),
        )

    def __str__(self) -> str:
        return f"{self.email} · {self.request_id}"

    def works_at(self, at: datetime.datetime) -> bool:
        """True while the link is neither withdrawn nor older than LINK_DAYS."""
        return self.revoked_at is None and at < self.expires_at


class RemarkQuerySet(models.QuerySet["Remark"]):
    """Remarks as pages need them."""

    def sent(self) -> "RemarkQuerySet":
        """Return the remarks that reached the coordinators."""
        return self.exclude(state=choices.RemarkState.DRAFT)

    def unsettled(self) -> "RemarkQuerySet":
        """Return the remarks that still wait for an outcome."""
        return self.filter(state=choices.RemarkState.SENT)

    def untold(self) -> "RemarkQuerySet":
        """Return the remarks with an outcome of which the organisation has had no mail."""
        return self.filter(state=choices.RemarkState.SETTLED, told_at=None)

    def for_list(self) -> "RemarkQuerySet":
        """Load section, author and who settled it, in the order of the answer; not the text of the round, which is long."""
        return (
            self.select_related(
                "section", "request__organisation", "request__circulation__minutes", "author__person", "settled_by__person"
            )
            .defer("request__circulation__content")
            .order_by("request", "position", "pk")
        )


class Remark(models.Model):
    """What an organisation says about the minutes, anchored at a section and, if it quotes one, at a passage of the round.

    Text, quote and proposal are plain text. `proposal` is the wording asked for: instead of the quote, or after the
    section for an addition. The outcome is mandatory and typed (DOMAIN §4); its answer is shown to the organisation.
    """

    State = choices.RemarkState
    Kind = choices.RemarkKind
    Outcome = choices.Outcome

    request = models.ForeignKey(ReviewRequest, verbose_name=_("review request"), on_delete=models.PROTECT, related_name="remarks")
    section = models.ForeignKey(
        Section, verbose_name=_("section"), null=True, blank=True, on_delete=models.PROTECT, related_name="remarks"
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    language = models.CharField(_("language"), max_length=2, choices=Language)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    quote = models.TextField(_("passage of the minutes"), blank=True)
    text = models.TextField(_("remark"), blank=True)
    proposal = models.TextField(_("proposed wording"), blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("author"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    author_name = models.CharField(_("written by"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("entered on"))
    sent_at = models.DateTimeField(_("sent on"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=15, choices=Outcome, blank=True)
    passed_to = models.CharField(_("passed on to"), max_length=200, blank=True)
    answer_fr = models.TextField(_("answer in French"), blank=True)
    answer_nl = models.TextField(_("answer in Dutch"), blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("settled by"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    settled_at = models.DateTimeField(_("settled on"), null=True, blank=True)
    # When the organisation was mailed that this outcome is there: once, unless it is taken back and given anew.
    told_at = models.DateTimeField(_("outcome told on"), null=True, blank=True)

    answer = Bilingual()
    objects = RemarkQuerySet.as_manager()

    class Meta:
        verbose_name = _("remark")
        verbose_name_plural = _("remarks")
        ordering = ("request", "position", "pk")
        constraints = (
            models.CheckConstraint(
                condition=known(state=choices.RemarkState, kind=choices.RemarkKind, language=Language)
                & known_or_empty(outcome=choices.Outcome),
                name="remark_choices_known",
            ),
            models.CheckConstraint(
                condition=~Q(text="", proposal=""),
                name="remark_says_something",
                violation_error_message=_("Write a remark, or the wording that you propose."),
            ),
            models.CheckConstraint(
                condition=Q(state="settled", settled_at__isnull=False, settled_by__isnull=False) & ~Q(outcome="")
                | ~Q(state="settled") & Q(outcome="", settled_at=None),
                name="remark_settled_with_an_outcome",
                violation_error_message=_("Say what became of the remark."),
            ),
            models.CheckConstraint(condition=Q(told_at=None) | Q(state="settled"), name="remark_told_with_an_outcome"),
            models.CheckConstraint(
                condition=~Q(outcome="passed_on") | ~Q(passed_to=""),
                name="remark_passed_on_to_somebody",
                violation_error_message=_("Say to whom the remark is passed on."),
            ),
            models.CheckConstraint(
                condition=~Q(outcome__in=["not_retained", "answered"]) | ~Q(answer_fr="", answer_nl=""),
                name="remark_not_retained_with_a_reason",
                violation_error_message=_("Give the organisation an answer, in French or in Dutch."),
            ),
        )

    def __str__(self) -> str:
        return self.text or self.proposal

    @property
    def fingerprint(self) -> str:
        """The fingerprint of what its form edits; see `core.fingerprint`."""
        return fingerprint([self.kind, self.language, self.section_id, self.quote, self.text, self.proposal])

    @property
    def written_by(self) -> str:
        """Who wrote it: the person with an account, or the name that was given with a link; never an e-mail address."""
        return self.author.public_name if self.author else self.author_name
