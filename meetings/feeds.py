"""What other apps know from a section of minutes, and what they record from it (the setting SECTION_FEEDS names them).

Minutes are the source and stand below what they feed: they import nothing of it, and learn here what to show at a section.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise as Lazy
from django.utils.module_loading import import_string

from amif_network.accounts.models import User
from amif_network.core.questions import Ask, asked_ahead


@dataclass(frozen=True, slots=True)
class Fed:
    """Something that was learned from a section: what kind of thing, its words with their address, a remark if any."""

    kind: str
    text: str
    url: str
    remark: str = ""


@dataclass(frozen=True, slots=True)
class RecordLink:
    """An entry of the menus of a section and of a meeting; its page reads `?section=` or `?meeting=`."""

    label: Lazy
    icon: str
    view: str
    args: tuple[str, ...] = ()

    @property
    def url(self) -> str:
        """The address without the section."""
        return reverse(self.view, args=self.args)


class Feed(NamedTuple):
    """What an app tells a user of sections, by their keys (what they may not know is left out), and what it records.

    `asks` says what `of_sections` will ask, so that all apps are asked in one message. `links` read `?section=` or `?meeting=`,
    `remark_links` `?remark=`.
    """

    of_sections: Callable[[Sequence[int], User], Mapping[int, Sequence[Fed]]]
    asks: Callable[[Sequence[int], User], Sequence[Ask]]
    links: Sequence[RecordLink]
    remark_links: Sequence[RecordLink] = ()


def feeds() -> list[Feed]:
    """Return what the setting names."""
    return [import_string(path) for path in settings.SECTION_FEEDS]


def fed_by(sections: Iterable[int], user: User) -> dict[int, list[Fed]]:
    """Return what each section fed, by its key, as far as `user` may know; one message for all of them."""
    keys: list[int] = list(sections)
    found: dict[int, list[Fed]] = defaultdict(list)
    if not keys:
        return found
    with asked_ahead(*(ask for feed in feeds() for ask in feed.asks(keys, user))):
        for feed in feeds():
            for key, learned in feed.of_sections(keys, user).items():
                found[key] += learned
    return found


def record_links() -> list[RecordLink]:
    """Return what coordinators may record from a section or a meeting, beside the registers."""
    return [link for feed in feeds() for link in feed.links]


def remark_links() -> list[RecordLink]:
    """Return what coordinators may record from a remark about minutes."""
    return [link for feed in feeds() for link in feed.remark_links]
