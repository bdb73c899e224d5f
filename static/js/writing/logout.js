// Signing out leaves no words behind on this device. Where some have not reached the portal, it asks first.
import { ask } from "../confirm.js";
import { entriesOf, wipe } from "./journal.js";

export function wipeOnSignOut(root = document) {
  const button = root.querySelector("[data-amif-sign-out]");
  if (!button) return;
  const { user, question } = button.dataset;
  let passing = null;
  root.addEventListener(
    "submit",
    async (event) => {
      const form = event.target;
      if (form.action !== button.form.action || form === passing) return;
      event.preventDefault();
      // Open editors send what they have; they answer through this list.
      const sending = [];
      root.dispatchEvent(new CustomEvent("amif:sign-out", { detail: sending }));
      await Promise.all(sending);
      if ((await entriesOf(user)).length && !(await ask(question, button.textContent.trim()))) return;
      root.dispatchEvent(new CustomEvent("amif:wiped"));
      await wipe(user);
      passing = form;
      form.requestSubmit(event.submitter);
    },
    true,
  );
}
