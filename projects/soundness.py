"""Checks of calls, projects and their money across rows (DOMAIN §7, invariants 6 and 7)."""

from django.utils.translation import gettext_lazy as _

from amif_network.core.findings import last_step, question

from .models import AuthorityPayment, Call, CallDate, DecreeLine, Envelope, Project

NOT_ITS_STATE = _("It stands in the state “%(state)s”, and its log says “%(to_state)s”.")
READ_THE_LOG = _("Read its log and its history, and take the step that is missing on its page.")

CHECKS = (
    question(
        "envelopes",
        Envelope,
        """SELECT envelope.id, envelope.amount,
            programme.code || ' ' || call.number || ', ' || envelope.source || ' ' || envelope.source_name AS name,
            sum(funding.granted) AS granted
        FROM projects_envelope envelope JOIN projects_call call ON call.id = envelope.call_id
        JOIN projects_programme programme ON programme.id = call.programme_id
        JOIN projects_project project ON project.call_id = call.id
            AND project.state IN ('selected', 'decreed', 'reporting', 'closed')
        JOIN projects_projectfunding funding ON funding.project_id = project.id
            AND funding.source = envelope.source AND funding.source_name = envelope.source_name
        WHERE envelope.purpose = 'projects' GROUP BY envelope.id, programme.code, call.number
        HAVING sum(funding.granted) > envelope.amount ORDER BY envelope.id""",
        _("Its projects were granted %(granted)s euros, and it holds %(amount)s."),
        _("Compare the decree with the sums granted on the pages of the projects, and correct them or the envelope."),
    ),
    question(
        "decrees",
        DecreeLine,
        """SELECT line.id, decree.reference || ', ' || project.code AS name FROM projects_decreeline line
        JOIN projects_ministerialdecree decree ON decree.id = line.decree_id
        JOIN projects_project project ON project.id = line.project_id
        WHERE project.call_id <> decree.call_id ORDER BY line.id""",
        _("It grants money to a project of another call than that of the decree."),
        _("Compare it with the decree as it was signed, and restore the line from a backup."),
    ),
    question(
        "reversals",
        AuthorityPayment,
        """SELECT reversal.id, reversal.reference AS name, reversal.amount, payment.amount AS paid
        FROM projects_authoritypayment reversal JOIN projects_authoritypayment payment ON payment.id = reversal.reverses_id
        WHERE reversal.amount <> -payment.amount OR reversal.project_id <> payment.project_id ORDER BY reversal.id""",
        _("It reverses a payment of %(paid)s euros with %(amount)s, or of another project."),
        _("Compare both with the bank's statement, and restore what was altered from a backup."),
    ),
    question(
        "dates",
        CallDate,
        """SELECT later.id, programme.code || ' ' || call.number || ', ' || later.kind AS name
        FROM projects_calldate later JOIN projects_calldate former ON former.id = later.replaces_id
        JOIN projects_call call ON call.id = later.call_id JOIN projects_programme programme ON programme.id = call.programme_id
        WHERE former.call_id <> later.call_id OR former.series <> later.series OR former.version >= later.version
        ORDER BY later.id""",
        _("It replaces a date that is not its predecessor."),
        _("Compare the dates of the call with its history, and restore what was altered from a backup."),
    ),
    question(
        "call-states",
        Call,
        last_step(
            "projects_call call JOIN projects_programme programme ON programme.id = call.programme_id",
            "call.id, programme.code || ' ' || call.number AS name, call.state",
            "projects_logentry",
            "call_id",
            "project_id IS NULL AND subject = 'call'",
        ),
        NOT_ITS_STATE,
        READ_THE_LOG,
    ),
    question(
        "project-states",
        Project,
        last_step(
            "projects_project",
            "id, code || ' ' || coalesce(nullif(title_fr, ''), title_nl) AS name, state",
            "projects_logentry",
            "project_id",
            "subject = 'project'",
        ),
        NOT_ITS_STATE,
        READ_THE_LOG,
    ),
)
