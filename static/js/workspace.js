// The workspace beside its editors (writing/ looks after these): what htmx says when a request fails, and the menus of sections.
import "./shortcuts.js";
import "./structure.js";
import "./writing/index.js";
import { message } from "./writing/page.js";

const TAKE_THE_PLACE = [409, 422];
const alertBox = document.getElementById("workspace-alert");

function say(name) {
  alertBox.replaceChildren(message(name));
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
  // A conflict and a form with errors take the editor's place, because they carry the words along.
  if (TAKE_THE_PLACE.includes(xhr.status)) {
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  }
  if (event.detail.shouldSwap) alertBox.replaceChildren();
});

document.addEventListener("htmx:responseError", (event) => {
  if (!TAKE_THE_PLACE.includes(event.detail.xhr.status)) say("failed");
});
document.addEventListener("htmx:sendError", () => say("unreachable"));

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
