// A select with more options than anybody scrolls through becomes a box that completes what is typed: the same ARIA combobox
// as everywhere, over the options that stand in the page ([data-amif-long-selects] holds its words). The select stays in the
// form, hidden, and is what is sent; without JavaScript it is what one uses.
import { Combobox } from "./combobox.js";

const LONG = 25;
const SHOWN = 20;
let boxes = 0;

function fold(text) {
  return text.normalize("NFD").replace(/\p{Diacritic}/gu, "").toLowerCase();
}

class LongSelect extends Combobox {
  constructor(select, words) {
    super(boxFor(select, words));
    this.select = select;
    this.choices = [...select.options].filter((option) => option.value).map((option) => ({ id: option.value, label: option.text, folded: fold(option.text) }));
    this.showChosen();
    // Django's pop-up windows set the select themselves.
    select.addEventListener("change", () => this.showChosen());
    this.input.addEventListener("blur", () => this.leave());
  }

  showChosen() {
    const chosen = this.select.selectedOptions[0];
    if (chosen?.value && !this.choices.some(({ id }) => id === chosen.value)) {
      this.choices.push({ id: chosen.value, label: chosen.text, folded: fold(chosen.text) });
    }
    this.input.value = chosen?.value ? chosen.text : "";
  }

  fetch() {
    const unchanged = this.input.value === this.select.selectedOptions[0]?.text;
    const words = unchanged ? [] : fold(this.sought).split(/\s+/);
    this.show(this.sought, this.choices.filter(({ folded }) => words.every((word) => folded.includes(word))).slice(0, SHOWN));
  }

  choose(index) {
    this.select.value = this.options[index].key;
    this.select.dispatchEvent(new Event("change", { bubbles: true }));
    this.close();
  }

  // An emptied box chooses nothing, where that may be; words that are no option choose nothing new.
  leave() {
    if (this.isEmpty && [...this.select.options].some((option) => !option.value) && this.select.value) {
      this.select.value = "";
      this.select.dispatchEvent(new Event("change", { bubbles: true }));
    }
    this.showChosen();
  }
}

function boxFor(select, words) {
  const box = document.createElement("div");
  box.className = "combobox";
  Object.assign(box.dataset, words);
  const input = document.createElement("input");
  input.type = "text";
  input.id = `long-select-${++boxes}`;
  input.autocomplete = "off";
  for (const name of ["aria-label", "aria-describedby", "aria-invalid"]) {
    if (select.hasAttribute(name)) input.setAttribute(name, select.getAttribute(name));
  }
  for (const label of [...select.labels]) label.htmlFor = input.id;
  box.append(input);
  select.before(box);
  select.hidden = true;
  return box;
}

function shorten(root, words) {
  for (const select of root.querySelectorAll("select:not([multiple], [hidden])")) {
    if (select.options.length > LONG && !select.closest(".empty-form")) new LongSelect(select, words);
  }
}

const words = document.querySelector("[data-amif-long-selects]");
if (words) {
  const { listLabel, none, one, many } = words.dataset;
  const said = { listLabel, none, one, many };
  shorten(document.querySelector("#content-main") ?? document, said);
  // A row that was added to a table of rows.
  document.addEventListener("formset:added", (event) => shorten(event.target, said));
}
