// After a refused form the focus goes to the list of errors, so that keyboard and screen reader start there.

export function focusErrors(root = document) {
  root.querySelector("[data-amif-error-summary]")?.focus();
}
