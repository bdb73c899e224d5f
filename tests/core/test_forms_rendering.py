"""Forms come out of the one set of templates with label, hint, error and language wired."""

from collections.abc import Iterator
from datetime import date, time

import pytest
from django import forms
from django.utils import translation
from lxml import html

from amif_network.core.forms import DateInput, TimeInput, language_of_field

Element = html.HtmlElement


@pytest.fixture(autouse=True)
def messages_as_written() -> Iterator[None]:
    with translation.override(None):
        yield


class MeetingForm(forms.Form):
    title_fr = forms.CharField(label="Title in French", help_text="As it will be printed.")
    title_nl = forms.CharField(label="Title in Dutch", required=False)
    day = forms.DateField(label="Date", widget=DateInput, required=False)
    starts_at = forms.TimeField(label="Starts at", widget=TimeInput, required=False)
    mode = forms.ChoiceField(
        label="How", help_text="One of two.", choices=[("online", "Online"), ("hybrid", "Hybrid")], widget=forms.RadioSelect
    )
    place = forms.ChoiceField(label="Place", choices=[("b", "Brussels")], required=False)
    invite = forms.BooleanField(label="Invite by mail", required=False)
    token = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self) -> None:
        if self.cleaned_data.get("invite"):
            raise forms.ValidationError("Nobody to invite.")


def parsed(form: object) -> Element:
    return html.fromstring(f"<form>{form}</form>")


def control(root: Element, name: str) -> Element:
    (found,) = root.xpath(f'//*[@name="{name}"]')
    return found


def described(root: Element, element: Element) -> list[str]:
    return [" ".join(root.get_element_by_id(name).text_content().split()) for name in element.get("aria-describedby", "").split()]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("title_fr", "fr"),
        ("rows-0-title_nl", "nl"),
        ("title", ""),
        ("_fr", ""),
        ("name_de", ""),
        ("chiffre", ""),
        ("titlefr", ""),
    ],
)
def test_the_language_of_a_field_is_the_end_of_its_name(name: str, expected: str) -> None:
    assert language_of_field(name) == expected


def test_every_control_has_its_label() -> None:
    root = parsed(MeetingForm())
    labels = {label.get("for"): " ".join(label.text_content().split()) for label in root.xpath("//label[@for]")}
    assert labels == {
        "id_title_fr": "Title in French (required)",
        "id_title_nl": "Title in Dutch",
        "id_day": "Date",
        "id_starts_at": "Starts at",
        "id_mode_0": "Online",
        "id_mode_1": "Hybrid",
        "id_place": "Place",
        "id_invite": "Invite by mail",
    }


def test_a_text_in_one_language_carries_it_and_stands_in_the_pair() -> None:
    root = parsed(MeetingForm())
    assert [(element.get("name"), element.get("lang")) for element in root.xpath("//*[@lang]")] == [
        ("title_fr", "fr"),
        ("title_nl", "nl"),
    ]
    assert root.xpath("//div[@data-language]/@data-language") == ["fr", "nl"]


def test_the_hint_describes_its_control() -> None:
    root = parsed(MeetingForm())
    assert described(root, control(root, "title_fr")) == ["As it will be printed."]
    assert described(root, control(root, "title_nl")) == []


def test_an_error_describes_and_marks_its_control() -> None:
    root = parsed(MeetingForm({"mode": "online", "day": "yesterday"}))
    title = control(root, "title_fr")
    assert title.get("aria-invalid") == "true"
    assert described(root, title) == ["As it will be printed.", "This field is required."]
    assert described(root, control(root, "day")) == ["Enter a valid date."]
    assert control(root, "title_nl").get("aria-invalid") is None


def test_the_summary_links_each_error_to_its_control() -> None:
    root = parsed(MeetingForm({"day": "yesterday"}))
    (summary,) = root.xpath('//*[@role="alert"]')
    targets = [link.get("href").removeprefix("#") for link in summary.xpath(".//a")]
    assert targets == ["id_title_fr", "id_day", "id_mode"]
    assert [root.get_element_by_id(target).tag for target in targets] == ["input", "input", "fieldset"]


def test_the_summary_says_what_is_wrong_with_the_form_as_a_whole() -> None:
    root = parsed(MeetingForm({"title_fr": "Réunion", "mode": "online", "invite": "on"}))
    (summary,) = root.xpath('//*[@role="alert"]')
    assert [item.text_content() for item in summary.xpath(".//li")] == ["Nobody to invite."]


def test_no_summary_without_an_error() -> None:
    assert parsed(MeetingForm()).xpath('//*[@role="alert"]') == []


def test_a_group_of_radio_buttons_is_a_described_fieldset() -> None:
    root = parsed(MeetingForm())
    (group,) = root.xpath("//fieldset")
    assert " ".join(group.find("legend").text_content().split()) == "How (required)"
    assert described(root, group) == ["One of two."]
    assert [button.get("class") for button in group.xpath(".//input")] == ["ds-input", "ds-input"]


def test_only_what_the_design_system_draws_gets_its_class() -> None:
    root = parsed(MeetingForm())
    assert {element.get("name"): element.get("class") for element in root.xpath("//input|//select")} == {
        "title_fr": "ds-input",
        "title_nl": "ds-input",
        "day": "ds-input",
        "starts_at": "ds-input",
        "mode": "ds-input",
        "place": "ds-input",
        "invite": "ds-input",
        "token": None,
    }


def test_a_class_of_the_widget_is_kept() -> None:
    class Wide(forms.Form):
        text = forms.CharField(widget=forms.Textarea(attrs={"class": "wide"}))

    assert control(parsed(Wide()), "text").get("class") == "ds-input wide"


def test_dates_and_times_use_the_fields_of_the_browser() -> None:
    root = parsed(MeetingForm(initial={"day": date(2022, 4, 1), "starts_at": time(14, 15)}))
    assert (control(root, "day").get("type"), control(root, "day").get("value")) == ("date", "2022-04-01")
    assert (control(root, "starts_at").get("type"), control(root, "starts_at").get("value")) == ("time", "14:15")


def test_a_set_of_forms_is_a_numbered_list_of_rows() -> None:
    formset = forms.formset_factory(MeetingForm, extra=2)(prefix="rows")
    root = parsed(formset)
    assert [legend.text_content() for legend in root.xpath('//ol/li/fieldset/legend[@class="rows__number"]')] == [
        "Row 1",
        "Row 2",
    ]
    assert control(root, "rows-TOTAL_FORMS").get("value") == "2"
    assert control(root, "rows-1-title_nl").get("lang") == "nl"


def test_a_split_widget_dresses_its_parts() -> None:
    class Moment(forms.Form):
        at = forms.SplitDateTimeField()

    root = parsed(Moment())
    assert [(element.get("name"), element.get("class")) for element in root.xpath("//input")] == [
        ("at_0", "ds-input"),
        ("at_1", "ds-input"),
    ]
