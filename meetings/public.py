"""The public version of a printed record: functions and organisations stand for people, and nothing tells how to reach them.

A pure transformation of `printed.PrintedMinutes`; `documents` collects the people. Left out are the sections that are
anonymous, with all below them, what is still awaited from somebody, and who was absent. In every text, names are replaced
(DOMAIN §2 fact 11: a function only where the person agreed) and e-mail addresses and telephone numbers masked.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from urllib.parse import unquote

from amif_network.core.bilingual import Localised
from amif_network.core.contacts import bare, comparable, find_contacts, leads_to_somebody
from amif_network.core.formats import format_list
from amif_network.core.richtext import Change, changed, rewrite

from .printed import (
    PrintedAttendance,
    PrintedAttendee,
    PrintedHead,
    PrintedMinutes,
    PrintedOrganisation,
    PrintedPassage,
    PrintedSection,
    PrintedSlides,
)

# Whose attendance the public may know.
SHOWN = ("present", "excused", "guest")
# A given name shorter than this is a word like any other.
SHORTEST_NAME = 3

_BETWEEN = r"[\s,.'’_-]{1,3}"
_TITLES = r"(?:m\.|mm\.|mme|mlle|mr\.?|mrs|ms|madame|monsieur|mevrouw|mevr\.?|mw\.?|dhr\.?|de heer|heer|dr\.?|prof\.?)"
_BEFORE = rf"(?:{_TITLES}\s+)?(?:[a-z]\.[\s-]?){{0,3}}"
_LETTER = r"[^\W\d_]"
_ELIDED = re.compile(r"\b(d|qu|lorsqu|puisqu|jusqu)e\s+\Z", re.IGNORECASE)
_NEVER = re.compile(r"(?!)")
# How far behind a name its organisation may stand so that it need not be said twice.
_NEARBY = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What one language says instead; `elided`: the words that lose their ending before a vowel.

    `genitive`: the pattern of what a name may end on, as in "Jans vraag".
    """

    somebody: str
    elided: re.Pattern[str]
    genitive: str
    email: str
    phone: str


WORDINGS = {
    "fr": Wording(
        somebody="une personne",
        elided=_ELIDED,
        genitive="",
        email="[adresse électronique non publiée]",
        phone="[numéro de téléphone non publié]",
    ),
    "nl": Wording(
        somebody="iemand",
        elided=_NEVER,
        genitive="s?",
        email="[e-mailadres niet gepubliceerd]",
        phone="[telefoonnummer niet gepubliceerd]",
    ),
}


@dataclass(frozen=True, kw_only=True)
class NamedPerson:
    """Somebody whose name may stand in a record. `functions` (where they may be shown) and `organisations`: by language.

    Who took part is also meant by the family name or the given name alone.
    """

    given: str
    family: str
    functions: Mapping[str, str] = field(default_factory=dict)
    organisations: Mapping[str, str] = field(default_factory=dict)
    took_part: bool = False

    def forms(self) -> Iterable[str]:
        """Yield the ways in which the person is named."""
        if self.given:
            yield f"{self.given} {self.family}"
            yield f"{self.family} {self.given}"
        if self.took_part or not self.given:
            yield self.family
        if self.took_part and len(self.given) >= SHORTEST_NAME:
            yield self.given
        # "Vandenbroeck" for "Van den Broeck"
        if self.took_part and len(self.family.split()) > 1:
            yield "".join(self.family.split())

    @cached_property
    def in_full(self) -> tuple[str, ...]:
        """Given name and family name, comparable: together they are no words that could mean anything else."""
        return (_key(f"{self.given} {self.family}"), _key(f"{self.family} {self.given}")) if self.given else ()


@dataclass(frozen=True, slots=True)
class PublicVersion:
    """The record for the public, and which words of the internal one were replaced how often."""

    minutes: PrintedMinutes
    replaced: tuple[tuple[str, int], ...]


def public_version(printed: PrintedMinutes, people: Iterable[NamedPerson]) -> PublicVersion:
    """Return the public version of an internal record in which `people` may be named."""
    maker = _Maker(tuple(people))
    public = replace(
        printed,
        audience="public",
        sections=tuple(maker.section(one) for one in _named_sections(printed.sections)),
    )
    heads = tuple(maker.head(head, has_gaps=bool(public.notices(head.lang))) for head in printed.heads)
    return PublicVersion(replace(public, heads=heads), tuple(maker.seen.most_common()))


def public_words(text: str, lang: str, people: Iterable[NamedPerson]) -> str:
    """Return a text in `lang` as the public reads it, in which `people` may be named."""
    return changed(text, _Maker(tuple(people)).changes(text, lang))


def _named_sections(sections: Iterable[PrintedSection]) -> Iterable[PrintedSection]:
    """Leave out anonymous sections and whatever stands below them."""
    hidden_below: int | None = None
    for section in sections:
        if hidden_below is not None and section.depth > hidden_below:
            continue
        hidden_below = section.depth if section.anonymous else None
        if not section.anonymous:
            yield section


@dataclass(frozen=True)
class _Maker:
    people: tuple[NamedPerson, ...]
    seen: Counter[str] = field(default_factory=Counter)

    @cached_property
    def _by_form(self) -> dict[str, list[NamedPerson]]:
        found: dict[str, list[NamedPerson]] = {}
        for person in self.people:
            for form in person.forms():
                found.setdefault(_key(form), []).append(person)
        found.pop("", None)
        return found

    @cached_property
    def _names(self) -> str:
        """The pattern of any way to name anybody, the longest first, with the title and the initials before it."""
        forms = sorted(self._by_form, key=lambda form: (-len(form), form))
        names = "|".join(_BETWEEN.join(map(re.escape, form.split())) for form in forms) or r"(?!)"
        return rf"(?<!{_LETTER})(?<!-){_BEFORE}(?P<name>{names})"

    @cached_property
    def _in_text(self) -> dict[str, re.Pattern[str]]:
        """Match a name in a text of each language, with the ending that it takes there; the number of a note may follow."""
        endings = {lang: f"(?P<ending>{wording.genitive})" for lang, wording in WORDINGS.items()}
        return {lang: re.compile(rf"{self._names}{ending}(?!{_LETTER}|-\w)") for lang, ending in endings.items()}

    def section(self, section: PrintedSection) -> PrintedSection:
        label = self._line(section.label, section.passages[0].lang)
        return replace(section, label=label, passages=tuple(self._passage(passage) for passage in section.passages))

    def _passage(self, passage: PrintedPassage) -> PrintedPassage:
        html = passage.html
        return replace(
            passage,
            heading=self._said(passage.heading),
            html=replace(html, text=rewrite(html.text, lambda line: self.changes(line, html.lang), keep_link=self._keeps)),
            slides=tuple(self._slides(one, passage.lang) for one in passage.slides),
            pending=(),
        )

    def _slides(self, slides: PrintedSlides, lang: str) -> PrintedSlides:
        return PrintedSlides(
            text=self._line(slides.text, lang), topic=self._said(slides.topic), presentation=self._line(slides.presentation, lang)
        )

    def head(self, head: PrintedHead, *, has_gaps: bool) -> PrintedHead:
        lang = head.lang
        approval = head.approval and replace(head.approval, by=self._office(head.approval.by, lang))
        return replace(
            head,
            title=self._said(head.title),
            place=self._said(head.place),
            chair=self._office(head.chair, lang),
            minute_taker=self._office(head.minute_taker, lang),
            attendance=self._attendance(head.attendance, lang),
            agenda_title=self._line(head.agenda_title, lang),
            agenda=tuple(
                replace(
                    row,
                    label=self._line(row.label, lang),
                    title=self._said(row.title),
                    presenters=self._office(row.presenters, lang),
                    left_open=tuple(
                        replace(one, text=self._said(one.text), who=self._line(one.who, lang)) for one in row.left_open
                    ),
                )
                for row in head.agenda
            ),
            pending=(),
            approval=approval,
            erratum=self._said(head.erratum),
            reason=self._said(head.reason) if has_gaps else Localised("", lang),
        )

    def _attendance(self, attendance: Iterable[PrintedAttendance], lang: str) -> tuple[PrintedAttendance, ...]:
        """Count who was there; a function, which somebody typed, may hold a number to call."""
        return tuple(
            replace(
                group,
                organisations=tuple(
                    replace(one, people=tuple(replace(person, name=self._line(person.name, lang)) for person in one.people))
                    for one in group.organisations
                ),
            )
            for group in counted(attendance)
        )

    def _keeps(self, href: str) -> bool:
        """Tell whether a link may stay: its address reaches nobody and holds nobody's whole name."""
        address = f" {_key(unquote(href))} "
        return not leads_to_somebody(href) and not any(f" {name} " in address for one in self.people for name in one.in_full)

    def _said(self, text: Localised) -> Localised:
        return replace(text, text=self._line(text.text, text.lang))

    def _line(self, text: str, lang: str) -> str:
        return changed(text, self.changes(text, lang))

    def _office(self, names: str, lang: str) -> str:
        """Return for whom those people speak whose `names` are listed; who is unknown is left out."""
        offices = []
        for match in self._in_text[lang].finditer(comparable(names)):
            people = self._by_form[_key(match["name"])]
            found = {_office_of(person, lang) for person in people}
            offices += [*found] if len(found) == 1 else []
        return format_list([self._line(one, lang) for one in dict.fromkeys(offices) if one], lang)

    def changes(self, line: str, lang: str) -> list[Change]:
        """Return what the public version says otherwise in a line of text, whatever stands unseen between its letters."""
        seen, places = bare(line)
        return [Change(places[one.start], places[one.end - 1] + 1, one.text) for one in self._changes(seen, lang)]

    def _changes(self, line: str, lang: str) -> list[Change]:
        wording = WORDINGS[lang]
        contacts = [Change(one.start, one.end, getattr(wording, one.kind)) for one in find_contacts(line)]
        plain = comparable(line)
        names = [
            self._naming(match, line, plain, lang)
            for match in self._in_text[lang].finditer(plain)
            if self._is_a_name(match, line) and not any(match.start() < one.end and one.start < match.end() for one in contacts)
        ]
        self.seen.update(" ".join(line[one.start : one.end].split()) for one in contacts)
        return sorted([*contacts, *names])

    def _is_a_name(self, match: re.Match[str], line: str) -> bool:
        """One word that is a name is written with a capital; what is written without is a word like any other."""
        start, end = match.span("name")
        whole = any(_key(match["name"]) in person.in_full for person in self._by_form[_key(match["name"])])
        return whole or line[start].isupper() or line[start:end].rsplit(maxsplit=1)[-1][:1].isupper()

    def _naming(self, match: re.Match[str], line: str, plain: str, lang: str) -> Change:
        """Return what stands for a name: function or "somebody", with the organisation unless it follows anyway."""
        people = self._by_form[_key(match["name"])]
        function = _common(person.functions.get(lang, "") for person in people)
        place = _common(person.organisations.get(lang, "") for person in people)
        start, end = match.span()
        self.seen[" ".join(line[start:end].split())] += 1
        after = plain[end : end + len(place) + _NEARBY]
        if comparable(place) in after:
            place = ""
        about = ", ".join(part for part in (function, place) if part)
        said = WORDINGS[lang].somebody + match["ending"]
        if about and not after.lstrip().startswith("("):
            said += f" ({about})"
        if said[:1] in "aeiouhéê" and (elided := WORDINGS[lang].elided.search(line, 0, start)):
            start, said = elided.start(), f"{elided[1]}'{said}"
        if _begins_a_sentence(line, start):
            said = said[:1].upper() + said[1:]
        return Change(start, end, said)


def _common(values: Iterable[str]) -> str:
    """Return what all values say; "" where they differ."""
    found = set(values)
    return found.pop() if len(found) == 1 else ""


def _begins_a_sentence(line: str, place: int) -> bool:
    while place and line[place - 1].isspace():
        place -= 1
    return place == 0 or line[place - 1] in ".!?"


def _office_of(person: NamedPerson, lang: str) -> str:
    function, organisation = person.functions.get(lang, ""), person.organisations.get(lang, "")
    return f"{function} ({organisation})" if function and organisation else function or organisation


def _key(name: str) -> str:
    """Return a name by which its spellings are the same: no capitals, accents or signs."""
    return " ".join(re.findall(r"[^\W_]+", comparable(name)))


def counted(attendance: Iterable[PrintedAttendance]) -> tuple[PrintedAttendance, ...]:
    """Say how many people of each organisation there were, with the functions that may be shown; who was absent is left out."""
    return tuple(
        replace(
            group,
            organisations=tuple(
                PrintedOrganisation(
                    name=one.name,
                    number=len(one.people),
                    people=tuple(PrintedAttendee(name=person.function) for person in one.people if person.function),
                )
                for one in group.organisations
            ),
        )
        for group in attendance
        if group.status in SHOWN
    )
