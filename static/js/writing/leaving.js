// The page goes away: the last words are sent along or stay on this device, and the editors that were open are remembered
// for the page that comes next in this tab (a reload, the other interface language).
import { all } from "./open.js";
import { page } from "./page.js";

const OPEN = "amif-open";

// Where the person wrote last, also when a click on the way out has taken the focus.
let last = null;
document.addEventListener("focusin", (event) => {
  last = all().find(({ form }) => form.contains(event.target)) ?? last;
});

// The question of the browser comes only where words would really be lost.
window.addEventListener("beforeunload", (event) => {
  const lost = all().filter((saver) => !saver.park());
  if (lost.length) event.preventDefault();
});

window.addEventListener("pagehide", () => {
  // Not those whose form or Cancel link leads away: they are done with.
  const open = all().filter((saver) => !saver.closed).map((saver) => ({
    section: saver.section,
    lang: saver.lang,
    session: saver.session,
    place: saver.editor?.state.selection.from ?? 0,
    focused: saver === last,
  }));
  if (open.length) sessionStorage.setItem(OPEN, JSON.stringify({ meeting: page.meeting, open }));
  for (const saver of all()) saver.leave();
});

// The editors that were open when this tab left these minutes; asked once.
export function wereOpen() {
  const { meeting, open } = JSON.parse(sessionStorage.getItem(OPEN) ?? "{}");
  if (meeting !== page.meeting) return [];
  sessionStorage.removeItem(OPEN);
  return open;
}

// Signing out (logout.js): what is open sends its words first, and writes none into the journal afterwards.
document.addEventListener("amif:sign-out", ({ detail }) => detail.push(...all().map((saver) => saver.flush({ checkpoint: true }))));
document.addEventListener("amif:wiped", () => all().forEach((saver) => saver.dispose()));
