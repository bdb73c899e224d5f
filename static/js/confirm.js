// A question before a step that cannot be undone: <button data-amif-confirm="Really …?"> in any form.
// The answer "yes" presses the same button again, so its name, value and form attributes keep working.

// Ask in the dialog of the page (components/confirm_dialog.html); true when the answer is `yes`, the words of its button.
export function ask(question, yes, color = "") {
  const dialog = document.getElementById("confirm-dialog");
  const button = dialog.querySelector("[data-amif-confirm-yes]");
  dialog.querySelector(".confirm__question").textContent = question;
  button.textContent = yes;
  if (color) button.dataset.color = color;
  else delete button.dataset.color;
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}

export function askBeforeSubmit(root = document) {
  let asked = null;
  root.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-amif-confirm]");
    if (!button || button === asked) return;
    event.preventDefault();
    if (!(await ask(button.dataset.amifConfirm, button.textContent.trim(), button.dataset.color))) return;
    asked = button;
    button.click();
    asked = null;
  });
}
