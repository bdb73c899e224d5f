// The choice "automatic, light, dark" in the footer (data-amif-theme), remembered on this device.
// theme-init.js applies it on the next page before anything is painted.

const KEY = "amif-theme";

export function chooseTheme(root = document) {
  const choice = root.querySelector("[data-amif-theme]");
  if (!choice) return;
  const current = document.documentElement.dataset.colorScheme || "auto";
  for (const radio of choice.querySelectorAll("input")) {
    radio.checked = radio.value === current;
  }
  choice.addEventListener("change", (event) => {
    document.documentElement.dataset.colorScheme = event.target.value;
    try {
      localStorage.setItem(KEY, event.target.value);
    } catch {
      // Storage may be forbidden: the choice then lasts for this page.
    }
  });
  choice.hidden = false;
}
