// One drag of a section, in the rows or in the contents: the upper half of another section means before it, the lower half
// after it (as its first part, where it has parts), further to the right below it. Escape gives up.

// Pixels to the right that mean "below this one", and the strip at the edges of the window in which the page scrolls.
const INWARDS = 56;
const EDGE = 60;

export class Drag {
  static running = null;

  constructor(handle, event, drop) {
    this.handle = handle;
    this.drop = drop;
    this.start = event.clientX;
    this.entry = handle.closest("[data-depth]");
    this.entries = [...this.entry.parentElement.querySelectorAll(":scope > [data-depth]")];
    this.own = this.branch(this.entry);
    this.own.forEach((one) => one.classList.add("is-moving"));
    this.ended = new AbortController();
    const { signal } = this.ended;
    handle.setPointerCapture(event.pointerId);
    handle.addEventListener("pointermove", (moved) => this.move(moved), { signal });
    handle.addEventListener("pointerup", () => this.end(true), { signal });
    handle.addEventListener("pointercancel", () => this.end(false), { signal });
    document.addEventListener("keydown", ({ key }) => key === "Escape" && this.end(false), { signal });
    Drag.running = this;
  }

  // An entry with all below it.
  branch(entry) {
    const after = this.entries.slice(this.entries.indexOf(entry) + 1);
    const end = after.findIndex((one) => depth(one) <= depth(entry));
    return [entry, ...(end < 0 ? after : after.slice(0, end))];
  }

  move({ clientX, clientY }) {
    if (clientY < EDGE) window.scrollBy(0, -12);
    else if (clientY > window.innerHeight - EDGE) window.scrollBy(0, 12);
    const under = this.entries.find((one) => {
      const { left, right, top, bottom } = one.getBoundingClientRect();
      return clientY >= top && clientY < bottom && (this.entries[0].matches(".row") || (clientX >= left - EDGE && clientX < right + EDGE));
    });
    this.mark(under && !this.own.includes(under) ? under : null, clientX, clientY);
  }

  mark(entry, x, y) {
    if (this.marked) delete this.marked.dataset.drop;
    this.marked = entry;
    this.target = null;
    if (!entry) return;
    const { top, height } = entry.getBoundingClientRect();
    const how = x - this.start > INWARDS ? "below" : y < top + height / 2 ? "before" : "after";
    entry.dataset.drop = how;
    // What is drawn between a section and its first part is the place before that part.
    const first = how === "after" && this.branch(entry).find((one) => one !== entry && !this.own.includes(one));
    this.target = first ? `before:${name(first)}` : `${how}:${name(entry)}`;
  }

  end(dropped) {
    this.ended.abort();
    Drag.running = null;
    this.own.forEach((one) => one.classList.remove("is-moving"));
    const { target } = this;
    this.mark(null);
    if (dropped && target) this.drop(target);
  }
}

function depth(entry) {
  return Number(entry.dataset.depth);
}

function name(entry) {
  return entry.id.slice(2);
}
