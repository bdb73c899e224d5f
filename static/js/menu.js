// The main menu on a phone: folded behind its button (data-amif-menu); Escape folds it again.

export function foldMenu(root = document) {
  const button = root.querySelector("[data-amif-menu]");
  if (!button) return;
  const list = document.getElementById(button.getAttribute("aria-controls"));
  const open = (state) => button.setAttribute("aria-expanded", String(state));

  button.hidden = false;
  button.addEventListener("click", () => open(button.getAttribute("aria-expanded") === "false"));
  button.parentElement.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && button.getAttribute("aria-expanded") === "true") {
      open(false);
      if (list.contains(document.activeElement)) button.focus();
    }
  });
}
