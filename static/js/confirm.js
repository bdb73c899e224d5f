// A question before a step that cannot be undone: <button data-amif-confirm="Really …?"> in any form.
// The answer "yes" presses the same button again, so its name, value and form attributes keep working.

export function askBeforeSubmit(root = document) {
  const dialog = document.getElementById("confirm-dialog");
  if (!dialog) return;
  const question = dialog.querySelector(".confirm__question");
  const yes = dialog.querySelector("[data-amif-confirm-yes]");
  let asked = null;

  root.addEventListener("click", (event) => {
    const button = event.target.closest("[data-amif-confirm]");
    if (!button || button === asked) return;
    event.preventDefault();
    question.textContent = button.dataset.amifConfirm;
    yes.textContent = button.textContent.trim();
    if (button.dataset.color) yes.dataset.color = button.dataset.color;
    else delete yes.dataset.color;
    dialog.returnValue = "";
    dialog.showModal();
    dialog.addEventListener(
      "close",
      () => {
        if (dialog.returnValue !== "yes") return;
        asked = button;
        button.click();
        asked = null;
      },
      { once: true },
    );
  });
}
