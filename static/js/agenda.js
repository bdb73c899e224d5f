// In the agenda: says how long each row lasts while times are typed, and starts a new row when the one before ends,
// as far as that is a time.

const TIME = /^\s*(\d{1,2})\s*(?:[:.,hu]\s*(\d{2})?)?\s*(?:h|u|uur|heures?)?\s*$/i;

/* Minutes since midnight, or null for what is no time; the server reads times by the same rule. */
function minutes(text) {
  const found = TIME.exec(text.replace(/^(\d{2})(\d{2})$/, "$1:$2"));
  if (!found || Number(found[1]) > 23 || Number(found[2] ?? 0) > 59) return null;
  return Number(found[1]) * 60 + Number(found[2] ?? 0);
}

function duration(row) {
  const [start, end] = ["starts_at", "ends_at"].map((name) => minutes(row.querySelector(`[name$=-${name}]`).value));
  return start === null || end === null || end < start ? null : end - start;
}

function words(total, { hours, mins }) {
  const parts = [];
  if (total >= 60) parts.push(`${Math.floor(total / 60)}\u00a0${hours}`);
  if (total % 60 || total < 60) parts.push(`${total % 60}\u00a0${mins}`);
  return parts.join("\u00a0");
}

function tell(root) {
  let sum = 0;
  for (const row of root.querySelectorAll("[data-amif-row]")) {
    const lasts = duration(row);
    row.querySelector("[data-amif-duration]").textContent = lasts === null ? "" : words(lasts, root.dataset);
    if (!row.querySelector("[name$=-DELETE]:checked")) sum += lasts ?? 0;
  }
  const total = root.querySelector("[data-amif-total]");
  total.textContent = sum ? total.dataset.words.replace("%s", words(sum, root.dataset)) : "";
}

for (const root of document.querySelectorAll("[data-amif-rows]")) {
  root.addEventListener("input", () => tell(root));
  root.addEventListener("change", () => tell(root));
  root.addEventListener("amif:added", (event) => {
    const before = event.detail.previousElementSibling?.querySelector("[name$=-ends_at]").value;
    if (minutes(before ?? "") !== null) event.detail.querySelector("[name$=-starts_at]").value = before;
  });
  tell(root);
}
