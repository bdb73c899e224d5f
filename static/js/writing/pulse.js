// Every few seconds: say where this person writes, learn who else is here, and show what others have saved since. A text
// that is open here is not touched: its next save is put together with the changes of others.
import { all } from "./open.js";
import { message, page, sentence, uniqueName } from "./page.js";
import { onSignedIn } from "./signin.js";
import { post, postAndGo } from "./wire.js";

// Milliseconds between two questions, while the page is seen and while it is not.
const SEEN = 4000;
const HIDDEN = 10_000;

const session = uniqueName();
const alertBox = document.getElementById("workspace-alert");
const news = document.getElementById("writing-news");
let since = Number(page.change);
let timer = 0;
let asking = null;

export function startPulse() {
  document.addEventListener("visibilitychange", beat);
  window.addEventListener("pagehide", () => postAndGo(page.pulseUrl, [...fields(), ["leaving", "1"]]));
  onSignedIn(beat);
  beat();
}

// The page shows everything up to this change.
export function caughtUp(change) {
  since = Math.max(since, change);
}

// Ask now; the next question follows by itself.
export function beat() {
  asking ??= ask().finally(() => (asking = null));
  return asking;
}

function fields() {
  const open = all();
  const here = open.find(({ form }) => form.contains(document.activeElement)) ?? open.toSorted((a, b) => b.change - a.change)[0];
  return [
    ["session", session],
    ["section", here?.section ?? ""],
    ["lang", here?.lang ?? ""],
    ["since", since],
    ["shown", page.shown],
    ...open.map(({ section, lang }) => ["open", `${section}.${lang}`]),
  ];
}

async function ask() {
  clearTimeout(timer);
  const answer = await post(page.pulseUrl, fields());
  if ("change" in answer) {
    delete alertBox.dataset.pulse;
    if (alertBox.firstElementChild?.dataset.message?.startsWith("pulse-")) alertBox.replaceChildren();
    const order = answer.structure && answer.change > since;
    if (!answer.html || swap(answer.html)) since = answer.change;
    // Who shows the new order at once (structure.js) says so by preventing what happens otherwise.
    if (order && document.dispatchEvent(new CustomEvent("amif:structure", { cancelable: true }))) news.replaceChildren(message("structure"));
    drawPresence(answer.present);
  } else {
    trouble(answer.state);
  }
  timer = setTimeout(beat, document.hidden ? HIDDEN : SEEN);
}

// Open editors say themselves what they meet; where there is none, the page says it once.
function trouble(state) {
  const name = { "signed-out": "pulse-signed-out", "second-factor": "pulse-second-factor", unreachable: "pulse-unreachable" }[state];
  if (!name || all().length || alertBox.dataset.pulse === name) return;
  alertBox.dataset.pulse = name;
  alertBox.replaceChildren(message(name));
}

// Put fresh cells in the place of old ones; false when one is just being opened: then they come again.
function swap(html) {
  const holder = document.createElement("template");
  holder.innerHTML = html;
  let complete = true;
  for (const fresh of [...holder.content.children]) {
    const old = document.getElementById(fresh.id);
    if (!old || old.isEqualNode(fresh)) continue;
    if (old.matches(".htmx-request") || old.querySelector(".htmx-request")) {
      complete = false;
      continue;
    }
    const focus = old.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
    old.replaceWith(fresh);
    window.htmx?.process(fresh);
    if (focus) fresh.querySelector(`[href="${CSS.escape(focus)}"]`)?.focus({ preventScroll: true });
  }
  return complete;
}

// "Lisa is writing here" at the text, and the names of all others at the top.
function drawPresence(present) {
  const writing = new Map();
  for (const { name, section, lang } of present) {
    const id = `${section}-${lang}`;
    if (section) writing.set(id, (writing.get(id) ?? new Set()).add(name));
  }
  for (const old of document.querySelectorAll("[data-amif-presence]")) if (!writing.has(old.dataset.amifPresence)) old.remove();
  for (const [id, names] of writing) {
    const cell = document.getElementById(`e-${id}`) ?? document.getElementById(`c-${id}`);
    if (cell) drawWriting(cell, id, [...names].join(", "));
  }
  const also = document.getElementById("writing-present");
  const names = [...new Set(present.map(({ name }) => name))].join(", ");
  const text = names && sentence("present", { names });
  also.hidden = !names;
  if (also.textContent !== text) also.textContent = text;
}

function drawWriting(cell, id, names) {
  const node = message("writing-here", { names });
  node.dataset.amifPresence = id;
  const old = cell.querySelector("[data-amif-presence]");
  if (old?.textContent === node.textContent) return;
  old?.remove();
  cell.prepend(node);
}

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-amif-reload]")) window.location.reload();
});
