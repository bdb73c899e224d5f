// What the page tells these modules: who writes in which minutes, where saves go, and every word they say
// (templates/meetings/minutes/workspace_messages.html).

const NO_SECTION = "00000000-0000-0000-0000-000000000000";
const template = document.getElementById("workspace-messages");

// user, meeting, shown, change, sessionUrl, pulseUrl, and the patterns of addresses.
export const page = template.dataset;

// The address of a text: "save", "edit" or "history" of a section in a language.
export function address(name, section, lang) {
  return page[`${name}Url`].replace(`${NO_SECTION}/fr/`, `${section}/${lang}/`);
}

// A copy of the message `name` of the page, with %(values)s put in.
export function message(name, values = {}) {
  const node = template.content.querySelector(`[data-message="${name}"]`).cloneNode(true);
  const texts = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) texts.currentNode.data = texts.currentNode.data.replace(/%\((\w+)\)s/g, (_, key) => values[key] ?? "");
  return node;
}

export function sentence(name, values) {
  return message(name, values).textContent.trim();
}

export function languageName(lang) {
  return sentence(`language-${lang}`);
}

// A name that nobody else has; crypto.randomUUID() exists only where the connection is safe.
export function uniqueName() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("").replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
