// Single keys for what is at hand while a meeting goes on: each presses a button or link of the page that names it
// (data-amif-key), so nothing can be done by key alone. They rest while somebody types, and take no modifier but Shift: the
// AltGr of a Belgian keyboard types signs. No letters either: speech control would press them (WCAG 2.1.4).
import { message } from "./writing/page.js";

const TYPING = "input, textarea, select, [contenteditable=true]";
const status = document.getElementById("workspace-status");
const help = document.getElementById("keys");

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.target.closest?.(`${TYPING}, dialog`)) return;
  const key = (event.shiftKey ? "Shift+" : "") + event.key;
  if (key === "F4") return edit(event);
  const control = document.querySelector(`[data-amif-key="${CSS.escape(key)}"]`);
  if (!control) return;
  event.preventDefault();
  control.focus({ preventScroll: true });
  control.click();
});

document.addEventListener("click", (event) => {
  const jump = event.target.closest("[data-amif-jump]");
  if (jump) {
    event.preventDefault();
    jumpTo(Number(jump.dataset.amifJump));
  }
  if (event.target.closest("[data-amif-help]")) help.showModal();
});

let last = null;
document.addEventListener("focusin", ({ target }) => (last = target.closest(".row") ?? last));

// The row in which the person was last, else the first one in sight.
function here() {
  if (last && !last.isConnected) last = document.getElementById(last.id);
  return last ?? [...document.querySelectorAll(".row")].find((row) => row.getBoundingClientRect().bottom > 0);
}

// Go to the next (1) or previous (-1) text that needs work, round the end.
function jumpTo(direction) {
  const gaps = [...document.querySelectorAll(".outline__gap")].map((gap) => ({
    row: document.getElementById(`s-${gap.closest("li").id.slice(2)}`),
    lang: gap.dataset.lang,
  }));
  const rows = gaps.filter(({ row }, place) => row && gaps.findIndex((one) => one.row === row) === place);
  if (direction < 0) rows.reverse();
  const from = here();
  const sign = direction > 0 ? Node.DOCUMENT_POSITION_FOLLOWING : Node.DOCUMENT_POSITION_PRECEDING;
  const found = rows.find(({ row }) => from && from.compareDocumentPosition(row) & sign) ?? rows[0];
  if (!found) {
    status.textContent = message("nothing-to-do").textContent;
    return;
  }
  found.row.scrollIntoView({ block: "start" });
  (writing(found.row, found.lang) ?? found.row.querySelector("a, button, summary"))?.focus({ preventScroll: true });
  last = found.row;
}

// The link that opens the text of a row in a language (any, where that one is not shown).
function writing(row, lang) {
  return row.querySelector(`#c-${CSS.escape(row.id.slice(2))}-${lang} .cell__actions a`) ?? row.querySelector(".cell__actions a");
}

function edit(event) {
  const row = here();
  const link = document.activeElement.closest(".cell")?.querySelector(".cell__actions a") ?? (row && writing(row, ""));
  if (!link) return;
  event.preventDefault();
  link.click();
}

document.querySelector(".meeting-bar").classList.add("is-live");
