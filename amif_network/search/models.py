"""The index of search: what can be found, as plain text with its lexemes; and what was read in attached files.

Both repeat what stands elsewhere and can be made anew at any moment (`manage.py rebuild_search`). The triggers of `triggers.py`
fill the index in the transaction of the write itself, so that it never says more or less than the records.
"""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Entry(models.Model):
    """Something to be found: a record, or a part of one, in one language ("" where it is in none, or in an unknown one).

    `kind` and `object_id` say whose it is, and so who may find it (`kinds.py`); `place` names the part: a page of a file, the
    anchor of a section. `fr` and `nl` hold the lexemes of title (A) and text (B); an entry in one language has only its own.
    """

    kind = models.CharField(max_length=20)
    object_id = models.BigIntegerField()
    place = models.CharField(max_length=60, blank=True)
    # What its address needs besides: the meeting of a section, the partnership of an evaluation.
    parent_id = models.BigIntegerField(null=True)
    language = models.CharField(max_length=2, blank=True)
    title = models.TextField(blank=True)
    # What it is a part of, to be shown beside it; not searched.
    context = models.TextField(blank=True)
    text = models.TextField(blank=True)
    day = models.DateField(null=True)
    state = models.CharField(max_length=20, blank=True)
    organisations: "ArrayField[list[int], list[int]]" = ArrayField(models.BigIntegerField(), default=list)
    fr = SearchVectorField(null=True)
    nl = SearchVectorField(null=True)

    class Meta:
        verbose_name = _("entry of the index")
        verbose_name_plural = _("entries of the index")
        indexes: ClassVar[tuple[models.Index, ...]] = (
            models.Index(fields=["kind", "object_id"], name="search_entry_of"),
            # Frequent words are looked up among the latest entries first.
            models.Index(fields=["-day"], name="search_entry_latest"),
            # Without a list of what is still to be sorted in, which every question would read from end to end.
            GinIndex(fields=["fr"], name="search_entry_fr", fastupdate=False),
            GinIndex(fields=["nl"], name="search_entry_nl", fastupdate=False),
            # Names, which have no day, are looked up beside the latest texts: not among all that holds the word.
            GinIndex(fields=["fr"], condition=Q(day=None), name="search_name_fr", fastupdate=False),
            GinIndex(fields=["nl"], condition=Q(day=None), name="search_name_nl", fastupdate=False),
        )

    def __str__(self) -> str:
        return self.title or self.text[:80]


class FileOutcome(models.TextChoices):
    """What became of reading a file."""

    READ = "read", pgettext_lazy("file", "read")
    NOTHING = "nothing", pgettext_lazy("file", "holds no text")
    REFUSED = "refused", pgettext_lazy("file", "cannot be read")


class ReadFile(models.Model):
    """A stored file, known by the hash of its bytes, that was read once: the same bytes attached elsewhere are not read again."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    outcome = models.CharField(max_length=10, choices=FileOutcome)
    read_at = models.DateTimeField()

    class Meta:
        verbose_name = _("file that was read")
        verbose_name_plural = _("files that were read")
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.CheckConstraint(condition=Q(outcome__in=FileOutcome.values), name="read_file_outcome_known"),
        )

    def __str__(self) -> str:
        return self.sha256


class FilePage(models.Model):
    """The text of one page of a file, counted from 1; a document without pages is one."""

    file = models.ForeignKey(ReadFile, on_delete=models.CASCADE, related_name="pages")
    number = models.PositiveIntegerField()
    text = models.TextField()

    class Meta:
        verbose_name = _("page of a file")
        verbose_name_plural = _("pages of files")
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.UniqueConstraint(fields=["file", "number"], name="file_page_once"),
        )

    def __str__(self) -> str:
        return f"{self.file_id} p. {self.number}"
