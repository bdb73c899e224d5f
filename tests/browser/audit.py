"""What a browser finds on one page: rules of accessibility, the policy, other hosts, width, headings, language."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import ConsoleMessage, Page, Request

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# A theme changes colours and nothing else.
RULES_OF_COLOUR = ["color-contrast", "link-in-text-block"]
NARROW = {"width": 320, "height": 740}
WIDE = {"width": 1280, "height": 900}

# Colours are measured when they have arrived: whatever fades in has done so, what turns for ever is let be.
RUN = """async ([only, values, without, unseen]) => {
    const passing = document.getAnimations().filter((one) =>
        one.playState === "running" && Number.isFinite(one.effect?.getComputedTiming().endTime));
    await Promise.allSettled(passing.map((one) => one.finished));
    return axe.run(unseen ? window.amifUnseen : document, {
    runOnly: {type: only, values}, resultTypes: ["violations"],
    rules: Object.fromEntries(without.map((rule) => [rule, {enabled: false}]))}).then(({violations}) =>
    violations.flatMap(({id, nodes}) => nodes.map(({target, failureSummary}) =>
        `${id}: ${target.join(" ")} – ${failureSummary}`)));
}"""
# Elements with words or a field in them whose colours, on their ground and beside their neighbours, are none of `seen`.
UNSEEN = """(seen) => {
    const known = new Set(seen), grounds = new Map(), fresh = [], looks = [];
    const ground = (one) => {
        if (!one) return "";
        if (!grounds.has(one)) {
            const own = getComputedStyle(one);
            const veil = own.opacity === "1" ? "" : own.opacity;
            const self = [own.backgroundColor === "rgba(0, 0, 0, 0)" ? "" : own.backgroundColor,
                own.backgroundImage === "none" ? "" : own.backgroundImage, veil].join(" ");
            grounds.set(one, self.trim() ? `${self}/${ground(one.parentElement)}` : ground(one.parentElement));
        }
        return grounds.get(one);
    };
    for (const one of document.querySelectorAll("body, body *")) {
        const words = [...one.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
        if (!words && !one.matches("input, select, textarea, button")) continue;
        const own = getComputedStyle(one), around = getComputedStyle(one.parentElement);
        if (!one.checkVisibility()) continue;
        const look = [one.localName, own.color, own.fontSize, own.fontWeight, own.textDecorationLine, around.color,
            ground(one)].join("|");
        if (known.has(look)) continue;
        known.add(look);
        fresh.push(one);
        looks.push(look);
    }
    window.amifUnseen = fresh;
    return looks;
}"""
SIDEWAYS = """() => document.documentElement.scrollWidth > document.documentElement.clientWidth
    ? [...document.querySelectorAll("body *")]
        .filter((one) => one.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
        .map((one) => one.tagName.toLowerCase() + "." + one.className).slice(0, 3).join(", ") || "?"
    : "" """
FRAME = """() => [document.documentElement.lang, document.querySelectorAll("h1").length, document.title.trim() !== ""]"""
# Put another page in the place of the one that is open, as it is without scripts; tell whether it is a page, and whether anything
# of it was not yet shown there in its language.
PUT = """async (path) => {
    const answer = await fetch(path), text = await answer.text();
    if (!text.includes("<html")) return {page: false, status: answer.status, fresh: false};
    const doc = new DOMParser().parseFromString(text, "text/html");
    doc.querySelectorAll("script").forEach((one) => one.remove());
    doc.querySelectorAll("[name=csrfmiddlewaretoken]").forEach((one) => { one.value = "x"; });
    doc.querySelectorAll("[name=next]").forEach((one) => { one.value = "x"; });
    const around = doc.documentElement.lang + (doc.querySelector("body > header")?.outerHTML ?? "");
    const within = doc.documentElement.lang + (doc.querySelector("main") ?? doc.body).outerHTML;
    window.amifShown ??= new Set();
    const fresh = !window.amifShown.has(around) || !window.amifShown.has(within);
    window.amifShown.add(around).add(within);
    if (!fresh) return {page: true, status: answer.status, fresh};
    // All of them anew where they differ: what a stylesheet says depends on those before it.
    const links = (of) => [...of.querySelectorAll("link[rel=stylesheet]")], old = links(document), wanted = links(doc);
    const named = (some) => some.map((one) => one.getAttribute("href")).join(" ");
    if (named(old) !== named(wanted)) {
        await Promise.all(wanted.map((one) => new Promise((done) => {
            const link = document.createElement("link");
            Object.assign(link, {rel: "stylesheet", onload: done, onerror: done, media: one.media});
            link.setAttribute("href", one.getAttribute("href"));
            document.head.append(link);
        })));
        old.forEach((one) => one.remove());
    }
    document.title = doc.title;
    document.documentElement.lang = doc.documentElement.lang;
    document.body.replaceWith(document.adoptNode(doc.body));
    return {page: true, status: answer.status, fresh};
}"""
# What was looked at so far, by theme: the same colours on the same ground are measured once, on whichever page comes first.
_seen: dict[str, set[str]] = {"light": set(), "dark": set()}


def axe(
    page: Page, only: str = "tag", values: list[str] = WCAG, without: tuple[str, ...] = (), *, unseen: bool = False
) -> list[str]:
    """Return what axe finds on the page as it stands, one line for each element.

    The rules `without` are left out; with `unseen` it looks at what UNSEEN found, and at nothing else.
    """
    page.evaluate("typeof axe === 'undefined'") and page.evaluate(AXE_SCRIPT)
    return page.evaluate(RUN, [only, values, list(without), unseen])


def words(page: Page) -> list[str]:
    """Return what axe finds by all rules but those of colour."""
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    return axe(page, without=tuple(RULES_OF_COLOUR))


def colours(page: Page) -> list[str]:
    """Return what axe finds by the rules of colour, in light and in dark, among colours that no page had before."""
    found: list[str] = []
    for theme, seen in _seen.items():
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        if looks := page.evaluate(UNSEEN, list(seen)):
            seen.update(looks)
            found += [f"{theme}: {line}" for line in axe(page, "rule", RULES_OF_COLOUR, unseen=True)]
    page.emulate_media(color_scheme="light")
    return found


def themes(page: Page) -> list[str]:
    """Return what axe finds on the page by all rules, in both themes."""
    return words(page) + colours(page)


def sideways(page: Page) -> list[str]:
    """Return what sticks out of a page 320 pixels wide, so that it scrolls sideways."""
    page.set_viewport_size(NARROW)
    out: str = page.evaluate(SIDEWAYS)
    page.set_viewport_size(WIDE)
    return [f"320 px: {out}"] if out else []


def frame(page: Page, lang: str) -> list[str]:
    """Return what is wrong with the language, the title or the main heading of a page."""
    language, headings, titled = page.evaluate(FRAME)
    faults = [] if language == lang else [f"lang: {language}"]
    if headings != 1:
        faults.append(f"h1: {headings}")
    return faults if titled else [*faults, "no title"]


def faults(page: Page, lang: str) -> list[str]:
    """Return everything that is wrong with the page as it stands."""
    return [*frame(page, lang), *themes(page), *sideways(page)]


def put(page: Page, path: str) -> dict[str, object]:
    """Put what the server answers at `path` in the place of the page: far cheaper than to open it, since styles and axe stay.

    Return whether it is a `page`, its `status`, and whether anything of it is `fresh`.
    """
    answer: dict[str, object] = page.evaluate(PUT, path)
    return answer


@contextmanager
def complaints(page: Page, *, refused: bool = False) -> Iterator[list[str]]:
    """Collect what the browser complains about meanwhile: its console, the policy, failures, requests to another host.

    `refused`: the server is meant to refuse (a status from 400 on), which the console notes too.
    """
    said: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if refused and message.text.startswith("Failed to load resource: the server responded with a status of 4"):
            return
        if message.type in ("error", "warning"):
            said.append(f"console: {message.text}")

    def watch(request: Request) -> None:
        if urlsplit(request.url).hostname not in ("localhost", None):
            said.append(f"other host: {request.url}")

    def fail(error: Any) -> None:
        said.append(f"error: {error}")

    for event, listener in (("console", note), ("request", watch), ("pageerror", fail)):
        page.on(event, listener)  # type: ignore[call-overload]
    yield said
    for event, listener in (("console", note), ("request", watch), ("pageerror", fail)):
        page.remove_listener(event, listener)
