// Signing in without leaving the page: the sign-in page in a dialog; its last page tells all pages that wait.
import { message } from "./page.js";
import { renew } from "./wire.js";

const waiting = new Set();

// Call `back` whenever the person is signed in again.
export function onSignedIn(back) {
  waiting.add(back);
}

let dialog = null;

function open() {
  if (dialog) return;
  dialog = message("sign-in");
  dialog.addEventListener("close", () => {
    dialog.remove();
    dialog = null;
  });
  document.body.append(dialog);
  dialog.showModal();
}

new BroadcastChannel("amif-session").addEventListener("message", async () => {
  const state = await renew();
  if (state !== "signed-in") return;
  dialog?.close();
  for (const back of waiting) back();
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-amif-sign-in]")) open();
});
