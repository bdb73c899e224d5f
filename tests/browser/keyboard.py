"""A person who uses the keyboard alone: finds a control by pressing Tab until it has the focus, and never points at anything."""

from typing import Literal

from playwright.sync_api import Locator, Page, expect

type Role = Literal["link", "button", "textbox", "combobox", "checkbox", "radio"]

# A page whose control is further away than this is none for the keyboard.
MOST_STEPS = 500


class Keyboard:
    """The keys of a page. Controls are named as a screen reader names them: role and accessible name."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, *keys: str) -> None:
        """Press keys one after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, words: str) -> None:
        """Type words where the focus is."""
        self.page.keyboard.type(words)

    def to(self, role: Role, name: str, *, key: str = "Tab", exact: bool = False, within: Locator | None = None) -> None:
        """Press `key` until the control (inside `within`, when there are several of its name) has the focus.

        It may have it already. Raises AssertionError after MOST_STEPS.
        """
        sought = (within or self.page).get_by_role(role, name=name, exact=exact).and_(self.page.locator("*:focus"))
        passed = []
        for _ in range(MOST_STEPS):
            if sought.count():
                return
            # Between two pages there is a moment in which nothing can have the focus, not even a body.
            passed.append(self.page.evaluate("document.activeElement?.outerHTML.slice(0, 80) ?? 'no page yet'"))
            self.press(key)
        raise AssertionError(f"No {role} “{name}” in {MOST_STEPS} steps of {key}; passed: {passed[-12:]}")

    def follow(self, role: Role, name: str, *, key: str = "Tab", exact: bool = False, within: Locator | None = None) -> None:
        """Go to a link or button and press Enter."""
        self.to(role, name, key=key, exact=exact, within=within)
        self.press("Enter")

    def arrive(self, title: str) -> None:
        """Wait for the page with this main heading, then skip what stands above its content."""
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(title)
        self.page.wait_for_load_state()
        self.follow("link", "Naar de inhoud")

    def fill(self, name: str, words: str, *, role: Role = "textbox", within: Locator | None = None) -> None:
        """Go to a field, and type words in the place of what is there."""
        self.to(role, name, within=within)
        self.press("Control+A")
        self.type(words)

    def choose(self, name: str, words: str, option: str, *, within: Locator | None = None) -> None:
        """Type into a field that completes names, and take the suggestion `option`, which comes first."""
        self.fill(name, words, role="combobox", within=within)
        expect(self.page.locator(".combobox__list:visible [role=option]").first).to_contain_text(option)
        self.press("ArrowDown", "Enter")

    def tool(self, name: str) -> None:
        """From inside a text, go to the buttons of the editor and use one of them, or open its menu."""
        self.press("Alt+F10")
        self.follow("button", name, key="ArrowRight", exact=True)
