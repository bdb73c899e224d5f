"""What the importer wants a person to look at: codes, and their texts in the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MESSAGES: dict[str, Promise] = {
    "missing_title": _("No title was recognised. Type one before you confirm."),
    "missing_date": _("No date was recognised. Type the date of the meeting before you confirm."),
    "date_without_year": _("The date “%(text)s” has no year. Complete it before you confirm."),
    "contradicting_dates": _("The dates do not agree: “%(text)s”. The first one was taken."),
    "several_days": _("“%(text)s” covers several days. The first one was taken."),
    "missing_attendance": _("No list of attendees was recognised."),
    "missing_agenda": _("No agenda was recognised."),
    "heading_contradicts_text": _("The title says “%(title)s”, but the text says “%(text)s”. The text was followed."),
    "unknown_organisation": _("“%(text)s” is not an organisation the directory knows."),
    "several_organisations": _("“%(text)s” fits more than one organisation: %(candidates)s."),
    "person_without_organisation": _("%(name)s has no organisation in the document."),
    "ambiguous_organisation": _(
        "It is not clear whether “%(organisation)s” also holds for %(name)s. The organisation of %(name)s was left open."
    ),
    "stray_bracket": _("A bracket is missing or too many in “%(text)s”."),
    "attendee_not_understood": _("“%(text)s” in the list of attendees was not understood and was kept as text."),
    "status_not_understood": _("The mark “%(text)s” of %(name)s was not understood. Present was taken."),
    "status_without_mark": _("%(name)s has no mark in the table of attendees. Absent was taken."),
    "duplicate_attendee": _("%(name)s appears more than once in the lists of attendees."),
    "ambiguous_label": _("“%(text)s” names two kinds of attendance at once. Check who was excused and who was absent."),
    "joined_sentence": _("A sentence was cut by a page break and was joined again: “%(text)s”."),
    "times_reversed": _("“%(text)s” ends before it begins."),
    "agenda_not_paired": _("The agenda stands in two languages, but the two lists differ in length. Both were kept."),
    "headings_guessed": _("The document has no numbered headings. Short lines standing alone were taken as headings."),
    "section_number_unexpected": _("The number “%(label)s” does not follow the section before it."),
    "unmatched_footnote": _("The footnote “%(marker)s” has no place in the text and was kept as a paragraph."),
    "unstorable_link": _("The link target “%(text)s” cannot be stored. It was kept as text."),
    "slides_reversed": _("“%(text)s” counts backwards."),
    "pending_without_author": _("The text does not say whose contribution is still to come: “%(text)s”."),
    "pictures_left_out": _("The document contains pictures (%(count)s). They are not imported."),
    "comments_left_out": _("The document contains comments in its margin (%(count)s). They are not imported."),
    "tracked_changes": _("The document contains tracked changes. They were read as if all had been accepted."),
    "kept_at_end": _("This line was not understood. Its text was kept at the end: “%(text)s”."),
    "page_header_kept": _("This text from the page header or footer is not part of the minutes: “%(text)s”."),
}


@dataclass(frozen=True)
class Notice:
    """A warning beside a source line; `line` is None when it concerns the whole document."""

    code: str
    line: int | None = None
    values: Mapping[str, str | int] = field(default_factory=dict)

    @property
    def message(self) -> str:
        """Say it in the active language."""
        return str(MESSAGES[self.code]) % self.values
