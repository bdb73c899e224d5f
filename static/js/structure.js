// The order of sections: handles in the rows and in the contents to drag them by, the buttons of the menus without leaving
// the page, and what others did to the order. The portal moves; the page is then drawn as the portal has it, around the
// texts that are open here: these stay untouched.
import { caughtUp } from "./writing/pulse.js";
import { message } from "./writing/page.js";
import { Drag } from "./structure/drag.js";
import { draw, isWriting } from "./structure/drawing.js";

const workspace = document.querySelector(".workspace");
const form = document.getElementById("structure");
const status = document.getElementById("workspace-status");
const alertBox = document.getElementById("workspace-alert");
const news = document.getElementById("writing-news");

// Ask the portal; the document it answers with, or null after saying that there was none.
async function ask(url, fields) {
  const body = fields && new URLSearchParams([...new FormData(form), ...fields]);
  try {
    const response = await fetch(url, { method: body ? "POST" : "GET", body, headers: { Accept: "text/html" } });
    const answer = new DOMParser().parseFromString(await response.text(), "text/html");
    if (response.ok && answer.querySelector(".workspace")) return answer;
  } catch {
    // No answer at all is told like a wrong one.
  }
  alertBox.replaceChildren(message("structure-failed"));
  return null;
}

// Change the order and show what became of it; `name` is the section whose place is then in focus.
async function change(url, fields, name) {
  workspace.setAttribute("aria-busy", "true");
  const answer = await ask(url, fields);
  workspace.removeAttribute("aria-busy");
  if (!answer) return;
  alertBox.replaceChildren();
  show(answer);
  const said = takeMessages(answer);
  const undo = said?.querySelector("[data-amif-structure]");
  const place = undo ?? document.querySelector(`#s-${CSS.escape(name)} .row__menu summary`);
  if (!undo) place?.scrollIntoView({ block: "nearest" });
  place?.focus({ preventScroll: true });
}

function show(answer) {
  draw(answer);
  caughtUp(Number(answer.getElementById("workspace-messages").dataset.change));
  news.replaceChildren();
}

// The messages of the portal go where one is, and into the live region.
function takeMessages(answer) {
  const said = answer.querySelector("#main > .messages");
  document.querySelector("#main > .messages")?.remove();
  status.textContent = said?.textContent.replace(/\s+/g, " ").trim() ?? "";
  if (!said) return null;
  said.classList.add("messages--near");
  document.getElementById("main").prepend(said);
  return said;
}

async function redraw() {
  const address = new URL(window.location);
  address.searchParams.delete("edit");
  const answer = await ask(address);
  if (!answer) return;
  show(answer);
  status.textContent = message("structure").querySelector("p").textContent;
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-amif-structure]");
  if (!button) return;
  event.preventDefault();
  const menu = button.closest("details[open]:not(#removed)");
  if (menu) menu.open = false;
  change(button.formAction, button.name ? [[button.name, button.value]] : [], button.dataset.amifStructure);
});

// Others changed the order: shown at once where nothing is being written, else when the person asks for it.
document.addEventListener("amif:structure", (event) => {
  if (isWriting() || Drag.running) return;
  event.preventDefault();
  redraw();
});
document.addEventListener(
  "click",
  (event) => {
    if (!event.target.closest("#writing-news [data-amif-reload]")) return;
    event.stopPropagation();
    redraw();
  },
  true,
);

if (form) {
  workspace.classList.add("is-live");
  document.addEventListener("pointerdown", (event) => {
    const handle = event.target.closest("[data-amif-drag]");
    if (!handle || event.button !== 0) return;
    event.preventDefault();
    new Drag(handle, event, (target) => change(handle.dataset.amifDrag, [["target", target]], handle.dataset.section));
  });
}
