// The editors that are open in this page, each with its saver, from the moment they appear until they are gone.
import { Saver } from "./saver.js";

const savers = new Map();
const opened = new Set();

export function saverOf(form) {
  return savers.get(form);
}

export function all() {
  return [...savers.values()].filter((saver) => !saver.ended);
}

export function find(section, lang) {
  return all().find((saver) => saver.section === section && saver.lang === lang);
}

// Call `made` with the saver of every editor that opens, until what is returned is called.
export function onOpen(made) {
  opened.add(made);
  return () => opened.delete(made);
}

export function look(root) {
  for (const [form, saver] of savers) {
    if (form.isConnected) continue;
    saver.dispose();
    savers.delete(form);
  }
  const forms = root.matches?.("form[data-amif-save]") ? [root] : root.querySelectorAll("form[data-amif-save]");
  for (const form of forms) {
    if (savers.has(form)) continue;
    const saver = new Saver(form);
    savers.set(form, saver);
    for (const made of opened) made(saver);
  }
}
