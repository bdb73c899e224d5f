// Rows of a form that can be added, put in order and dropped: <div data-amif-rows>. The same works with
// submit buttons and position fields where there is no JavaScript. Each row tells its place by its position
// field, where rows have an order; the server sorts by it. Every move is said in the live region.
import { completeNames } from "./combobox.js";

class Rows {
  constructor(root) {
    this.root = root;
    this.list = root.querySelector("[data-amif-list]");
    this.template = root.querySelector("template");
    this.total = root.querySelector("input[name$=-TOTAL_FORMS]");
    this.status = root.querySelector("[data-amif-status]");
    root.addEventListener("click", (event) => this.click(event));
    this.list.addEventListener("change", (event) => this.reposition(event.target));
    this.list.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.target.matches("[data-amif-position]")) {
        event.preventDefault();
        this.reposition(event.target);
      }
    });
    this.list.addEventListener("pointerdown", (event) => this.drag(event));
    root.classList.add("is-live");
  }

  get rows() {
    return [...this.list.children];
  }

  click(event) {
    const button = event.target.closest("button");
    if (!button) return;
    const row = button.closest("[data-amif-row]");
    const { amifMove, amifAdd, amifDrop } = button.dataset;
    if (amifMove !== undefined) {
      event.preventDefault();
      this.moveTo(row, this.rows.indexOf(row) + Number(amifMove), button);
    } else if (amifAdd !== undefined) {
      event.preventDefault();
      this.add();
    } else if (amifDrop !== undefined) {
      this.drop(row);
    }
  }

  add() {
    const holder = document.createElement("template");
    holder.innerHTML = this.template.innerHTML.replaceAll("__prefix__", this.total.value);
    const row = holder.content.firstElementChild;
    this.total.value = Number(this.total.value) + 1;
    this.list.append(row);
    completeNames(row);
    this.renumber();
    this.list.dispatchEvent(new CustomEvent("amif:added", { bubbles: true, detail: row }));
    row.querySelector("[data-amif-first] :is(input, select), input[data-amif-first]")?.focus();
    this.say(this.root.dataset.added, this.rows.length);
  }

  drop(row) {
    const next = row.nextElementSibling ?? row.previousElementSibling;
    row.remove();
    this.renumber();
    (next?.querySelector("[data-amif-first] :is(input, select), input[data-amif-first]") ?? this.root.querySelector("[data-amif-add]")).focus();
    this.say(this.root.dataset.dropped, this.rows.length);
  }

  /* Put `row` at `place` (0 is first) by moving its neighbours, so that the focus stays where it is. */
  moveTo(row, place, focused) {
    const target = Math.max(0, Math.min(place, this.rows.length - 1));
    while (this.rows.indexOf(row) < target) row.before(row.nextElementSibling);
    while (this.rows.indexOf(row) > target) row.after(row.previousElementSibling);
    this.renumber();
    this.say(this.root.dataset.moved, target + 1, this.rows.length);
    focused?.scrollIntoView({ block: "nearest" });
  }

  reposition(field) {
    if (!field.matches("[data-amif-position]")) return;
    const row = field.closest("[data-amif-row]");
    const place = Number.parseInt(field.value, 10);
    if (Number.isNaN(place)) this.renumber();
    else if (place - 1 !== this.rows.indexOf(row)) this.moveTo(row, place - 1, field);
  }

  renumber() {
    this.rows.forEach((row, index) => {
      row.querySelector("[data-amif-place]").textContent = index + 1;
      const position = row.querySelector("[data-amif-position]");
      if (position) position.value = index + 1;
    });
    this.root.dispatchEvent(new Event("input", { bubbles: true }));
  }

  drag(event) {
    const handle = event.target.closest("[data-amif-handle]");
    if (!handle || event.button !== 0) return;
    event.preventDefault();
    const row = handle.closest("[data-amif-row]");
    const before = this.rows.indexOf(row);
    const move = ({ clientY }) => {
      const previous = row.previousElementSibling;
      const next = row.nextElementSibling;
      if (previous && clientY < middle(previous)) row.after(previous);
      else if (next && clientY > middle(next)) row.before(next);
      if (clientY < 60) window.scrollBy(0, -12);
      else if (clientY > window.innerHeight - 60) window.scrollBy(0, 12);
    };
    const end = () => {
      handle.removeEventListener("pointermove", move);
      row.classList.remove("is-moving");
      const place = this.rows.indexOf(row);
      if (place !== before) this.moveTo(row, place);
    };
    row.classList.add("is-moving");
    handle.setPointerCapture(event.pointerId);
    handle.addEventListener("pointermove", move);
    handle.addEventListener("pointerup", end, { once: true });
    handle.addEventListener("pointercancel", end, { once: true });
  }

  say(words, ...values) {
    this.status.textContent = values.reduce((text, value) => text.replace("%s", value), words);
  }
}

function middle(element) {
  const { top, height } = element.getBoundingClientRect();
  return top + height / 2;
}

for (const root of document.querySelectorAll("[data-amif-rows]")) new Rows(root);
