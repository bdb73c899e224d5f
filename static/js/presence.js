// Half-days in a grid: <table data-amif-presence> with a native select in each cell, which works alone. Here: arrows move from
// box to box, figures choose a place, a chosen place is put where one taps, the plan is taken over at once, totals follow.
const WORK = ["host", "employer", "training", "elsewhere"];

class Grid {
  constructor(table) {
    this.boxes = [...table.querySelectorAll("tbody tr")].map((row) => [...row.querySelectorAll("select")]);
    this.all = this.boxes.flat();
    this.pen = "";
    table.addEventListener("keydown", (event) => this.key(event));
    table.addEventListener("pointerdown", (event) => this.tap(event));
    table.addEventListener("change", () => this.total());
    const form = table.closest("form");
    this.keys = form?.querySelector("[data-amif-presence-keys]");
    if (this.keys) {
      this.keys.hidden = false;
      this.keys.addEventListener("click", (event) => this.choosePen(event.target.closest("[data-amif-pen]")));
    }
    form?.querySelector("[data-amif-take-over]")?.addEventListener("click", (event) => this.takeOver(event));
  }

  key(event) {
    if (!event.target.matches("select") || event.altKey || event.ctrlKey || event.metaKey) return;
    const row = this.boxes.findIndex((boxes) => boxes.includes(event.target));
    const column = this.boxes[row].indexOf(event.target);
    const moves = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
    if (moves[event.key]) {
      event.preventDefault();
      const [down, right] = moves[event.key];
      this.boxes[row + down]?.[column + right]?.focus();
    } else if (/^\d$/.test(event.key) && Number(event.key) < event.target.options.length) {
      event.preventDefault();
      this.put(event.target, event.target.options[Number(event.key)].value);
      this.all[this.all.indexOf(event.target) + 1]?.focus();
    } else if (event.key === "Delete" || event.key === "Backspace") {
      event.preventDefault();
      this.put(event.target, "");
    }
  }

  tap(event) {
    if (!this.pen || !event.target.matches("select")) return;
    event.preventDefault();
    this.put(event.target, event.target.value === this.pen ? "" : this.pen);
  }

  choosePen(button) {
    if (!button) return;
    this.pen = this.pen === button.dataset.amifPen ? "" : button.dataset.amifPen;
    for (const one of this.keys.querySelectorAll("[data-amif-pen]")) one.setAttribute("aria-pressed", one.dataset.amifPen === this.pen);
  }

  takeOver(event) {
    event.preventDefault();
    for (const box of this.all) if (!box.value && box.dataset.plan) this.put(box, box.dataset.plan);
  }

  put(box, place) {
    if (box.value === place) return;
    box.value = place;
    box.dispatchEvent(new Event("input", { bubbles: true }));
    box.dispatchEvent(new Event("change", { bubbles: true }));
  }

  total() {
    for (const output of document.querySelectorAll("[data-amif-total]")) {
      const places = output.dataset.amifTotal === "worked" ? WORK : [output.dataset.amifTotal];
      output.textContent = this.all.filter((box) => places.includes(box.value)).length;
    }
  }
}

for (const table of document.querySelectorAll("[data-amif-presence]")) new Grid(table);
