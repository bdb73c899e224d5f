"""Everything that changes who may come in, as what, and how the portal reaches them."""

from .account import accept_news, choose_mails, close_calendar, keep_account, refuse_news, renew_calendar
from .invitations import InvitationClosed, accept, standing_invitation

__all__ = [
    "InvitationClosed",
    "accept",
    "accept_news",
    "choose_mails",
    "close_calendar",
    "keep_account",
    "refuse_news",
    "renew_calendar",
    "standing_invitation",
]
