// F1 opens the help wherever the page has no other use for it (data-amif-key), and while nobody types. A function key and no
// sign such as "?": single signs get in the way of speech control (WCAG 2.1.4), and of whoever types.
const TYPING = "input, textarea, select, [contenteditable=true], dialog";

export function openHelp() {
  document.addEventListener("keydown", open);
}

function open(event) {
  if (event.key !== "F1" || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
  const page = document.querySelector("[data-amif-help-page]");
  if (!page || event.target.closest?.(TYPING) || document.querySelector('[data-amif-key="F1"]')) return;
  event.preventDefault();
  page.click();
}
