// Draw the rows and the contents as a fresh page has them. A row in which somebody writes stays the very same node, so that
// cursor, undo and what is not saved yet stay in it; only what is not open in it is replaced.
const OPEN = "form[data-amif-save], .cell--conflict, .htmx-request";

export function isWriting() {
  return document.querySelector(OPEN) !== null;
}

export function draw(fresh) {
  const restore = keepPlace();
  drawRows(document.querySelector(".rows-of-minutes"), fresh.querySelector(".rows-of-minutes"));
  const contents = fresh.querySelector(".outline");
  const shown = document.querySelector(".outline");
  if (shown && contents) shown.querySelector("ol").replaceWith(contents.querySelector("ol"));
  else if (contents) document.querySelector(".workspace").prepend(contents);
  else shown?.remove();
  for (const id of ["progress", "meeting-steps"]) document.getElementById(id).replaceWith(fresh.getElementById(id));
  window.htmx?.process(document.querySelector(".workspace"));
  restore();
}

function drawRows(place, fresh) {
  const wanted = [...fresh.children].map((node) => {
    const old = node.matches(".row") && document.getElementById(node.id);
    return old ? successor(old, node) : node;
  });
  // A section that somebody removed stays in sight as long as it is written in: its words are still being saved.
  for (const row of place.querySelectorAll(":scope > .row")) {
    if (wanted.includes(row) || fresh.querySelector(`#${CSS.escape(row.id)}`) || !row.querySelector(OPEN)) continue;
    wanted.splice(wanted.indexOf(row.previousElementSibling) + 1, 0, row);
  }
  for (const node of [...place.children]) if (!wanted.includes(node)) node.remove();
  let next = place.firstElementChild;
  for (const node of wanted) {
    if (node === next) next = next.nextElementSibling;
    else place.insertBefore(node, next);
  }
}

// The node that stands for a row from now on: the old one where somebody writes in it or nothing changed, else the fresh one.
function successor(old, fresh) {
  if (old.querySelector(OPEN)) {
    old.dataset.depth = fresh.dataset.depth;
    for (const cell of fresh.querySelectorAll("article.cell")) document.getElementById(cell.id)?.replaceWith(cell);
    return old;
  }
  if (old.isEqualNode(fresh)) return old;
  // On a small screen each row shows the language that was chosen for it.
  const language = old.querySelector(".row__switch :checked")?.value;
  if (language) fresh.querySelector(`.row__switch [value=${language}]`).checked = true;
  return fresh;
}

// Remember what is seen and what has the focus; the function that is returned puts both back.
function keepPlace() {
  const seen = [...document.querySelectorAll(".row")].find((row) => row.getBoundingClientRect().bottom > 0);
  const top = seen?.getBoundingClientRect().top;
  const focused = document.activeElement;
  const holder = focused?.closest("[id]");
  return () => {
    const now = seen && document.getElementById(seen.id);
    if (now) window.scrollBy(0, now.getBoundingClientRect().top - top);
    if (!focused || focused.isConnected || !holder) return;
    const alike = [...(document.getElementById(holder.id)?.querySelectorAll(focused.tagName) ?? [])];
    const same = (name) => (one) => one.getAttribute(name) === focused.getAttribute(name);
    alike.find((one) => ["href", "formaction", "value", "name"].every((name) => same(name)(one)))?.focus({ preventScroll: true });
  };
}
