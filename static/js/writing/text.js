// The words of a journal entry as plain text, to be read and copied where they can't be saved.

export function asText({ heading, html, notation }) {
  if (notation !== "html") return [heading, html].filter(Boolean).join("\n\n");
  const { body } = new DOMParser().parseFromString(html, "text/html");
  for (const block of body.querySelectorAll("p, li, h3, h4, tr, caption, br")) block.append("\n");
  for (const cell of body.querySelectorAll("td, th")) cell.append("\t");
  return [heading, body.textContent.trim()].filter(Boolean).join("\n\n");
}
