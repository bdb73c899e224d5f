// Between the form in which texts are stored and the one in which they are edited.

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
