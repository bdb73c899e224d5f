// On the page where an organisation reads minutes: says that it is open, takes selected words over as a quote, keeps what is typed.

const SELECTABLE = "p, li, td, th, h1, h2, h3, h4, h5, h6, caption, blockquote";
const root = document.querySelector("[data-amif-reading]");
const form = document.querySelector("[data-amif-remark-form]");

/* Once per visit, and only when somebody looks at the page: a browser may load it in advance. */
function sayOpened() {
  const sign = document.querySelector("[data-amif-opened]");
  if (!sign || document.visibilityState !== "visible") return;
  document.removeEventListener("visibilitychange", sayOpened);
  fetch(sign.action, { method: "POST", body: new FormData(sign), keepalive: true }).catch(() => {});
}

/* The selected words, within one block of one passage; null when there are none. */
function selected() {
  const selection = window.getSelection();
  if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0).cloneRange();
  const start = range.startContainer;
  const block = (start.nodeType === Node.TEXT_NODE ? start.parentElement : start).closest(SELECTABLE);
  const passage = block?.closest("[data-amif-quotable]")?.closest("[data-amif-passage]");
  if (!passage) return null;
  if (!block.contains(range.endContainer)) range.setEndAfter(block.lastChild);
  const words = range.toString().replace(/\s+/g, " ").trim();
  return words ? { key: passage.dataset.amifPassage, words } : null;
}

let last = null;

function put(words) {
  const field = form?.querySelector("[name=quote]");
  if (!field) return;
  field.value = words;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  const said = form.querySelector("[data-amif-quoted]");
  if (said) said.textContent = said.dataset.words;
}

function followSelection() {
  const found = selected();
  if (!found) return;
  last = found;
  if (form && form.dataset.amifRemarkForm.split(":")[0] === found.key) put(found.words);
}

/* Words that were selected before the form was asked for travel with the person to it. */
function carry(event) {
  const link = event.target.closest("[data-amif-remark]");
  if (!link || !last) return;
  if (link.closest("[data-amif-passage]").dataset.amifPassage === last.key) sessionStorage.setItem("amif-quote", JSON.stringify(last));
}

function arrive() {
  const carried = JSON.parse(sessionStorage.getItem("amif-quote") ?? "null");
  sessionStorage.removeItem("amif-quote");
  const field = form?.querySelector("[name=quote]");
  if (carried && field && !field.value && form.dataset.amifRemarkForm === `${carried.key}:`) put(carried.words);
}

/* What is typed stays in this tab until the portal has it: a session may end, a connection break. */
const KEPT = ["quote", "text", "proposal"];

function keepTyped() {
  const prefix = `amif-remark:${root.dataset.amifReading}:`;
  if (/^#r-\d+$/.test(location.hash)) {
    const sent = sessionStorage.getItem(`${prefix}sent`);
    if (sent) sessionStorage.removeItem(prefix + sent);
  }
  sessionStorage.removeItem(`${prefix}sent`);
  if (!form) return;
  const key = form.dataset.amifRemarkForm;
  const kept = JSON.parse(sessionStorage.getItem(prefix + key) ?? "null");
  const fields = KEPT.map((name) => form.elements[name]).filter(Boolean);
  if (kept && fields.every((field) => !field.value)) for (const field of fields) field.value = kept[field.name] ?? "";
  form.addEventListener("input", () => {
    sessionStorage.setItem(prefix + key, JSON.stringify(Object.fromEntries(fields.map((field) => [field.name, field.value]))));
  });
  form.addEventListener("submit", () => sessionStorage.setItem(`${prefix}sent`, key));
}

if (root) {
  document.addEventListener("visibilitychange", sayOpened);
  sayOpened();
  keepTyped();
  arrive();
  document.addEventListener("selectionchange", followSelection);
  document.addEventListener("click", carry);
}
