// Editing in place: what htmx must not do with a person's words. Pages work without it, through plain forms.
//
// A save that fails (no connection, an error, a session that ended) leaves the editor as it is and says so;
// a conflict (409) and a form with errors (422) take the editor's place, because they carry the words along.

const TAKE_THE_PLACE = [409, 422];
const alertBox = document.getElementById("workspace-alert");
const messages = document.getElementById("workspace-messages");

function say(name) {
  alertBox.replaceChildren(messages.content.querySelector(`[data-message="${name}"]`).cloneNode(true));
  alertBox.scrollIntoView({ block: "nearest" });
}

document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr } = event.detail;
  // A redirect that htmx followed to a page of its own (sign-in) is no answer to put into a row.
  if (xhr.responseText.includes("<html")) {
    event.detail.shouldSwap = false;
    say(xhr.status < 400 ? "signed-out" : "failed");
    return;
  }
  if (TAKE_THE_PLACE.includes(xhr.status)) {
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  }
  if (event.detail.shouldSwap) alertBox.replaceChildren();
});

document.addEventListener("htmx:responseError", (event) => {
  if (!TAKE_THE_PLACE.includes(event.detail.xhr.status)) say("failed");
});
document.addEventListener("htmx:sendError", () => say("offline"));

// Leaving the page with an open editor that was typed in: the browser asks.
const typedIn = new WeakSet();
document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-amif-unsaved]");
  if (form) typedIn.add(form);
});
window.addEventListener("beforeunload", (event) => {
  if ([...document.querySelectorAll("form[data-amif-unsaved]")].some((form) => typedIn.has(form))) event.preventDefault();
});

// One menu at a time, closed by Escape and by a click elsewhere.
document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && event.target.closest(".row__menu[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll(".row__menu[open]")) if (!menu.contains(event.target)) menu.open = false;
});
