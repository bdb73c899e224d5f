"""Everything that changes who may come in, as what, and how the portal reaches them."""

from .access import change_role, close_account, end_affiliation, note_days_passed, open_account, watch_affiliations
from .account import accept_news, choose_mails, close_calendar, refuse_news, renew_calendar
from .invitations import InvitationClosed, accept, invite, resend, standing_invitation, withdraw, withdraw_what_leads
from .reviews import accounts_of, carry_out, confirm, open_reviews, quarter_of, refuse_confirmed
from .second_factor import reset_second_factor

__all__ = [
    "InvitationClosed",
    "accept",
    "accept_news",
    "accounts_of",
    "carry_out",
    "change_role",
    "choose_mails",
    "close_account",
    "close_calendar",
    "confirm",
    "end_affiliation",
    "invite",
    "note_days_passed",
    "open_account",
    "open_reviews",
    "quarter_of",
    "refuse_confirmed",
    "refuse_news",
    "renew_calendar",
    "resend",
    "reset_second_factor",
    "standing_invitation",
    "watch_affiliations",
    "withdraw",
    "withdraw_what_leads",
]
