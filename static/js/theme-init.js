/* Sets the chosen theme before the first paint; a plain script on purpose, since modules run later. */
(() => {
  let theme = null;
  try {
    theme = localStorage.getItem("amif-theme");
  } catch {
    // Storage may be forbidden: then the device's own theme is right.
  }
  if (theme === "light" || theme === "dark") {
    document.documentElement.dataset.colorScheme = theme;
  }
})();
