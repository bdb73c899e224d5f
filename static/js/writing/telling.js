// What an editor's saver meets, in words: failures beside the text, a conflict in the place of the editor.
import { all, onOpen } from "./open.js";
import { address, languageName, sentence } from "./page.js";
import { onSignedIn } from "./signin.js";

onOpen((saver) => {
  saver.addEventListener("failed", ({ detail }) => tell(saver, detail));
  saver.addEventListener("ended", ({ detail }) => (detail.state === "conflict" ? showConflict(saver.form, saver, detail) : showClosed(saver)));
  saver.addEventListener("saved", ({ detail }) => {
    // The other language of this text, if it is open too, now stands beside this version.
    for (const other of all()) if (other.section === saver.section && other !== saver) other.form.elements.other_rev.value = detail.rev;
  });
});

onSignedIn(() => all().forEach((saver) => saver.retry()));
window.addEventListener("online", () => all().forEach((saver) => saver.retry()));
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) all().forEach((saver) => saver.retry());
});
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-amif-retry]")) all().forEach((saver) => saver.retry());
});

function tell(saver, { state, errors = {} }) {
  const reasons = Object.values(errors).flat().map((error) => error.message ?? error).join(" ");
  saver.status.fail(state, { reasons, label: saver.label, language: languageName(saver.lang) });
}

function showClosed(saver) {
  const { section, lang, status } = saver;
  status.fail("closed");
  status.alert.querySelector("a").href = address("history", section, lang);
  saver.form.querySelector("[type=submit]").closest(".toolbar").hidden = true;
}

// Put the conflict view in the place of `node`; without htmx, which its buttons need, go to the page that shows it.
export function showConflict(node, { label, lang }, { html, url }) {
  if (!window.htmx) return window.location.assign(url);
  const holder = document.createElement("template");
  holder.innerHTML = html;
  const view = holder.content.firstElementChild;
  document.getElementById("workspace-status").textContent = sentence("conflict", { label, language: languageName(lang) });
  node.querySelectorAll("[data-amif-editor]").forEach((box) => box.editor?.destroy());
  node.replaceWith(view);
  window.htmx.process(view);
  view.scrollIntoView({ block: "nearest" });
  return view;
}

