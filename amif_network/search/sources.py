"""What the index holds of each kind, as SQL from which triggers and `rebuild_search` are both made.

A `Source` selects the entries of the records whose keys are `ANY (keys)`, in the columns of COLUMNS; its watches say which
changes of which tables touch which records. What nobody but its writers may read (drafts of remarks, evaluations that are not
shared) is not selected at all; who may find the rest is said in `kinds.py`.
"""
# ruff: noqa: S608  # put together from names of our own tables; nothing that anybody typed

from amif_network.directory.models.person import REMOVED

from .source import COLUMNS, LANGUAGES, MEETING, NAMES, NOBODY, Source, Watch, in_any, joined, keys_of, own, said
from .sources_of_partnerships import AGREEMENTS, CLAIMS, EVALUATIONS

__all__ = ["COLUMNS", "SOURCES", "Source", "Watch"]

SECTIONS = Source(
    "section",
    "meetings_sectiontext",
    f"""
    SELECT text.id, 's-' || section.uuid, minutes.meeting_id, text.language,
        coalesce(nullif(text.heading, ''), {in_any("answering.short", "text.language")}, ''),
        {in_any("meeting.title", "text.language")}, search_plain(text.html), meeting.date, minutes.state,
        {keys_of("section.organisation_id")}
    FROM meetings_sectiontext text
    JOIN meetings_section section ON section.id = text.section_id
    JOIN meetings_minutes minutes ON minutes.id = section.minutes_id
    JOIN meetings_meeting meeting ON meeting.id = minutes.meeting_id
    LEFT JOIN directory_organisation answering ON answering.id = section.organisation_id
    WHERE text.id = ANY (keys) AND (text.heading > '' OR search_plain(text.html) > '') AND NOT EXISTS (
        WITH RECURSIVE above AS (
            SELECT section.parent_id, section.removed_at
            UNION ALL
            SELECT parent.parent_id, parent.removed_at FROM meetings_section parent JOIN above ON parent.id = above.parent_id
        ) SELECT FROM above WHERE removed_at IS NOT NULL
    )
    """,
    (
        own("meetings_sectiontext", "heading", "html", "section_id", "language"),
        Watch(
            "meetings_section",
            """
            WITH RECURSIVE below (id) AS (
                SELECT {row}.id UNION SELECT child.id FROM meetings_section child JOIN below ON child.parent_id = below.id
            ) SELECT text.id FROM meetings_sectiontext text JOIN below ON text.section_id = below.id
            """,
            ("removed_at", "parent_id", "organisation_id", "minutes_id"),
            updates_only=True,
        ),
        Watch(
            "meetings_minutes",
            """
            SELECT text.id FROM meetings_sectiontext text JOIN meetings_section section ON section.id = text.section_id
            WHERE section.minutes_id = {row}.id
            """,
            ("state",),
            updates_only=True,
        ),
        Watch(
            "meetings_meeting",
            """
            SELECT text.id FROM meetings_sectiontext text JOIN meetings_section section ON section.id = text.section_id
            JOIN meetings_minutes minutes ON minutes.id = section.minutes_id WHERE minutes.meeting_id = {row}.id
            """,
            MEETING,
            updates_only=True,
        ),
        Watch(
            "directory_organisation",
            """
            SELECT text.id FROM meetings_sectiontext text JOIN meetings_section section ON section.id = text.section_id
            WHERE section.organisation_id = {row}.id
            """,
            NAMES,
            updates_only=True,
        ),
    ),
)  # fmt: skip

# The bilingual edition repeats the two others; a passage in the other language stands in the edition of that language.
PASSAGES = Source(
    "passage",
    "meetings_edition",
    f"""
    SELECT edition.id, section.content ->> 'anchor', minutes.meeting_id, edition.language,
        coalesce(passage.content -> 'heading' ->> 'text', ''),
        {in_any("meeting.title", "edition.language")},
        CASE WHEN (passage.content -> 'html' ->> 'fallback')::boolean THEN ''
            ELSE search_plain(coalesce(passage.content -> 'html' ->> 'text', '')) END,
        meeting.date, 'published', {keys_of("standing.organisation_id")}
    FROM meetings_edition edition
    JOIN meetings_minutes minutes ON minutes.id = edition.minutes_id
    JOIN meetings_meeting meeting ON meeting.id = minutes.meeting_id
    CROSS JOIN LATERAL jsonb_array_elements(edition.content -> 'sections') AS section (content)
    CROSS JOIN LATERAL jsonb_array_elements(section.content -> 'passages') AS passage (content)
    LEFT JOIN meetings_section standing ON standing.minutes_id = minutes.id
        AND 's-' || standing.uuid = section.content ->> 'anchor' AND NOT (section.content ->> 'anonymous')::boolean
    WHERE edition.id = ANY (keys) AND edition.language <> 'both'
        AND NOT coalesce((passage.content -> 'heading' ->> 'fallback')::boolean, false)
    """,
    (
        own("meetings_edition"),
        Watch(
            "meetings_meeting",
            """
            SELECT edition.id FROM meetings_edition edition JOIN meetings_minutes minutes ON minutes.id = edition.minutes_id
            WHERE minutes.meeting_id = {row}.id
            """,
            MEETING,
            updates_only=True,
        ),
    ),
)  # fmt: skip

# In its own language with its answer; the answer in the other language stands in that one.
REMARKS = Source(
    "remark",
    "meetings_remark",
    f"""
    SELECT remark.id, request.id::text, minutes.meeting_id, said.lang,
        left(CASE WHEN said.lang = remark.language THEN coalesce(nullif(remark.text, ''), remark.proposal)
            ELSE {said("remark.answer")} END, 120),
        {in_any("meeting.title")},
        {joined((
            "CASE WHEN said.lang = remark.language THEN concat_ws(E'\\n', remark.text, remark.proposal, remark.quote) END",
            f"CASE WHEN remark.settled_at IS NOT NULL THEN {said('remark.answer')} END",
        ))},
        coalesce(remark.sent_at::date, remark.created_at::date), remark.state, {keys_of("request.organisation_id")}
    FROM meetings_remark remark
    JOIN meetings_reviewrequest request ON request.id = remark.request_id
    JOIN meetings_circulation circulation ON circulation.id = request.circulation_id
    JOIN meetings_minutes minutes ON minutes.id = circulation.minutes_id
    JOIN meetings_meeting meeting ON meeting.id = minutes.meeting_id
    CROSS JOIN {LANGUAGES}
    WHERE remark.id = ANY (keys) AND remark.state <> 'draft'
        AND (said.lang = remark.language OR remark.settled_at IS NOT NULL AND {said("remark.answer")} > '')
    """,
    (
        own("meetings_remark"),
        Watch(
            "meetings_meeting",
            """
            SELECT remark.id FROM meetings_remark remark JOIN meetings_reviewrequest request ON request.id = remark.request_id
            JOIN meetings_circulation circulation ON circulation.id = request.circulation_id
            JOIN meetings_minutes minutes ON minutes.id = circulation.minutes_id WHERE minutes.meeting_id = {row}.id
            """,
            MEETING,
            updates_only=True,
        ),
    ),
)  # fmt: skip


def register(kind: str, *texts: str, organisations: tuple[str, ...]) -> Source:
    """Return the entries of one register: promises, signals or ideas."""
    table = f"meetings_{kind}"
    every = joined(said(f"entry.{text}") for text in texts)
    return Source(
        kind,
        table,
        f"""
        SELECT entry.id, '', entry.meeting_id, said.lang, left({said("entry.text")}, 120), {in_any("meeting.title")}, {every},
            meeting.date, entry.state, {keys_of(*(f"entry.{one}" for one in organisations))}
        FROM {table} entry JOIN meetings_meeting meeting ON meeting.id = entry.meeting_id CROSS JOIN {LANGUAGES}
        WHERE entry.id = ANY (keys) AND {every} > ''
        """,
        (
            own(table),
            Watch(
                "meetings_meeting",
                f"SELECT entry.id FROM {table} entry WHERE entry.meeting_id = {{row}}.id",
                MEETING,
                updates_only=True,
            ),
        ),
    )


def files(kind: str, table: str, parent: str, title: str, owner: str) -> Source:
    """Return the entries of attached files: one of each file by its name, one of each page that was read.

    `title` names what the file belongs to, whose table is `owner`.
    """
    return Source(
        kind,
        table,
        f"""
        SELECT file.id, '', file.{parent}, file.language, file.title, {title}, file.filename, file.added_at::date, '', {NOBODY}
        FROM {table} file JOIN {owner} owner ON owner.id = file.{parent} WHERE file.id = ANY (keys)
        UNION ALL
        SELECT file.id, page.number::text, file.{parent}, file.language, '', file.title, page.text, file.added_at::date, '',
            {NOBODY}
        FROM {table} file JOIN search_filepage page ON page.file_id = file.sha256 WHERE file.id = ANY (keys)
        """,
        (
            own(table),
            # The file is noted as read after its pages.
            Watch("search_readfile", f"SELECT file.id FROM {table} file WHERE file.sha256 = {{row}}.sha256"),
        ),
    )


def titled(kind: str, table: str, title: str, text: str, *, day: str, organisations: str, also: tuple[Watch, ...] = ()) -> Source:
    """Return the entries of records with a title and a text in two languages, one for each language in which there is a title."""
    return Source(
        kind,
        table,
        f"""
        SELECT one.id, '', NULL::bigint, said.lang, {title}, '', {text}, {day}, one.state, {organisations}
        FROM {table} one CROSS JOIN {LANGUAGES} WHERE one.id = ANY (keys) AND {said("one.title")} > ''
        """,
        (own(table), *also),
    )


AGENDA = Source(
    "agenda",
    "meetings_agendaitem",
    f"""
    SELECT item.id, '', item.meeting_id, said.lang, {said("item.title")}, {in_any("meeting.title")}, '', meeting.date, '',
        {NOBODY}
    FROM meetings_agendaitem item JOIN meetings_meeting meeting ON meeting.id = item.meeting_id CROSS JOIN {LANGUAGES}
    WHERE item.id = ANY (keys) AND {said("item.title")} > ''
    """,
    (
        own("meetings_agendaitem", "title_fr", "title_nl", "meeting_id"),
        Watch(
            "meetings_meeting",
            "SELECT item.id FROM meetings_agendaitem item WHERE item.meeting_id = {row}.id",
            MEETING,
            updates_only=True,
        ),
    ),
)

ORGANISATIONS = Source(
    "organisation",
    "directory_organisation",
    f"""
    SELECT one.id, '', NULL::bigint, said.lang, coalesce(nullif({said("one.short")}, ''), {said("one.name")}), '',
        {joined((said("one.name"), said("one.city"), "spellings.words"))}, NULL::date, '', ARRAY[one.id]
    FROM directory_organisation one
    CROSS JOIN {LANGUAGES}
    CROSS JOIN LATERAL (
        SELECT string_agg(alias.text, E'\\n' ORDER BY alias.id) AS words
        FROM directory_organisationalias alias WHERE alias.organisation_id = one.id
    ) spellings
    WHERE one.id = ANY (keys) AND {said("one.short")} || {said("one.name")} > ''
    """,
    (
        own("directory_organisation", *NAMES, "city_fr", "city_nl"),
        Watch("directory_organisationalias", "SELECT {row}.organisation_id"),
    ),
)  # fmt: skip

# Nothing of somebody whose data were erased. Functions are shown where the person agreed, and so they are not searched.
PEOPLE = Source(
    "person",
    "directory_person",
    f"""
    SELECT one.id, '', NULL::bigint, '', btrim(one.given_name || ' ' || one.family_name), '',
        coalesce(employers.words, ''), NULL::date, '', coalesce(employers.known, {NOBODY})
    FROM directory_person one
    CROSS JOIN LATERAL (
        SELECT string_agg(DISTINCT {joined(("organisation.short_fr", "organisation.short_nl"))}, E'\\n') AS words,
            array_agg(DISTINCT organisation.id) AS known
        FROM directory_affiliation affiliation
        JOIN directory_organisation organisation ON organisation.id = affiliation.organisation_id
        WHERE affiliation.person_id = one.id
    ) employers
    WHERE one.id = ANY (keys) AND NOT starts_with(one.family_name, '{REMOVED}')
    """,
    (
        own("directory_person", "given_name", "family_name"),
        Watch("directory_affiliation", "SELECT {row}.person_id", ("person_id", "organisation_id")),
        Watch(
            "directory_organisation",
            "SELECT affiliation.person_id FROM directory_affiliation affiliation WHERE affiliation.organisation_id = {row}.id",
            NAMES,
            updates_only=True,
        ),
    ),
)  # fmt: skip

SOURCES: tuple[Source, ...] = (
    SECTIONS,
    PASSAGES,
    REMARKS,
    register("promise", "text", "answer", organisations=("owed_by_id", "asked_by_id")),
    register("signal", "text", "reply", organisations=("asked_by_id",)),
    register("idea", "text", "when", organisations=("organisation_id",)),
    files("attachment", "meetings_attachment", "meeting_id", in_any("owner.title", "file.language"), "meetings_meeting"),
    files("projectfile", "projects_projectdocument", "project_id", "owner.code", "projects_project"),
    files("partnerfile", "partnerships_partnershipdocument", "partnership_id", "owner.code", "partnerships_partnership"),
    titled(
        "meeting", "meetings_meeting", said("one.title"), said("one.place"), day="one.date", organisations=NOBODY
    ),
    titled(
        "call", "projects_call", f"one.number || ' – ' || {said('one.title')}", said("one.summary"),
        day="coalesce(one.announced_at::date, one.period_start)", organisations=keys_of("one.managing_body_id"),
    ),
    titled(
        "project", "projects_project", f"one.code || ' – ' || {said('one.title')}", said("one.summary"),
        day="coalesce(one.period_start, one.created_at::date)", organisations=keys_of("one.lead_id"),
    ),
    titled(
        "partnership", "partnerships_partnership", f"one.code || ' – ' || {said('one.title')}", said("one.objective"),
        day="coalesce(one.starts_on, one.created_at::date)",
        organisations="ARRAY(SELECT party.organisation_id FROM partnerships_party party WHERE party.partnership_id = one.id)",
        also=(Watch("partnerships_party", "SELECT {row}.partnership_id"),),
    ),
    EVALUATIONS,
    AGENDA,
    CLAIMS,
    AGREEMENTS,
    ORGANISATIONS,
    PEOPLE,
)  # fmt: skip
