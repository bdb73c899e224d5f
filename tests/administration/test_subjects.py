"""Every model has its place in the administration, or a reason to have none."""

from django.apps import apps
from django.contrib import admin

from amif_network.core.administration.subjects import LEFT_OUT, SUBJECTS
from amif_network.history.tracked import TRACKED

LISTED = [label for subject in SUBJECTS for label in subject.models]


def _labels(models) -> set[str]:
    return {model._meta.label for model in models}


def _in_forms() -> set[str]:
    return {rows.model._meta.label for one in admin.site._registry.values() for rows in one.inlines}


def test_what_is_registered_is_listed_once_under_a_subject() -> None:
    assert len(LISTED) == len(set(LISTED))
    assert set(LISTED) == _labels(admin.site._registry)


def test_every_model_is_listed_or_shown_with_another_or_left_out_with_a_reason() -> None:
    everywhere = set(LISTED) | _in_forms()
    whole_apps = {label.removesuffix(".*") for label in LEFT_OUT if label.endswith(".*")}
    homeless = {label for label in _labels(apps.get_models()) - everywhere if label.split(".")[0] not in whole_apps}
    assert homeless == {label for label in LEFT_OUT if not label.endswith(".*")}
    assert min(len(reason) for reason in LEFT_OUT.values()) > 20


def test_nothing_that_was_left_out_is_shown_all_the_same() -> None:
    assert _in_forms() & set(LEFT_OUT) == set()


def test_what_can_be_changed_here_has_a_history(rf, administrator) -> None:
    request = rf.get("/")
    request.user = administrator
    changed = {model for model, one in admin.site._registry.items() if one.has_change_permission(request)}
    assert _labels(changed) == {"directory.Organisation", "directory.Person"}
    assert changed <= set(TRACKED)


def test_everything_has_a_name_in_both_languages() -> None:
    unnamed = {
        f"{model._meta.label}.{name}"
        for model, one in admin.site._registry.items()
        for name in one.list_display
        if not hasattr(one, name) and isinstance(getattr(model._meta.get_field(name), "verbose_name", ""), str)
    }
    # A key is a key in any language.
    assert unnamed <= {"meetings.Section.uuid"}
