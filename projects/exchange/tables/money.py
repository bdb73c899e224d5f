"""The tables of what the authority decides and pays: decrees, their lines, payments."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amif_network.accounts.models import User
from amif_network.exchange.cells import read_text
from amif_network.exchange.columns import Choice, Column, Euros, OrganisationName, Text

from ...actions import payments
from ...actions.decrees import OPEN_TO_DECREES
from ...actions.steps import call_step, project_step
from ...models import AuthorityPayment, DecreeLine, MinisterialDecree, Project
from ...models.choices import DECREED, LogSubject, PaymentKind, ProjectState
from ..columns import Day
from ..funds import call_key, project_key
from .calls import OfCall
from .projects import OfProject


class Decrees(OfCall):
    """Ministerial decrees."""

    name = "decrees"
    title = gettext_lazy("Ministerial decrees")
    model = MinisterialDecree
    keys = ("programme", "call", "decree")

    decree = Column("reference", gettext_lazy("reference of the decree"), needed=True)
    signed_on = Column("signed_on", gettext_lazy("signed on"), Day(), needed=True)
    published_on = Column("published_on", gettext_lazy("published in the Belgian Official Gazette on"), Day())

    @classmethod
    def visible(cls, user: User, of_calls: models.QuerySet, projects: models.QuerySet) -> models.QuerySet:
        """Return the decrees of the calls; to members those that grant something to these projects."""
        rows = MinisterialDecree.objects.filter(call__in=of_calls.values("pk"))
        if not user.is_coordinating:
            lines = DecreeLine.objects.filter(project__in=projects.order_by().values("pk"))
            rows = rows.filter(pk__in=lines.values("decree"))
        return rows.select_related("call__programme").order_by("call", "signed_on", "reference")

    def existing(self) -> Iterable[MinisterialDecree]:
        """Return the decrees of the calls that the file names."""
        return MinisterialDecree.objects.filter(call__in=self.funds.calls.values()).select_related("call__programme")

    def begin(self, row: dict[str, Any]) -> MinisterialDecree:
        """Return a new decree."""
        return MinisterialDecree(call=self.funds.call(call_key(row)))

    def keep(self, record: MinisterialDecree, *, new: bool) -> None:
        """Save it as a step of its call."""
        self.happened(record.signed_on, "signed_on")
        if record.call_id in self.funds.new_calls:
            self.keep_directly(record, record.call, LogSubject.DECREE)
            return
        world, call = self.world, self.funds.calls[(record.call.programme.code, record.call.number)]
        call_step(call, "decree", by=world.by, at=world.at, about=LogSubject.DECREE, **self.told(record))
        record.save()


class DecreeLines(OfProject):
    """What decrees grant. A line is entered once; the state of its project follows."""

    name = "decree_lines"
    title = gettext_lazy("Lines of decrees")
    model = DecreeLine
    keys = ("programme", "call", "decree", "project", "organisation")
    subject = LogSubject.DECREE
    loaded: ClassVar[tuple[str, ...]] = ("decree", "organisation")
    order = ("decree", "pk")

    decree = Column("decree__reference", gettext_lazy("reference of the decree"), shown=True)
    organisation = Column("organisation", gettext_lazy("organisation: code or name"), OrganisationName(), needed=True)
    amount = Column("amount", gettext_lazy("amount in euros"), Euros(), needed=True)

    def begin(self, row: dict[str, Any]) -> DecreeLine:
        """Return a new line of a decree of the call."""
        project = self.funds.project(project_key(row))
        reference = read_text(row.get("decree"))
        decree = MinisterialDecree.objects.filter(call=project.call, reference=reference).first()
        if decree is None:
            sentence = _("There is no decree “%(reference)s” of this call. Put it on the sheet “decrees”.")
            raise ValueError(sentence % {"reference": reference})
        return DecreeLine(decree=decree, project=project)

    def keep(self, record: DecreeLine, *, new: bool) -> None:
        """Save it as a step of its call: a selected project is decreed by it. An import sends no mail."""
        world, project = self.world, record.project
        if project.pk in self.funds.new_projects:
            self._note(project, record)
        else:
            self._refuse_strangers(record)
            call = self.funds.calls[(project.call.programme.code, project.call.number)]
            call_step(call, "decree", by=world.by, at=world.at, about=LogSubject.DECREE, **self.told(record))
            if project.state == ProjectState.SELECTED:
                project.rev += 1
                project_step(project, "decree", by=world.by, at=world.at, comment=record.decree.reference, saving=("rev",))
        record.save()

    @staticmethod
    def _refuse_strangers(record: DecreeLine) -> None:
        """Refuse a project that no decree can give anything, an organisation that neither leads it nor is its partner."""
        project = record.project
        if project.state not in OPEN_TO_DECREES:
            sentence = _("%(code)s is not selected: no decree can give it anything.")
            raise ValidationError({"project": sentence % {"code": project.code}})
        partners = project.supplements.values_list("partner", flat=True)
        if record.organisation_id != project.lead_id and record.organisation_id not in partners:
            sentence = _("%(code)s: a line concerns neither the lead nor a partner.")
            raise ValidationError({"organisation": sentence % {"code": project.code}})


class Payments(OfProject):
    """What the authority paid. A payment is never changed: a wrong one is reversed, by a row that names it in `reverses`."""

    name = "payments"
    title = gettext_lazy("Payments by the authority")
    model = AuthorityPayment
    keys = ("programme", "call", "project", "reference", "reverses")
    optional = ("reverses",)
    subject = LogSubject.PAYMENT
    loaded: ClassVar[tuple[str, ...]] = ("reverses",)
    order = ("received_on", "pk")

    reference = Column("reference", gettext_lazy("reference of the payment"), needed=True)
    kind = Column("kind", gettext_lazy("kind of payment"), Choice(PaymentKind), needed=True)
    amount = Column("amount", gettext_lazy("amount in euros; below zero where it reverses a payment"), Euros(), needed=True)
    received_on = Column("received_on", gettext_lazy("received on"), Day(), needed=True)
    reverses = Column("reverses__reference", gettext_lazy("reference of the payment that this one reverses"), shown=True)
    reason = Column("reason", gettext_lazy("reason of the reversal"), Text())

    def begin(self, row: dict[str, Any]) -> AuthorityPayment:
        """Return a new payment, or the reversal of one."""
        project = self.funds.project(project_key(row))
        payment = AuthorityPayment(project=project, recorded_by=self.world.by, recorded_at=self.world.at)
        if reference := read_text(row.get("reverses")):
            payment.reverses = self._reversed(project, reference)
        return payment

    @staticmethod
    def _reversed(project: Project, reference: str) -> AuthorityPayment:
        found = AuthorityPayment.objects.filter(project=project, reference=reference, reverses=None).first()
        if found is None:
            raise ValueError(_("There is no payment “%(reference)s” of this project to reverse.") % {"reference": reference})
        return found

    def keep(self, record: AuthorityPayment, *, new: bool) -> None:
        """Save a new payment to a decreed project; a reversal is the exact negative of what it reverses, and once."""
        self.frozen(
            self.changed(),
            _("A payment is never changed: reverse it on the page of the project, and enter it anew."),
        )
        if record.project.state not in DECREED:
            what = {"project": record.project.code, "state": record.project.get_state_display()}
            sentence = _("Payments belong to projects with a decree; %(project)s is in the state “%(state)s”.")
            raise ValidationError({"project": sentence % what})
        if record.reverses is not None and record.amount != -record.reverses.amount:
            raise ValidationError({"amount": _("A reversal is exactly the payment below zero.")})
        if record.reverses is not None and record.reference != record.reverses.reference:
            raise ValidationError({"reference": _("A reversal has the reference of the payment that it reverses.")})
        at = self.world.at
        if record.reverses is None:
            payments.record(record, by=self.world.by, at=at)
        else:
            payments.reverse(record.reverses, reason=record.reason, on=record.received_on, by=self.world.by, at=at)
