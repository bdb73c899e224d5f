"""The tables of people, and of who works where."""

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db.models import F, Window
from django.db.models.functions import RowNumber
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy

from amif_network.accounts.models import User
from amif_network.core.bilingual import Language
from amif_network.directory.models import Affiliation, Person
from amif_network.directory.watching import watched

from ..columns import Choice, Column, Day, OrganisationName, PersonName, Tick, Year
from ..table import Numbered, Plain


class People(Numbered, Plain):
    """People. A name names one; of several who bear it, the number tells which one is meant."""

    name = "people"
    title = gettext_lazy("People")
    model = Person
    keys = ("given_name", "family_name", "number")

    given_name = Column("given_name", gettext_lazy("given name"))
    family_name = Column("family_name", gettext_lazy("family name, with its prefix"), needed=True)
    number = Column("number", gettext_lazy("1, 2, … among people of the same name, in the order they were entered"), Year())
    email = Column("email", gettext_lazy("e-mail address"))
    phone = Column("phone", gettext_lazy("phone"))
    preferred_language = Column("preferred_language", gettext_lazy("preferred language"), Choice(Language))
    show_role = Column("show_role", gettext_lazy("function may be shown, as the person agreed: true or false"), Tick())

    @classmethod
    def everything(cls, user: User) -> Any:
        """Return the people whose addresses `user` may read."""
        people: Any = Person.objects.visible_to(user).with_contact_right(user, timezone.localdate())
        people = people.filter(contact_visible=True)
        return _numbered(people, "given_name", "family_name").defer("search_text").order_by("sort_key", "pk")

    def existing(self) -> Iterable[Person]:
        """Return all people: who is looked up is who is changed."""
        people = self.world.people.everybody()
        for person in people:
            person.number = self.world.people.number(person)  # type: ignore[attr-defined]
        return people

    def begin(self, row: dict[str, Any]) -> Person:
        """Return a new person."""
        return Person()

    def check(self, record: Person, *, new: bool) -> None:
        """Number namesakes without a gap, and refuse who was erased."""
        if new:
            self.refuse_gap(record)
            for refuse in self._refusers:
                refuse(record)

    @cached_property
    def _refusers(self) -> list[Callable[[Person], None]]:
        return [import_string(path)() for path in settings.NEW_PERSON_CHECKS]

    def entered(self, record: Person) -> None:
        """Let the rows that follow name the person."""
        self.world.people.add(record)


class Affiliations(Numbered, Plain):
    """Who works for which organisation, in which function, from when to when. One that ends takes the access with it."""

    name = "affiliations"
    title = gettext_lazy("Affiliations")
    model = Affiliation
    keys = ("person", "organisation", "since", "number")

    person = Column("person", gettext_lazy("person: first name and name"), PersonName(), needed=True)
    organisation = Column("organisation", gettext_lazy("organisation: code or name"), OrganisationName(), needed=True)
    since = Column("valid_from", gettext_lazy("since"), Day(), needed=True)
    number = Column("number", gettext_lazy("1, 2, … among functions of the person there since the same day"), Year())
    until = Column("valid_to", gettext_lazy("last day"), Day())
    function_fr = Column("function_fr", gettext_lazy("function in French"))
    function_nl = Column("function_nl", gettext_lazy("function in Dutch"))
    from_lists = Column("from_lists", gettext_lazy("true where only attendance lists tell the dates"), Tick())

    @classmethod
    def everything(cls, user: User) -> Any:
        """Return all affiliations."""
        rows = _numbered(Affiliation.objects.visible_to(user), "person", "organisation", "valid_from")
        return rows.order_by("person__sort_key", "person", "organisation__code", "valid_from", "pk")

    def existing(self) -> Any:
        """Return all affiliations."""
        rows = _numbered(Affiliation.objects.select_related("person", "organisation"), "person", "organisation", "valid_from")
        return rows.order_by("pk")

    def begin(self, row: dict[str, Any]) -> Affiliation:
        """Return a new affiliation."""
        return Affiliation()

    def alone(self, record: Affiliation) -> bool:
        """Save by itself what gives or takes somebody's access."""
        return record.person_id in self._with_account

    @cached_property
    def _with_account(self) -> set[int | None]:
        return set(User.objects.exclude(person=None).values_list("person", flat=True))

    def check(self, record: Affiliation, *, new: bool) -> None:
        """Number affiliations since one day without a gap."""
        if new:
            self.refuse_gap(record)

    def keep(self, record: Affiliation, *, new: bool) -> None:
        """Save it while those look on who must know: whoever loses their last affiliation loses the access with it."""
        self.check(record, new=new)
        with watched(record.person, by=self.world.by):
            record.save()


def _numbered(rows: Any, *same: str) -> Any:
    """Number rows that are alike in these columns, as `number`, in the order in which they were entered."""
    return rows.annotate(number=Window(RowNumber(), partition_by=[F(name) for name in same], order_by=F("pk").asc()))
