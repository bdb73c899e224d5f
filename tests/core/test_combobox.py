"""A box of names: what was typed, what was chosen, and what the server asks back."""

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from amif_network.core.combobox import NEW, Combobox, ComboboxField, Question, Typed


class OneBox(forms.Form):
    who = ComboboxField(widget=Combobox("directory:person-options"))


def test_a_choice_counts_while_its_name_stands() -> None:
    assert Typed("Lisa Asselman", ("12|Lisa Asselman",)).chosen("Lisa Asselman") == "12"


def test_a_choice_is_void_once_the_name_was_changed() -> None:
    assert Typed("Umit Karanfil", ("12|Lisa Asselman",)).chosen("Umit Karanfil") == ""


def test_a_new_record_can_be_chosen() -> None:
    assert Typed.new("Jan Peeters").chosen("Jan Peeters") == NEW


@pytest.mark.parametrize("key", ["abc", "-1", "1" * 30, "", "²", "1 OR 1=1"])
def test_keys_that_are_none_choose_nothing(key: str) -> None:
    assert Typed("X", (f"{key}|X",)).chosen("X") == ""


def test_a_list_of_names_is_cut_at_commas_and_semicolons_each_once() -> None:
    assert Typed("Lisa  Asselman, Umit Karanfil; Lisa Asselman, ,").names() == ["Lisa Asselman", "Umit Karanfil"]


def test_the_widget_reads_text_and_choices() -> None:
    form = OneBox(QueryDict("who=Lisa+Asselman&who_pick=&who_pick=12%7CLisa+Asselman"))
    assert form.is_valid()
    assert form.cleaned_data["who"] == Typed("Lisa Asselman", ("12|Lisa Asselman",))


def test_an_empty_box_is_an_error_where_a_name_is_required() -> None:
    form = OneBox(QueryDict("who=++"))
    assert list(form.errors) == ["who"]


def test_control_characters_are_an_error_not_a_failure() -> None:
    for character in "\x00\x1b":
        with pytest.raises(ValidationError):
            ComboboxField(widget=Combobox("directory:person-options")).clean(Typed(f"Li{character}sa"))


def test_what_was_typed_is_shown_again_and_escaped() -> None:
    html = str(OneBox(QueryDict("who=%3Cscript%3E"))["who"])
    assert 'value="&lt;script&gt;"' in html
    assert "<script>" not in html


def test_a_question_takes_the_place_of_the_choice_it_is_about() -> None:
    form = OneBox(QueryDict("who=Jan&who_pick=7%7CJan"))
    form.fields["who"].widget.questions.append(
        Question("Jan", [("7|Jan", "Jan (CPAS de Gand)"), ("8|Jan", "Jan (CPAS de Liège)")])
    )
    html = str(form["who"])
    assert 'type="hidden"' not in html
    assert html.count("<option") == 4
    assert '<option value="new|Jan">' in html


def test_questions_of_one_form_do_not_show_on_another() -> None:
    first, second = OneBox(), OneBox()
    first.fields["who"].widget.questions.append(Question("Jan"))
    assert second.fields["who"].widget.questions == []
