"""The pages of an organisation's review, for who signed in."""

from . import organisation
from .doors import by_account
from .since import since as changes

page = by_account(organisation.page, "GET", "HEAD")
save = by_account(organisation.save, "GET", "HEAD", "POST")
remove = by_account(organisation.remove, "GET", "HEAD", "POST")
check = by_account(organisation.check, "GET", "HEAD")
send = by_account(organisation.send, "GET", "HEAD", "POST")
opened = by_account(organisation.opened, "POST")
since = by_account(changes, "GET", "HEAD")
