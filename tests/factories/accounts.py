"""Users of each role."""

from functools import cache
from typing import Any

import factory
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from amif_network.accounts.models import Role, User

PASSWORD = "a long pass phrase for tests"


@cache
def hashed_password() -> str:
    """Hash the one pass phrase once: hashing is slow on purpose, and hundreds of tests make users."""
    return make_password(PASSWORD)


class UserFactory(factory.django.DjangoModelFactory[User]):
    """An observer by default; traits make the other roles."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    class Params:
        administrator = factory.Trait(role=Role.ADMINISTRATOR, is_staff=True, is_superuser=True)
        coordinator = factory.Trait(role=Role.COORDINATOR)
        member = factory.Trait(role=Role.MEMBER)

    email = factory.Sequence(lambda n: f"person{n}@example.org")
    role = Role.OBSERVER
    language = "fr"
    password = factory.LazyFunction(hashed_password)

    @factory.post_generation
    def verified(self: User, create: bool, extracted: Any, **kwargs: Any) -> None:  # type: ignore[misc]
        """Sign-in asks for a verified address."""
        if create:
            EmailAddress.objects.create(user=self, email=self.email, verified=True, primary=True)
