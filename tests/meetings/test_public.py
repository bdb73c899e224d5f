"""The public version names functions and organisations, and nobody can be reached through it."""

import json
from dataclasses import replace

import pytest

from amif_network.core.bilingual import Localised
from meetings.printed import (
    PrintedAgendaRow,
    PrintedAttendance,
    PrintedAttendee,
    PrintedLeftOpen,
    PrintedMinutes,
    PrintedOrganisation,
    PrintedPending,
    PrintedSlides,
)
from meetings.public import NamedPerson, public_version
from tests.factories.printed import missing, printed_head, printed_minutes, printed_passage, printed_section

ADA = NamedPerson(
    given="Ada", family="Peeters", organisations={"fr": "CPAS de Gand", "nl": "OCMW Gent"}, took_part=True
)  # fmt: skip
JOLIEN = NamedPerson(
    given="Jolien", family="De Crom", functions={"fr": "directrice", "nl": "directrice"},
    organisations={"fr": "CPAS de Liège", "nl": "OCMW Luik"}, took_part=True,
)  # fmt: skip
BYSTANDER = NamedPerson(given="Jan", family="Janssens")
PEOPLE = (ADA, JOLIEN, BYSTANDER)


def record(html: str = "<p>x</p>", lang: str = "fr", **changes) -> PrintedMinutes:
    passage = printed_passage(0, lang, html=Localised(html, lang), **changes)
    return printed_minutes(lang, sections=(printed_section(0, (lang,), passages=(passage,)),))


def said(html: str, lang: str = "fr") -> str:
    return public_version(record(html, lang), PEOPLE).minutes.sections[0].passages[0].html.text


@pytest.mark.parametrize(
    ("text", "public"),
    [
        ("Ada Peeters présente.", "Une personne (CPAS de Gand) présente."),
        ("Selon ada  peeters, oui.", "Selon une personne (CPAS de Gand), oui."),
        ("Selon PEETERS, Ada : oui.", "Selon une personne (CPAS de Gand) : oui."),
        ("Mme Peeters et M. De Crom.", "Une personne (CPAS de Gand) et une personne (directrice, CPAS de Liège)."),
        ("La question de J. De Crom.", "La question d'une personne (directrice, CPAS de Liège)."),
        ("Oui. Ada répond.", "Oui. Une personne (CPAS de Gand) répond."),
        ("Ada Peeters (CPAS de Gand) répond.", "Une personne (CPAS de Gand) répond."),
        ("Ada Peeters, du CPAS de Gand, répond.", "Une personne, du CPAS de Gand, répond."),
        ("<strong>Ada</strong> <em>Peeters</em> répond.", "<strong>Une personne (CPAS de Gand)</strong> répond."),
        ("Jan Janssens est contacté, Jan seul non.", "Une personne est contacté, Jan seul non."),
        ("Marie-Ada, Adam et les peeters.", "Marie-Ada, Adam et les peeters."),
    ],
)
def test_names_give_way_to_function_and_organisation(text: str, public: str) -> None:
    assert said(f"<p>{text}</p>") == f"<p>{public}</p>"


def test_dutch_text_gets_dutch_words() -> None:
    assert (
        said("<p>Mevrouw Peeters belt 0475 12 34 56.</p>", "nl")
        == "<p>Iemand (OCMW Gent) belt [telefoonnummer niet gepubliceerd].</p>"
    )


@pytest.mark.parametrize(
    ("text", "lang", "public"),
    [
        ("Pee\u00adters répond.", "fr", "Une personne (CPAS de Gand) répond."),
        ("A\u200bda Pe\u0301eters répond.", "fr", "Une personne (CPAS de Gand) répond."),
        ("ada@\u200bocmw.be, 0475 12\u2060 34 56", "fr", "[adresse électronique non publiée], [numéro de téléphone non publié]"),
        ("Peeters2 et Peeters_a", "fr", "Une personne (CPAS de Gand)2 et une personne (CPAS de Gand)_a"),
        ("fichier peeters_ada_2021", "fr", "fichier une personne (CPAS de Gand)_2021"),
        ("A.-J. Decrom répond.", "fr", "Une personne (directrice, CPAS de Liège) répond."),
        ("Adas voorstel, Peetersen en de Adam", "nl", "Iemands (OCMW Gent) voorstel, Peetersen en de Adam"),
        ("Les Adas et les Peeterss.", "fr", "Les Adas et les Peeterss."),
    ],
)
def test_a_name_is_seen_whatever_hides_it_or_follows_it(text: str, lang: str, public: str) -> None:
    """In a heading, which keeps the characters of whoever pasted it, as do titles and places."""
    passage = public_version(record(lang=lang, heading=Localised(text, lang)), PEOPLE).minutes.sections[0].passages[0]
    assert passage.heading.text == public


def test_a_note_behind_a_name_does_not_keep_it() -> None:
    assert said("<p>Peeters<sup>1</sup> répond.</p>") == "<p>Une personne (CPAS de Gand)<sup>1</sup> répond.</p>"


def test_a_link_to_the_page_of_a_person_leaves_its_words() -> None:
    link = '<a href="https://example.org/{}" rel="noopener noreferrer">ici</a>'
    assert said(f"<p>{link.format('in/ada-peeters-42')}</p>") == "<p>ici</p>"
    for address in ("ada%20peetersen", "peeters-guide"):
        assert said(f"<p>{link.format(address)}</p>") == f"<p>{link.format(address)}</p>"


def test_two_people_of_one_name_are_not_mixed_up() -> None:
    other = NamedPerson(given="Ada", family="Peeters", organisations={"fr": "CPAS de Mons"}, took_part=True)
    public = public_version(record("<p>Ada Peeters répond.</p>"), (ADA, other)).minutes
    assert public.sections[0].passages[0].html.text == "<p>Une personne répond.</p>"


def test_addresses_and_numbers_are_masked_in_every_part_of_a_text() -> None:
    html = (
        '<p>Voir <a href="mailto:a@b.be">ici</a>, a<strong>@</strong><br>b.be<span data-fn="">0475 12 34 56</span></p>'
        "<table><tbody><tr><td>02/508.85.86</td></tr></tbody></table>"
    )
    public = said(html)
    assert [sign in public for sign in ("@", "mailto", "0475", "508")] == [False] * 4
    assert "Voir ici, [adresse électronique non publiée]" in public


def test_the_public_learns_how_many_there_were_and_not_who() -> None:
    people = (
        PrintedAttendee(name="Ada Peeters", note="à distance"),
        PrintedAttendee(name="Jolien De Crom", function="directrice"),
    )
    groups = tuple(
        PrintedAttendance(status=status, organisations=(PrintedOrganisation(name="CPAS de Gand", people=people),))
        for status in ("present", "excused", "guest", "absent", "unknown")
    )
    head = printed_head("fr", attendance=groups)
    public = public_version(printed_minutes("fr", heads=(head,), sections=0), PEOPLE).minutes.heads[0]
    assert [(group.status, group.count) for group in public.attendance] == [("present", 2), ("excused", 2), ("guest", 2)]
    assert public.attendance[0].organisations == (
        PrintedOrganisation(name="CPAS de Gand", number=2, people=(PrintedAttendee(name="directrice"),)),
    )


def test_offices_stand_for_who_led_wrote_presented_and_approved() -> None:
    head = printed_head("fr", chair="Jolien De Crom", minute_taker="Inconnu Total")
    head = replace(head, agenda=tuple(replace(row, presenters="Ada Peeters et Jolien De Crom") for row in head.agenda))
    public = public_version(printed_minutes("fr", heads=(head,), sections=0), PEOPLE).minutes.heads[0]
    assert (public.chair, public.minute_taker) == ("directrice (CPAS de Liège)", "")
    assert {row.presenters for row in public.agenda} == {"CPAS de Gand et directrice (CPAS de Liège)"}
    assert public.approval is not None
    assert public.approval.by == "CPAS de Gand"


def test_anonymous_sections_are_left_out_with_all_below_them() -> None:
    depths = [(1, False), (1, True), (2, False), (3, False), (1, False), (2, True), (2, False)]
    sections = tuple(
        printed_section(0, ("fr",), depth=depth, label=f"{number}", anonymous=hidden)
        for number, (depth, hidden) in enumerate(depths)
    )
    public = public_version(printed_minutes("fr", sections=sections), ())
    assert [section.label for section in public.minutes.sections] == ["0", "4", "6"]


def test_nothing_says_what_is_still_awaited_from_whom() -> None:
    awaited = PrintedPending(text=Localised("l'avis d'Ada", "fr"), who="Ada Peeters")
    printed = record(pending=(awaited,))
    printed = replace(printed, heads=(replace(printed.heads[0], pending=(awaited,)),))
    public = public_version(printed, PEOPLE).minutes
    assert (public.heads[0].pending, public.sections[0].passages[0].pending) == ((), ())


def test_a_gap_in_an_anonymous_section_needs_no_excuse_before_the_public() -> None:
    gap = printed_section(0, ("nl",), passages=(missing(printed_passage(0, "nl")),))
    head = printed_head("nl", reason=Localised("De vertaler, Ada Peeters, is ziek.", "nl"))
    hidden = printed_minutes("nl", heads=(head,), sections=(replace(gap, anonymous=True),))
    shown = printed_minutes("nl", heads=(head,), sections=(gap,))
    assert public_version(hidden, PEOPLE).minutes.heads[0].reason.text == ""
    assert public_version(shown, PEOPLE).minutes.heads[0].reason.text == "De vertaler, iemand (OCMW Gent), is ziek."


def test_no_word_of_the_record_names_or_reaches_anybody() -> None:
    """Every text that a writer can fill holds a name, an address and a number here."""
    bad = "Ada Peeters, ada@ocmw.be, 0475 12 34 56"
    text = Localised(bad, "fr")
    slides = PrintedSlides(text=bad, topic=text, presentation=bad)
    passage = printed_passage(0, "fr", heading=text, html=Localised(f"<p>{bad}</p>", "fr"), slides=(slides,))
    head = printed_head("fr", title=text, place=text, chair=bad, minute_taker=bad, agenda_title=bad, erratum=text, reason=text)
    head = replace(head, agenda=tuple(replace(row, label=bad, title=text, presenters=bad) for row in head.agenda))
    functions = PrintedOrganisation(name="CPAS de Gand", people=(PrintedAttendee(name="Ada Peeters", function=bad),))
    head = replace(head, attendance=(PrintedAttendance(status="present", organisations=(functions,)),))
    gap = missing(printed_passage(0, "fr"))
    sections = (
        printed_section(0, ("fr",), passages=(passage,), label=bad),
        printed_section(1, ("fr",), passages=(gap,)),
    )
    public = public_version(printed_minutes("fr", heads=(head,), sections=sections), PEOPLE)
    stored = json.dumps(public.minutes.to_json(), ensure_ascii=False)
    assert [word for word in ("Ada", "Peeters", "@", "0475") if word in stored] == []
    assert dict(public.replaced)["Ada Peeters"] == 18


def test_the_public_version_is_one_of_a_public_version() -> None:
    public = public_version(printed_minutes("fr", "nl"), PEOPLE).minutes
    assert public.audience == "public"
    assert public_version(public, PEOPLE).minutes.sections == public.sections
    assert PrintedMinutes.from_json(json.loads(json.dumps(public.to_json()))) == public


def test_what_an_item_takes_up_names_nobody() -> None:
    """Whether a person owes it or its words name one."""
    owed = PrintedLeftOpen(text=Localised("Ada Peeters envoie la liste", "fr"), who="Jolien De Crom")
    rows = (PrintedAgendaRow(title=Localised("Suites", "fr"), left_open=(owed,)),)
    printed = printed_minutes("fr", heads=(printed_head("fr", agenda=rows),))
    (shown,) = public_version(printed, PEOPLE).minutes.heads[0].agenda[0].left_open
    assert shown.text.text == "Une personne (CPAS de Gand) envoie la liste"
    assert shown.who == "Une personne (directrice, CPAS de Liège)"
