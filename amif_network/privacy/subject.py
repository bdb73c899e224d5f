"""Whom a page is about: a person of the directory, an account, or somebody who has both."""

from dataclasses import dataclass
from typing import Self

from allauth.account.models import EmailAddress
from django.http import Http404
from django.urls import reverse

from amif_network.accounts.models import User
from amif_network.directory.models import Person


@dataclass(frozen=True, slots=True)
class Subject:
    """Somebody whose data the portal holds; one of both is always there."""

    person: Person | None
    user: User | None

    @classmethod
    def of(cls, user: User) -> Self:
        """Return who an account is."""
        return cls(person=user.person, user=user)

    @classmethod
    def found(cls, kind: str, pk: int, *, lock: bool = False) -> Self:
        """Return the subject of the address "people/12" or "accounts/5", locked against other writers if asked.

        Raises Http404 where there is nobody. The person is locked before the account, everywhere in the same order.
        """
        people = Person.objects.select_for_update() if lock else Person.objects.all()
        users = User.objects.select_for_update(of=("self",)) if lock else User.objects.all()
        person = people.filter(pk=pk).first() if kind == "people" else people.filter(user=pk).first()
        user = users.filter(person=person).first() if kind == "people" else users.filter(pk=pk).first()
        if (person if kind == "people" else user) is None:
            raise Http404
        return cls(person=person, user=user)

    def __str__(self) -> str:
        return str(self.person or self.user)

    @property
    def language(self) -> str:
        """The language to write to them: that of their account, else the one they prefer, else French."""
        return (self.user.language if self.user else "") or (self.person.preferred_language if self.person else "") or "fr"

    @property
    def place(self) -> tuple[str, int]:
        """What stands in the addresses of pages about them."""
        if self.person:
            return "people", self.person.pk
        assert self.user is not None
        return "accounts", self.user.pk

    def page(self, name: str) -> str:
        """Return the address of a page about them, such as "erase-person" or "erase-account"."""
        kind, pk = self.place
        return reverse(f"privacy:{name}-{'person' if kind == 'people' else 'account'}", args=[pk])

    def addresses(self) -> set[str]:
        """Return the e-mail addresses they are known by, in small letters."""
        known = {self.person.email if self.person else "", self.user.email if self.user else ""}
        if self.user:
            known |= set(EmailAddress.objects.filter(user=self.user).values_list("email", flat=True))
        return {address.lower() for address in known if address}
