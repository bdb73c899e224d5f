"""The pages of an organisation's review, for who holds a signed link: open without an account."""

from . import organisation
from .doors import by_link
from .since import since as changes

page = by_link(organisation.page, "GET", "HEAD")
save = by_link(organisation.save, "GET", "HEAD", "POST")
remove = by_link(organisation.remove, "GET", "HEAD", "POST")
check = by_link(organisation.check, "GET", "HEAD")
send = by_link(organisation.send, "GET", "HEAD", "POST")
opened = by_link(organisation.opened, "POST")
since = by_link(changes, "GET", "HEAD")
