// Warns before leaving a page with unsaved entries: <form data-amif-unsaved>. The browser words the question.

export function guardUnsaved(root = document) {
  for (const form of root.querySelectorAll("form[data-amif-unsaved]")) {
    let changed = false;
    form.addEventListener("input", () => {
      changed = true;
    });
    form.addEventListener("submit", () => {
      changed = false;
    });
    window.addEventListener("beforeunload", (event) => {
      if (changed) event.preventDefault();
    });
  }
}
