// What the editor says, in the language of the page, and small helpers to build its elements.
// The words come from the page (core/templatetags/editor.py): no text is written in these modules.

const data = JSON.parse(document.getElementById("editor-words").textContent);

export const notationUrl = data.notationUrl;

export function word(name, values = {}) {
  return data.words[name].replace(/%\((\w+)\)s/g, (_, key) => values[key]);
}

export function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) node.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) node.setAttribute(name, value);
  }
  node.append(...children);
  return node;
}

const SVG = "http://www.w3.org/2000/svg";

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("focusable", "false");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `${data.icons}#${name}`);
  svg.append(use);
  return svg;
}

let last = 0;

export function uniqueId(stem) {
  last += 1;
  return `${stem}-${last}`;
}
