// The buttons above a text: one tab stop, arrow keys between them (ARIA toolbar pattern), two menus.
import { askFootnote, askLink } from "./dialogs.js";
import { selectedNote } from "./footnote.js";
import { enclosing, writeCaption } from "./tables.js";
import { element, icon, uniqueId, word } from "./words.js";

const LANGUAGES = ["fr", "nl", "en", "de"];
// The text has the focus at once: what is typed right after a button belongs to it.
const chain = (editor) => {
  editor.view.focus();
  return editor.chain();
};
const inWords = (editor) => editor.state.selection.$from.parent.inlineContent;
const inTable = (editor) => Boolean(enclosing(editor.state.selection.$from, "table"));

// A tool: its name (of word and icon), what it does, whether it is on (`active`), whether it can be used (`enabled`).
const mark = (name, key) => ({
  name,
  key,
  run: (editor) => chain(editor).toggleMark(name).run(),
  active: (editor) => editor.isActive(name),
  enabled: (editor) => editor.can().toggleMark(name),
});
const heading = (name, level) => ({
  name,
  run: (editor) => chain(editor).toggleHeading({ level }).run(),
  active: (editor) => editor.isActive("heading", { level }),
  enabled: (editor) => editor.can().toggleHeading({ level }),
});
const command = (name, does, { options = [], ...more } = {}) => ({
  name,
  run: (editor) => chain(editor)[does](...options).run(),
  enabled: (editor) => editor.can()[does](...options),
  ...more,
});

const TABLE_TOOLS = [
  command("insertTable", "insertTable", { options: [{ rows: 3, cols: 3, withHeaderRow: true }], enabled: (editor) => !inTable(editor) }),
  command("addRow", "addRowAfter"),
  command("addColumn", "addColumnAfter"),
  command("deleteRow", "deleteRow"),
  command("deleteColumn", "deleteColumn"),
  command("headerRow", "toggleHeaderRow", { active: (editor) => headed(editor, (row) => row === 0) }),
  command("headerColumn", "toggleHeaderColumn", { active: (editor) => headed(editor, (row, column) => column === 0) }),
  { name: "caption", run: writeCaption, enabled: inTable },
  command("deleteTable", "deleteTable"),
];

const LANGUAGE_TOOLS = [null, ...LANGUAGES].map((lang) => ({
  name: lang ?? "noLanguage",
  run: (editor) => chain(editor).setLanguage(lang).run(),
  active: (editor) => (lang ? editor.isActive("language", { lang }) : !editor.isActive("language")),
  enabled: () => true,
}));

const GROUPS = [
  [heading("heading", 3), heading("subheading", 4)],
  [mark("bold", "Control+B"), mark("italic", "Control+I")],
  [
    command("bulletList", "toggleBulletList", { active: (editor) => listOf(editor) === "bulletList" }),
    command("orderedList", "toggleOrderedList", { active: (editor) => listOf(editor) === "orderedList" }),
    command("indent", "sinkListItem", { options: ["listItem"] }),
    command("outdent", "liftListItem", { options: ["listItem"] }),
    command("quote", "toggleBlockquote", { active: (editor) => editor.isActive("blockquote") }),
  ],
  [
    { name: "link", key: "Control+K", run: askLink, active: (editor) => editor.isActive("link"), enabled: inWords },
    { name: "footnote", run: askFootnote, active: (editor) => Boolean(selectedNote(editor.state)), enabled: inWords },
    { name: "language", menu: LANGUAGE_TOOLS, active: (editor) => editor.isActive("language") },
    { name: "table", menu: TABLE_TOOLS, active: inTable },
  ],
  [command("undo", "undo", { key: "Control+Z" }), command("redo", "redo", { key: "Control+Y" })],
];

function listOf(editor) {
  return enclosing(editor.state.selection.$from, "bulletList", "orderedList")?.node.type.name;
}

function headed(editor, isEdge) {
  const table = enclosing(editor.state.selection.$from, "table");
  if (!table) return false;
  const rows = table.node.content.content.map((row) => row.content.content);
  const cells = rows.flatMap((row, rowAt) => row.filter((cell, columnAt) => isEdge(rowAt, columnAt)));
  return cells.every((cell) => cell.type.name === "tableHeader");
}

export class Toolbar {
  constructor(editor, fieldName, textId) {
    this.editor = editor;
    this.tools = [];
    this.items = [];
    const name = word("toolbar", { field: fieldName });
    this.node = element("div", { class: "richtext__toolbar", role: "toolbar", "aria-label": name, "aria-controls": textId });
    for (const group of GROUPS) {
      const box = element("div", { class: "richtext__group" });
      for (const tool of group) box.append(tool.menu ? this.menu(tool) : this.button(tool));
      this.node.append(box);
    }
    this.tools[0].node.tabIndex = 0;
    this.node.addEventListener("keydown", (event) => this.onKey(event));
    this.node.addEventListener("focusin", (event) => this.moveStop(event.target));
    // A click must not take the selection out of the text.
    this.node.addEventListener("mousedown", (event) => event.preventDefault());
    this.node.addEventListener("pointerleave", () => delete this.node.dataset.tipsOff);
    this.refresh();
  }

  focus() {
    this.tools.find(({ node }) => node.tabIndex === 0).node.focus();
  }

  button(tool) {
    const name = word(tool.name);
    const named = { "aria-label": name, "data-tip": name, "data-tool": tool.name, "aria-keyshortcuts": tool.key };
    const node = element("button", { type: "button", class: "richtext__tool", tabindex: -1, ...named }, icon(tool.name));
    node.addEventListener("click", () => this.use(tool));
    this.tools.push({ tool, node });
    return node;
  }

  menu(tool) {
    const button = this.button({ ...tool, run: () => this.open(menu, button) });
    const id = uniqueId("editor-menu");
    const menu = element("div", { class: "richtext__menu", role: "menu", id, "aria-label": word(tool.name), hidden: true });
    for (const item of tool.menu) {
      const choice = tool.name === "language" ? "menuitemradio" : "menuitemcheckbox";
      const role = item.active ? choice : "menuitem";
      const node = element("button", { type: "button", role, tabindex: -1, class: "richtext__item", "data-tool": item.name }, word(item.name));
      node.addEventListener("click", () => {
        if (node.getAttribute("aria-disabled") === "true") return;
        this.close(menu, button);
        item.run(this.editor);
      });
      menu.append(node);
      this.items.push({ tool: item, node, menu });
    }
    button.setAttribute("aria-haspopup", "menu");
    button.setAttribute("aria-expanded", "false");
    button.setAttribute("aria-controls", menu.id);
    menu.addEventListener("keydown", (event) => this.onMenuKey(event, menu, button));
    menu.addEventListener("focusout", (event) => {
      if (!menu.contains(event.relatedTarget) && event.relatedTarget !== button) this.close(menu, button);
    });
    return element("div", { class: "richtext__holder" }, button, menu);
  }

  use(tool) {
    const { node } = this.tools.find((one) => one.tool.name === tool.name);
    if (node.getAttribute("aria-disabled") !== "true") tool.run(this.editor);
  }

  open(menu, button) {
    if (!menu.hidden) return this.close(menu, button);
    menu.hidden = false;
    this.refresh();
    button.setAttribute("aria-expanded", "true");
    menu.classList.toggle("richtext__menu--end", menu.getBoundingClientRect().right > document.documentElement.clientWidth);
    usable(menu)[0]?.focus();
  }

  close(menu, button) {
    menu.hidden = true;
    menu.classList.remove("richtext__menu--end");
    button.setAttribute("aria-expanded", "false");
  }

  onMenuKey(event, menu, button) {
    const items = usable(menu);
    const at = items.indexOf(document.activeElement);
    const places = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 };
    const begins = (item) => item.textContent.toLowerCase().startsWith(event.key.toLowerCase());
    if (event.key in places) {
      items.at(places[event.key] % items.length)?.focus();
    } else if (event.key === "Escape" || event.key === "Tab") {
      button.focus();
      this.close(menu, button);
    } else if (event.key.length === 1 && event.key !== " ") {
      [...items.slice(at + 1), ...items.slice(0, at)].find(begins)?.focus();
    } else {
      return;
    }
    event.stopPropagation();
    if (event.key !== "Tab") event.preventDefault();
  }

  onKey(event) {
    if (event.target.closest("[role=menu]")) return;
    const nodes = this.tools.map(({ node }) => node);
    const at = nodes.indexOf(event.target);
    const places = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: nodes.length - 1 };
    if (event.key in places) nodes.at(places[event.key] % nodes.length).focus();
    else if (event.key === "ArrowDown" && event.target.matches("[aria-haspopup]")) event.target.click();
    else if (event.key === "Escape") this.editor.commands.focus();
    else return;
    event.preventDefault();
  }

  moveStop(target) {
    const current = this.tools.find(({ node }) => node === target);
    if (!current) return;
    for (const { node } of this.tools) node.tabIndex = node === target ? 0 : -1;
  }

  // Show for every tool whether it is on and whether it can be used where the cursor stands.
  refresh() {
    for (const { tool, node } of this.tools) {
      if (tool.active && !tool.menu) show(node, "aria-pressed", tool.active(this.editor));
      if (tool.menu) node.classList.toggle("richtext__tool--on", tool.active(this.editor));
      else show(node, "aria-disabled", !tool.enabled(this.editor));
    }
    for (const { tool, node, menu } of this.items) {
      if (menu.hidden) continue;
      if (tool.active) show(node, "aria-checked", tool.active(this.editor));
      show(node, "aria-disabled", !tool.enabled(this.editor));
    }
  }
}

// Only what changed is written: the page would be drawn again for nothing.
function show(node, name, on) {
  if (node.getAttribute(name) !== String(on)) node.setAttribute(name, String(on));
}

function usable(menu) {
  return [...menu.querySelectorAll("button")].filter((item) => item.getAttribute("aria-disabled") !== "true");
}
