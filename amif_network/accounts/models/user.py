"""Users of the portal and the four roles of DOMAIN §3."""

import datetime
from typing import Any, ClassVar

from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from amif_network.core.bilingual import Language
from amif_network.core.vocabulary import known
from amif_network.directory.models import Affiliation, Organisation, Person


class UserManager(BaseUserManager["User"]):
    """Users are known by their e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Create a user; without a password nobody can sign in until one is set by mail."""
        if not email:
            raise ValueError("A user needs an e-mail address.")
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Create an administrator who may also enter the Django admin; whoever has the command line vouches for the address."""
        user = self.create_user(email, password, is_staff=True, is_superuser=True, role=Role.ADMINISTRATOR, **fields)
        user.confirm_address()
        return user

    def with_access(self, day: datetime.date) -> "models.QuerySet[User]":
        """Accounts that may sign in on `day`: active, and of nobody whose every affiliation has ended or is still to begin.

        An end noted for that very day counts already: what is ended today ends now (`giving_access_on`). Somebody of whom no
        affiliation was ever written down is not shut out: unknown is not "none" (DOMAIN §3).
        """
        known = Affiliation.objects.filter(person=OuterRef("person"))
        return self.filter(Q(person=None) | ~Exists(known) | Exists(known.giving_access_on(day)), is_active=True)

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find a user by e-mail address, whatever its capitals."""
        return self.get(email__iexact=username)


class Role(models.TextChoices):
    """What a user is in the network; a member acts for the organisations of their current affiliations."""

    ADMINISTRATOR = "administrator", _("administrator")
    COORDINATOR = "coordinator", _("network coordinator")
    MEMBER = "member", _("CPAS staff member")
    OBSERVER = "observer", _("observer")


# Who prepares meetings and writes their minutes.
COORDINATING = (Role.COORDINATOR, Role.ADMINISTRATOR)


class MailRhythm(models.TextChoices):
    """When mails that can wait go out."""

    AT_ONCE = "at_once", _("each mail at once")
    DAILY = "daily", _("one mail a day, in the morning of working days")


class User(AbstractUser):
    """A person's way in: e-mail login, one role, and the interface language of their choice."""

    # Django takes out an inherited field that is set to None; the stubs of AbstractUser do not know it.
    username = None  # type: ignore[assignment]
    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    email = models.EmailField(
        _("e-mail address"), unique=True, error_messages={"unique": _("This e-mail address already has an account.")}
    )
    role = models.CharField(_("role"), max_length=20, choices=Role, default=Role.OBSERVER)
    person = models.OneToOneField(
        Person, verbose_name=_("person"), null=True, blank=True, on_delete=models.SET_NULL, related_name="user"
    )
    language = models.CharField(_("interface language"), max_length=2, choices=Language, default="fr")
    mail_rhythm = models.CharField(_("mails that can wait"), max_length=10, choices=MailRhythm, default=MailRhythm.AT_ONCE)
    # Whoever knows it may read this person's calendar feed; a new one closes the old address.
    calendar_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)
    # Whether this account has access by its affiliations, as the access log said last (`actions.note_days_passed`).
    access_noted = models.BooleanField(default=True, editable=False)

    # Of a program that reads as a member (`ApiClient.reader`): the key of its organisation. No account has one.
    reads_for: int | None = None

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    # The stubs promise Django's own manager, whose methods ask for a username.
    objects: ClassVar[UserManager] = UserManager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        ordering = ("email",)
        constraints = (
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_unique_whatever_capitals",
                violation_error_message=_("This e-mail address already has an account."),
            ),
            models.CheckConstraint(
                condition=known(role=Role, language=Language, mail_rhythm=MailRhythm), name="user_choices_known"
            ),
        )

    def __str__(self) -> str:
        return str(self.person) if self.person else self.email

    def get_absolute_url(self) -> str:
        """Return the address of the account's page, for whoever leads the network."""
        return reverse("access:account", args=[self.pk])

    @property
    def public_name(self) -> str:
        """The person's name, for readers without an account; "" where no person is linked: they see no address."""
        return str(self.person) if self.person else ""

    def get_full_name(self) -> str:
        """Return the person's name, or the e-mail address where no person is linked."""
        return str(self)

    def confirm_address(self) -> None:
        """Note that the e-mail address is this person's own, as signing in asks; no other address leads in."""
        from allauth.account.models import EmailAddress

        EmailAddress.objects.filter(user=self).exclude(email=self.email).delete()
        EmailAddress.objects.update_or_create(user=self, email=self.email, defaults={"verified": True, "primary": True})

    @property
    def erased_at(self) -> datetime.datetime | None:
        """When the data of this account, or of its person, were erased; None for all others. May ask the database."""
        # The register of erasures belongs to an app above this one; the database knows it as `erasure` of both.
        erasure = getattr(self, "erasure", None) or getattr(self.person, "erasure", None)
        return erasure.at if erasure else None

    @property
    def is_administrator(self) -> bool:
        """Manages records, users, import and export."""
        return self.role == Role.ADMINISTRATOR

    @property
    def is_coordinating(self) -> bool:
        """Prepares meetings and writes their minutes: coordinators, and administrators with them."""
        return self.role in COORDINATING

    def organisations(self) -> models.QuerySet[Organisation]:
        """Return the organisations this user acts for today (current affiliations of the linked person)."""
        return Organisation.objects.filter(pk__in=self.organisation_keys())

    def organisation_keys(self) -> models.QuerySet[Any, Any]:
        """Return the keys of `organisations()`, for conditions on rows of an organisation: the database need not look it up."""
        if self.reads_for is not None:
            return Organisation.objects.filter(pk=self.reads_for).values("pk")
        return Affiliation.objects.giving_access_on(timezone.localdate()).filter(person=self.person).values("organisation")


def organisations_leading() -> models.QuerySet[Organisation]:
    """Return the organisations that lead the network: those of which a coordinating user is a member today."""
    leading = User.objects.filter(is_active=True, role__in=COORDINATING, person__isnull=False)
    at_work = Affiliation.objects.valid_on(timezone.localdate()).filter(person__in=leading.values("person"))
    return Organisation.objects.filter(pk__in=at_work.values("organisation"))


class NewsRefusal(models.Model):
    """An address that gets no news of the network: its reader unsubscribed, with an account or without one."""

    # In small letters.
    email = models.EmailField(_("e-mail address"), unique=True)
    refused_at = models.DateTimeField(_("unsubscribed on"))

    class Meta:
        verbose_name = _("address without news")
        verbose_name_plural = _("addresses without news")
        ordering = ("email",)
        constraints = (models.CheckConstraint(condition=models.Q(email=Lower("email")), name="news_refusal_in_small_letters"),)

    def __str__(self) -> str:
        return self.email

    @classmethod
    def stands_for(cls, email: str) -> bool:
        """True when the reader of this address unsubscribed."""
        return cls.objects.filter(email=email.lower()).exists()
