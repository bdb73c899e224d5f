// Computes the fingerprint of a PDF in the browser, so that the file never leaves the device; the page then looks it up.
// Where the browser cannot (no secure connection), the form is sent as it stands.

const form = document.querySelector("[data-amif-genuine]");
const file = form?.querySelector("input[type=file]");
const said = form?.querySelector("[data-amif-genuine-status]");

async function fingerprint(chosen) {
  const digest = await crypto.subtle.digest("SHA-256", await chosen.arrayBuffer());
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function check(chosen) {
  if (chosen.size > Number(form.dataset.most)) {
    said.textContent = form.dataset.tooBig;
    return;
  }
  said.textContent = form.dataset.reading;
  const digest = await fingerprint(chosen);
  const address = new URL(form.action);
  address.searchParams.set("sha256", digest);
  location.assign(address);
}

if (form && globalThis.crypto?.subtle) {
  const hint = form.querySelector("[data-amif-with-script]");
  hint.textContent = hint.dataset.amifWithScript;
  form.addEventListener("submit", (event) => {
    const [chosen] = file.files;
    if (chosen) {
      event.preventDefault();
      check(chosen);
    }
  });
  // Dropping a file anywhere on the form chooses it; elsewhere the browser would open it and leave the page.
  for (const name of ["dragover", "drop"]) {
    form.addEventListener(name, (event) => event.preventDefault());
  }
  form.addEventListener("drop", (event) => {
    if (event.dataTransfer?.files.length) {
      file.files = event.dataTransfer.files;
      check(file.files[0]);
    }
  });
}
