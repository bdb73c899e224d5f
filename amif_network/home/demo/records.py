"""What the demo's meetings look like: plain values that `build.py` hands to the project's own actions."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Slot:
    """A row of the agenda; times as "HH:MM" or ""."""

    fr: str
    nl: str
    start: str = ""
    end: str = ""
    kind: str = "topic"
    label: str = ""
    presenters: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """A section: headings and texts per language ("" is missing), children below it.

    What stands in both languages was compared by a person; `later_fr` and `later_nl` are changes made after that.
    """

    label: str
    heading_fr: str
    heading_nl: str
    fr: str = ""
    nl: str = ""
    organisation: str = ""
    kind: str = "text"
    answer_type: str = ""
    later_fr: str = ""
    later_nl: str = ""
    slides: tuple[int, int] | None = None
    children: "tuple[Passage, ...]" = ()

    @property
    def comparable(self) -> bool:
        """Whether both languages have the same parts, so that somebody could compare them."""
        return bool(self.heading_fr and self.heading_nl) and bool(self.fr) == bool(self.nl)


@dataclass(frozen=True, slots=True)
class Awaited:
    """A contribution still to come, below the section with `label`."""

    label: str
    organisations: tuple[str, ...]
    fr: str
    nl: str


@dataclass(frozen=True, slots=True)
class DemoMeeting:
    """One meeting, `days` before (negative) or after the as-of date."""

    days: int
    title_fr: str
    title_nl: str
    mode: str
    place_fr: str = ""
    place_nl: str = ""
    start: str = ""
    end: str = ""
    agenda: tuple[Slot, ...] = ()
    present: tuple[str, ...] = ()
    excused: tuple[str, ...] = ()
    invited: tuple[str, ...] = ()
    passages: tuple[Passage, ...] = ()
    awaited: tuple[Awaited, ...] = ()
    steps: tuple[str, ...] = field(default=())
    publish: bool = False
    send_round: bool = False
    chair: str = "nathalie"
    minute_taker: str = "pieter"
