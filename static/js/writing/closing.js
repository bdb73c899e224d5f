// Closing an editor. Save: the words go to the portal first, then the form is sent as it would be without scripts, and its
// answer takes the editor's place. Cancel: what was typed is saved already; the person says what becomes of it.
import { message } from "./page.js";
import { all, saverOf } from "./open.js";

let passing = null;

// Let a form or link do what it would do by itself.
function pass(node, act) {
  passing = node;
  act();
  passing = null;
}

function stop(event) {
  event.preventDefault();
  event.stopImmediatePropagation();
}

// Send everything and hold the text still until then; false (and writing goes on) when that fails.
async function settle(saver, before = () => {}) {
  if (saver.closing) return false;
  saver.closing = true;
  saver.freeze(true);
  await before();
  const done = await saver.flush({ checkpoint: true });
  saver.closing = false;
  if (!done && !saver.ended) saver.freeze(false);
  return done;
}

document.addEventListener(
  "submit",
  async (event) => {
    const form = event.target;
    const saver = saverOf(form);
    if (!saver || form === passing) return;
    const { submitter } = event;
    stop(event);
    if (!(await settle(saver))) return;
    saver.closed = true;
    pass(form, () => form.requestSubmit(submitter));
  },
  true,
);

// The form itself did not arrive: writing goes on.
document.addEventListener("htmx:afterRequest", (event) => {
  const saver = saverOf(event.target);
  if (!saver || saver.ended || event.detail.successful) return;
  saver.closed = false;
  saver.freeze(false);
});

document.addEventListener(
  "click",
  async (event) => {
    const link = event.target.closest("[data-amif-leave]");
    const saver = link && saverOf(link.closest("form"));
    if (!saver || link === passing || !saver.change) return;
    stop(event);
    const answer = await ask(saver);
    if (answer !== "keep" && answer !== "back") return;
    const done = await settle(saver, async () => {
      // What was typed gets its place in the history before the text goes back.
      if (answer === "back" && (await saver.flush({ checkpoint: true }))) saver.putBack(saver.opening);
    });
    if (!done) return;
    saver.closed = true;
    pass(link, () => link.click());
  },
  true,
);

// "keep", "back" or "stay". Where changes of others came in, going back would take them out: it is not offered.
function ask(saver) {
  const dialog = message(saver.joined ? "cancel-joined" : "cancel");
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue || "stay");
    });
  });
}

// Ctrl+S saves what is written, everywhere, and keeps this version in the history.
document.addEventListener("keydown", async (event) => {
  if (event.key.toLowerCase() !== "s" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
  const savers = all();
  if (!savers.length) return;
  event.preventDefault();
  for (const saver of savers) {
    const nothing = !saver.dirty && !saver.passing;
    if (nothing) saver.status.settle("all-saved");
    else await saver.flush({ checkpoint: true });
  }
});
