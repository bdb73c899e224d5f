// Between the form in which texts are stored and the one in which they are edited.
import { pm } from "../../django_prose_editor/editor.js";

const { DOMSerializer, Fragment } = pm.model;
const workshop = document.implementation.createHTMLDocument();
// What the outermost nodes are in the stored form. Nodes never change: where one is edited another takes its place. So a key
// costs one paragraph, however long the text.
const written = new WeakMap();

// The text of an editor in its stored form.
export function storedText({ state: { doc } }) {
  const nodes = doc.content.content;
  if (nodes.length === 1 && nodes[0].type.name === "paragraph" && !nodes[0].childCount) return "";
  const parts = [];
  for (let at = 0; at < nodes.length; at += 1) {
    const pair = nodes[at].type.name === "tableCaption" && nodes[at + 1]?.type.name === "table";
    parts.push(storedNodes(pair ? [nodes[at], nodes[++at]] : [nodes[at]]));
  }
  return parts.join("");
}

// A node, or a caption and its table.
function storedNodes([node, table]) {
  const known = written.get(node);
  if (known && known.table === table) return known.html;
  const holder = workshop.createElement("div");
  const serializer = DOMSerializer.fromSchema(node.type.schema);
  serializer.serializeFragment(Fragment.from([node, ...(table ? [table] : [])]), { document: workshop }, holder);
  const html = toStored(holder.innerHTML);
  written.set(node, { table, html });
  return html;
}

// For the editor: a caption stands before its table, and every list entry begins with a paragraph.
export function fromStored(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  for (const caption of template.content.querySelectorAll("caption")) {
    const paragraph = document.createElement("p");
    paragraph.dataset.caption = "";
    paragraph.append(...caption.childNodes);
    caption.parentElement.before(paragraph);
    caption.remove();
  }
  for (const block of template.content.querySelectorAll("li > :is(ul, ol, table, blockquote, p[data-caption]):first-child")) {
    if (!block.previousSibling) block.before(document.createElement("p"));
  }
  return template.innerHTML;
}

// For the form: a caption goes into the table that follows it; without one it is a paragraph.
export function toStored(html) {
  if (!html.includes("data-caption")) return html;
  const template = document.createElement("template");
  template.innerHTML = html;
  for (const paragraph of template.content.querySelectorAll("p[data-caption]")) {
    const table = paragraph.nextElementSibling;
    if (table?.tagName === "TABLE") {
      const caption = document.createElement("caption");
      caption.append(...paragraph.childNodes);
      table.prepend(caption);
      paragraph.remove();
    } else {
      delete paragraph.dataset.caption;
    }
  }
  return template.innerHTML;
}
