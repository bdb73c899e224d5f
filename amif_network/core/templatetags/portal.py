"""What templates need and Django does not bring: icons, state chips, language links, current page, bilingual text."""

from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from django import template
from django.forms import BaseForm
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import Resolver404, get_script_prefix, resolve, reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, override

from amif_network.core.bilingual import LANGUAGES, Localised, active_language
from amif_network.core.formats import format_date, format_time
from amif_network.core.forms import drawn_from, language_of_field
from amif_network.core.money import format_euros, format_percent
from amif_network.core.typography import spaced

register = template.Library()


class Look(NamedTuple):
    """How a state is shown: a tone (colour) and an icon of static/img/icons.svg, always beside its word."""

    tone: str
    icon: str


# "warning" is the one colour that says: this needs somebody. A state unknown here is shown plainly.
PLAIN = Look("neutral", "circle")
STATES: dict[str, Look] = {
    # meetings
    "planned": Look("neutral", "calendar"),
    "convened": Look("info", "mail"),
    "held": Look("info", "check-circle"),
    "closed": Look("neutral", "lock"),
    "cancelled": Look("danger", "cancel"),
    # minutes
    "draft": Look("neutral", "pencil"),
    "in_review": Look("info", "people"),
    "incorporating": Look("warning", "pencil"),
    "approved": Look("info", "check-circle"),
    "published": Look("success", "seal"),
    # translation of a section
    "missing": Look("danger", "circle-dashed"),
    "unconfirmed": Look("warning", "question"),
    "outdated": Look("warning", "clock"),
    "diverged": Look("warning", "warning"),
    "ok": Look("success", "check"),
    "not_needed": Look("neutral", "minus"),
    # attendance
    "present": Look("success", "check"),
    "excused": Look("neutral", "minus"),
    "absent": Look("danger", "close"),
    "guest": Look("info", "person"),
    "unknown": Look("warning", "question"),
    # mails on their way
    "waiting": Look("neutral", "clock"),
    "sending": Look("info", "mail"),
    "failed": Look("danger", "error"),
    "unsure": Look("warning", "question"),
    "deferred": Look("neutral", "clock"),
    "gathered": Look("info", "mail"),
    "declined": Look("neutral", "cancel"),
    # promises, signals and ideas
    "open": Look("warning", "circle"),
    "answered": Look("info", "check"),
    "done": Look("success", "check-circle"),
    "dropped": Look("neutral", "cancel"),
    "to_send": Look("warning", "circle"),
    "sent": Look("info", "arrow-right"),
    "replied": Look("success", "check"),
    "proposed": Look("neutral", "question"),
    # reports on their way
    "queued": Look("neutral", "clock"),
    # projects, and the checks of the rules that hold for them
    "preparation": Look("neutral", "pencil"),
    "submitted": Look("info", "arrow-right"),
    "returned": Look("warning", "arrow-left"),
    "selected": Look("success", "check"),
    "reserve": Look("info", "clock"),
    "refused": Look("danger", "cancel"),
    "decreed": Look("success", "seal"),
    "reporting": Look("info", "document"),
    "withdrawn": Look("neutral", "cancel"),
    "attention": Look("warning", "warning"),
    "blocked": Look("danger", "error"),
    "not_applicable": Look("neutral", "minus"),
    # claims and transfers
    "accepted": Look("info", "check"),
    "rejected": Look("danger", "cancel"),
    "part_paid": Look("info", "circle-dashed"),
    "paid": Look("success", "check-circle"),
    "ordered": Look("neutral", "clock"),
    "executed": Look("success", "check-circle"),
    "reversed": Look("neutral", "history"),
    # partnerships: on paper, and what really happens
    "idea": Look("neutral", "question"),
    "negotiating": Look("info", "people"),
    "text_agreed": Look("info", "document"),
    "to_sign": Look("warning", "pencil"),
    "signed": Look("success", "seal"),
    "amended": Look("warning", "pencil"),
    "ended": Look("neutral", "check-circle"),
    "not_renewed": Look("neutral", "minus"),
    "terminated": Look("danger", "cancel"),
    "abandoned": Look("neutral", "cancel"),
    "not_started": Look("neutral", "circle-dashed"),
    "starting_up": Look("info", "clock"),
    "running": Look("success", "arrow-right"),
    "over": Look("neutral", "check-circle"),
    "partly": Look("info", "circle-dashed"),
    "realised": Look("success", "check-circle"),
    "not_realised": Look("danger", "cancel"),
    # access
    "active": Look("success", "check"),
    "invited": Look("info", "mail"),
    "expired": Look("warning", "clock"),
    "without": Look("neutral", "lock"),
}


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """Draw an icon of static/img/icons.svg: silent beside a word, named by `label` where it stands alone."""
    return _icon(name, conditional_escape(label))


# A few icons and chips make up most of the tags of a page. Labels come in escaped: what is kept must not depend on how they were.
@lru_cache(maxsize=500)
def _icon(name: str, label: SafeString) -> SafeString:
    address = static("img/icons.svg")
    if label:
        return format_html('<svg class="icon" role="img" aria-label="{}"><use href="{}#{}"></use></svg>', label, address, name)
    return format_html('<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>', address, name)


@register.simple_tag
def chip(text: object, tone: str = "neutral", icon_name: str = "") -> SafeString:
    """Draw a status chip: a word, a tone (neutral, info, success, warning, danger) and an icon."""
    return _chip(conditional_escape(str(text)), tone, icon_name)


@lru_cache(maxsize=500)
def _chip(text: SafeString, tone: str, icon_name: str) -> SafeString:
    picture = _icon(icon_name, mark_safe("")) if icon_name else ""
    return format_html('<span class="ds-tag chip" data-color="{}">{}<span>{}</span></span>', tone, picture, text)


@register.simple_tag
def state_chip(state: str, text: object) -> SafeString:
    """Draw the chip of a state: `{% state_chip minutes.state minutes.get_state_display %}`."""
    look = STATES.get(str(state), PLAIN)
    return chip(text, look.tone, look.icon)


@register.simple_tag
def state_icon(state: str, text: str) -> SafeString:
    """Draw the icon of a state alone, named by its word: where a chip for each of many would drown the rest."""
    return icon(STATES.get(str(state), PLAIN).icon, text)


@register.simple_tag
def in_its_language(text: Localised) -> SafeString:
    """Show a bilingual text, spaced as its language asks; one in the other language gets its `lang` and a small label."""
    words = spaced(text.text, text.lang)
    if not text.fallback:
        return format_html("{}", words)
    label = {"fr": gettext("in French"), "nl": gettext("in Dutch")}[text.lang]
    return format_html('<span lang="{}">{}</span> <span class="language-label">{}</span>', text.lang, words, label)


@register.filter("spaced")
def spaced_text(text: Localised) -> str:
    """Return a bilingual text as its language spaces it, where no mark-up can be: the title of a page."""
    return spaced(text.text, text.lang)


@register.filter
def field_language(name: str) -> str:
    """Return the language of a form field by its name (`title_fr`: "fr"), "" when it has none."""
    return language_of_field(name)


@register.filter("drawn_from")
def form_drawn_from(form: BaseForm) -> str:
    """Return the key under which the drawing of a form may be kept (`{% cache %}`), beside the language of the page."""
    return drawn_from(form)


@register.filter
def svg_element(document: str) -> SafeString:
    """Return the svg element of an SVG document made by ourselves, without its XML declaration, for use in a page."""
    return mark_safe(document[document.index("<svg") :])  # noqa: S308  # drawn by the authenticator library, holds no input of people


@register.simple_tag(takes_context=True)
def language_url(context: template.RequestContext, lang: str) -> str:
    """Return the address of the current page in `lang`, filters included; of the home page where the page has none."""
    request: HttpRequest = context.request
    if not _route(request):
        with override(lang):
            return reverse("home:home")
    # No address is translated but for its prefix (tests/core/test_frame.py), so that none need be looked up.
    root = get_script_prefix()
    own, _slash, rest = request.get_full_path().removeprefix(root).partition("/")
    return f"{root}{lang}/{rest}" if own in LANGUAGES else request.get_full_path()


@register.simple_tag(takes_context=True)
def route(context: template.RequestContext) -> str:
    """Return the pattern of the address (`fr/meetings/<int:pk>/`), on which depends what the menu marks; else the address."""
    request: HttpRequest = context.request
    return _route(request) or request.path


def _route(request: HttpRequest) -> str:
    """Return the pattern that the address of a request fits, "" where there is none."""
    if request.resolver_match is not None:
        return request.resolver_match.route
    try:
        return resolve(request.path_info).route
    except Resolver404:
        return ""


@register.simple_tag(takes_context=True)
def nav_link(context: template.RequestContext, view_name: str, text: object, but_not: str = "", also: str = "") -> SafeString:
    """Draw an item of the main navigation, marked when the current page is it or lies below it.

    `but_not` names the views of items of their own whose addresses lie below this one, `also` those whose pages are reached
    by this item, with spaces between them.
    """
    address = reverse(view_name)
    here = context.request.path
    elsewhere = any(here.startswith(reverse(name)) for name in but_not.split())
    below = any(_lies_below(here, one) for one in (address, *map(reverse, also.split())))
    current = "page" if here == address else "true" if below and not elsewhere else ""
    mark = format_html(' aria-current="{}"', current) if current else ""
    return format_html('<li><a href="{}"{}>{}</a></li>', address, mark, text)


def _lies_below(here: str, address: str) -> bool:
    """Tell whether the page `here` belongs under `address`; nothing lies below the home page `/fr/`."""
    return address.count("/") > 2 and here.startswith(address)


@register.filter(expects_localtime=True)
def long_date(value: date | None, lang: str = "") -> str:
    """Write a day in full in `lang` or in the language of the page ("1er avril 2022"); nothing for None."""
    return format_date(value, lang or active_language()) if value else ""


@register.filter(expects_localtime=True)
def clock(value: datetime | None) -> str:
    """Write a time of day in the language of the page ("9h09", "9.09 uur"); nothing for None."""
    return format_time(value.time(), active_language()) if value else ""


@register.filter(expects_localtime=True)
def long_moment(value: datetime | None) -> str:
    """Write day and time in the language of the page ("2 mars 2026, 9h09"); nothing for None."""
    return f"{long_date(value)}, {clock(value)}" if value else ""


@register.filter
def euros(value: Decimal | None, lang: str = "") -> str:
    """Write an amount in `lang` or in the language of the page ("47 500,00 €", "€ 47.500,00"); nothing for None."""
    return "" if value is None else format_euros(value, lang or active_language())


@register.filter
def percent(value: Decimal | None, lang: str = "") -> str:
    """Write a percentage in `lang` or in the language of the page ("7,5 %", "7,5%"); nothing for None."""
    return "" if value is None else format_percent(value, lang or active_language())


@register.filter(is_safe=True)
def colon(what: object) -> str:
    """Put a colon after a word that something follows; French sets a no-break space before it."""
    return gettext("%(what)s:") % {"what": what}
