// In the attendance list: who works for one organisation gets it filled in, as long as none is noted.
import { comboboxOf } from "./combobox.js";

document.addEventListener("amif:chosen", (event) => {
  const row = event.target.closest("[data-amif-row]");
  const employers = event.detail.organisations ?? [];
  if (!row || !event.target.dataset.name.endsWith("-person") || employers.length !== 1) return;
  const box = comboboxOf(row.querySelector("[data-amif-combobox][data-name$=-organisation]"));
  if (box.isEmpty) box.fill(employers[0]);
});
