// Completes names while they are typed: the ARIA combobox pattern on every [data-amif-combobox].
// The suggestions come from the server; what was chosen goes into hidden fields ("12|Lisa Asselman"),
// so that the server need not guess. Without JavaScript the box is a plain text field.

const PAUSE = 150;
let lists = 0;

export class Combobox {
  constructor(box) {
    this.box = box;
    this.input = box.querySelector("input[type=text]");
    this.options = [];
    this.active = -1;
    this.list = document.createElement("ul");
    this.list.id = `suggestions-${++lists}`;
    this.list.className = "combobox__list";
    this.list.hidden = true;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", box.dataset.listLabel);
    this.input.after(this.list);
    for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", this.list.id]]) {
      this.input.setAttribute(name, value);
    }
    this.input.addEventListener("input", () => this.search());
    this.input.addEventListener("keydown", (event) => this.press(event));
    this.input.addEventListener("blur", () => this.close());
    // The pointer must not take the focus away before the click arrives.
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const item = event.target.closest("[role=option]");
      if (item) this.choose(Number(item.dataset.index));
    });
  }

  get multiple() {
    return "multiple" in this.box.dataset;
  }

  /* The name being typed: everything, or what follows the last comma. */
  get sought() {
    return (this.multiple ? this.input.value.split(/[,;]/).pop() : this.input.value).trim();
  }

  search() {
    this.noteNew();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.fetch(), PAUSE);
  }

  async fetch() {
    const sought = this.sought;
    this.request?.abort();
    if (!sought) return this.close();
    this.request = new AbortController();
    const query = new URLSearchParams({ q: sought, on: this.box.dataset.on });
    let found;
    try {
      const response = await fetch(`${this.box.dataset.source}?${query}`, { signal: this.request.signal });
      if (!response.ok || response.redirected) throw new Error(response.statusText);
      found = (await response.json()).results;
    } catch (error) {
      // Superseded by a later key, offline or signed out: the box stays what it is without JavaScript.
      if (error.name !== "AbortError") this.close();
      return undefined;
    }
    return this.show(sought, found);
  }

  show(sought, found) {
    if (document.activeElement !== this.input) return;
    this.options = found.map((option) => ({ ...option, key: option.id }));
    const known = found.some((option) => option.label.toLowerCase() === sought.toLowerCase());
    if (this.box.dataset.create && !known) {
      this.options.push({ key: "new", label: sought, words: this.box.dataset.create.replace("%s", sought) });
    }
    this.list.replaceChildren(...this.options.map((option, index) => this.item(option, index)));
    this.active = -1;
    this.input.removeAttribute("aria-activedescendant");
    this.open(this.options.length > 0);
    const { none, one, many } = this.box.dataset;
    announce([none, one][found.length] ?? many.replace("%s", found.length));
  }

  item(option, index) {
    const item = document.createElement("li");
    item.id = `${this.list.id}-${index}`;
    item.dataset.index = index;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    const label = document.createElement("span");
    label.textContent = option.words ?? option.label;
    if (option.lang && !option.words) label.lang = option.lang;
    item.append(label);
    if (option.hint) {
      const hint = document.createElement("span");
      hint.className = "combobox__hint";
      hint.textContent = option.hint;
      item.append(" ", hint);
    }
    return item;
  }

  press(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      if (this.list.hidden) this.fetch();
      else this.highlight((this.active + step + this.options.length + (this.active < 0 && step < 0 ? 1 : 0)) % this.options.length);
    } else if (event.key === "Enter" && this.active >= 0) {
      event.preventDefault();
      this.choose(this.active);
    } else if (event.key === "Escape" && !this.list.hidden) {
      event.preventDefault();
      event.stopPropagation();
      this.close();
    }
  }

  highlight(index) {
    this.active = index;
    for (const item of this.list.children) {
      item.setAttribute("aria-selected", String(Number(item.dataset.index) === index));
    }
    const item = this.list.children[index];
    this.input.setAttribute("aria-activedescendant", item.id);
    item.scrollIntoView({ block: "nearest" });
  }

  choose(index) {
    const option = this.options[index];
    if (this.multiple) {
      const before = this.input.value.split(/[,;]/).slice(0, -1).map((part) => part.trim());
      this.input.value = `${[...before, option.label].filter(Boolean).join(", ")}, `;
    } else {
      this.input.value = option.label;
      this.forget();
    }
    this.remember(option);
    this.close();
    this.input.dispatchEvent(new Event("change", { bubbles: true }));
    this.box.dispatchEvent(new CustomEvent("amif:chosen", { bubbles: true, detail: option }));
  }

  /* Put in what another field knows, as if it had been chosen here. */
  fill(option) {
    this.input.value = option.label;
    this.forget();
    this.remember({ ...option, key: option.id });
  }

  get isEmpty() {
    return this.input.value.trim() === "";
  }

  remember(option) {
    const pick = document.createElement("input");
    pick.type = "hidden";
    pick.name = `${this.box.dataset.name}_pick`;
    pick.value = `${option.key}|${option.label}`;
    this.box.append(pick);
    this.noteNew();
  }

  forget() {
    for (const old of this.box.querySelectorAll("input[type=hidden], .combobox__question")) old.remove();
  }

  noteNew() {
    const note = this.box.querySelector(".combobox__new");
    if (!note) return;
    const names = this.multiple ? this.input.value.split(/[,;]/).map((part) => part.trim()) : [this.input.value.trim()];
    note.hidden = ![...this.box.querySelectorAll("input[type=hidden]")].some((pick) => pick.value.startsWith("new|") && names.includes(pick.value.slice(4)));
  }

  open(state) {
    this.list.hidden = !state;
    this.input.setAttribute("aria-expanded", String(state));
  }

  close() {
    clearTimeout(this.timer);
    this.request?.abort();
    this.active = -1;
    this.input.removeAttribute("aria-activedescendant");
    this.open(false);
  }
}

const boxes = new WeakMap();

/* Return what completes names in `element`, a [data-amif-combobox]. */
export function comboboxOf(element) {
  if (!boxes.has(element)) boxes.set(element, new Combobox(element));
  return boxes.get(element);
}

/* One live region for the whole page: how many suggestions there are. */
function announce(text) {
  let region = document.getElementById("suggestions-status");
  if (!region) {
    region = document.createElement("div");
    region.id = "suggestions-status";
    region.className = "visually-hidden";
    region.setAttribute("role", "status");
    document.body.append(region);
  }
  region.textContent = text;
}

export function completeNames(root = document) {
  for (const element of root.querySelectorAll("[data-amif-combobox]")) comboboxOf(element);
}
