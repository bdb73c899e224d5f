// Changing the language keeps the place in the page: path and filters come from the server, the part after # from here.

export function keepPlaceOnLanguageSwitch(root = document) {
  for (const link of root.querySelectorAll("[data-amif-language]")) {
    link.addEventListener("click", () => {
      link.hash = window.location.hash;
    });
  }
}
