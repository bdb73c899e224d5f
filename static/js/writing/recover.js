// On load: what the journal still holds of this user and these minutes goes to the portal – a tab that was closed, a
// browser that crashed, the other interface language – and the page shows what became of it.
import { goTo } from "../editor/index.js";
import { claim, entriesOf, settle } from "./journal.js";
import { wereOpen } from "./leaving.js";
import { find, onOpen } from "./open.js";
import { address, languageName, message, page } from "./page.js";
import { beat } from "./pulse.js";
import { fieldsOf } from "./saver.js";
import { onSignedIn } from "./signin.js";
import { showConflict } from "./telling.js";
import { asText } from "./text.js";
import { post } from "./wire.js";

// Milliseconds that the page before this one, in the same tab, may take to end; and between two looks into the journal.
const LAST_PAGE = 3000;
const SOON = 2000;
const AGAIN = 10_000;
const FOCUS_SETTLES = 60;
const ARRIVED = ["saved", "unchanged", "merged"];
const PASSING = ["unreachable", "failed", "signed-out", "second-factor", "other-user", "csrf"];

const box = document.getElementById("writing-recovered");
const notes = new Map();
// Entries that the portal will not take: sent once.
const refused = new Set();

export async function recover() {
  const before = wereOpen();
  await deliverAll(new Set(before.map(({ session }) => session)));
  // The one that was written in comes last: it takes the focus, its caret where it was, ready for the next key.
  const last = before.sort((a, b) => a.focused - b.focused).at(-1);
  let saver;
  for (const text of before) saver = await reopen(text);
  // Only now, when no new editor takes the focus any more.
  await new Promise((resolve) => setTimeout(resolve, FOCUS_SETTLES));
  if (last?.focused && saver) comeBack(saver);
  // A tab that just died may look open for a moment.
  setTimeout(() => deliverAll(), SOON);
  setInterval(() => deliverAll(), AGAIN);
}

onSignedIn(() => deliverAll());
window.addEventListener("online", () => deliverAll());

// Send what other tabs left behind; those that are still open keep theirs. `own`: sessions of the page before this one.
async function deliverAll(own = new Set()) {
  for (const entry of await entriesOf(page.user, page.meeting)) {
    if (refused.has(entry.key)) continue;
    const release = await claim(entry.session, own.has(entry.session) ? LAST_PAGE : 0);
    if (release === null) continue;
    await deliver(entry, { quiet: Boolean(own.has(entry.session)) });
    release();
  }
}

async function deliver(entry, { quiet }) {
  const answer = await post(address("save", entry.section, entry.lang), fieldsOf(entry, true));
  const { state } = answer;
  if (ARRIVED.includes(state)) {
    await settle(entry.key, entry.change);
    find(entry.section, entry.lang)?.takeOver(entry, answer);
    if (!quiet || answer.removed) note(entry, answer.removed ? "recovered-removed" : "recovered", answer);
    beat();
  } else if (state === "conflict") {
    await settle(entry.key, entry.change);
    const cell = document.getElementById(`c-${entry.section}-${entry.lang}`) ?? find(entry.section, entry.lang)?.form;
    note(entry, "recovered-conflict", { url: answer.url });
    if (cell && window.htmx) showConflict(cell, entry, answer);
  } else if (state === "closed") {
    await settle(entry.key, entry.change);
    note(entry, "recovered-closed", answer);
  } else if (PASSING.includes(state)) {
    note(entry, "recovered-waiting", answer, entry);
  } else {
    refused.add(entry.key);
    note(entry, "recovered-refused", answer, entry);
  }
}

// One line for each text, the newest news in the place of older ones. `words`: an entry whose words are to be seen.
function note(entry, name, { url }, words = null) {
  const { section, lang, label } = entry;
  const item = message(name, { label, language: languageName(lang) });
  const link = item.querySelector("a");
  if (link) link.href = url ?? (link.dataset.to === "history" ? address("history", section, lang) : `#s-${section}`);
  if (words) showWords(item, words);
  notes.get(entry.key)?.remove();
  notes.set(entry.key, item);
  box.querySelector("ul").append(item);
  box.hidden = false;
}

// The words themselves, to be read and copied; they leave this device only when the person says so.
function showWords(item, entry) {
  const field = item.querySelector("textarea");
  field.lang = entry.lang;
  field.value = asText(entry);
  item.querySelector("[data-amif-forget]")?.addEventListener("click", async () => {
    await settle(entry.key, entry.change);
    item.remove();
    notes.delete(entry.key);
    box.hidden = notes.size === 0;
  });
}

// Open the editor of a text again; its saver, or undefined where it can't be opened any more.
async function reopen({ section, lang, place }) {
  const cell = document.getElementById(`c-${section}-${lang}`);
  if (!cell || !window.htmx) {
    const saver = find(section, lang);
    if (saver?.editor) goTo(saver.editor, place);
    return saver;
  }
  const opened = new Promise((resolve) => {
    const stop = onOpen((saver) => {
      if (saver.section !== section || saver.lang !== lang) return;
      stop();
      // The form is there, its editor comes next and begins there.
      saver.textarea.dataset.amifPlace = place;
      resolve(saver);
    });
    cell.addEventListener("htmx:afterRequest", ({ detail }) => detail.successful || resolve());
  });
  window.htmx.ajax("GET", `${address("edit", section, lang)}?lang=${page.shown}`, { source: cell, target: cell, swap: "outerHTML" });
  return opened;
}

function comeBack({ editor, form }) {
  if (!editor) return;
  if (!form.contains(document.activeElement)) editor.view.focus();
  form.scrollIntoView({ block: "nearest" });
}
