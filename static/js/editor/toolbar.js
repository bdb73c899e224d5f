// The buttons above a text: one tab stop, arrow keys between them (ARIA toolbar pattern), two menus.
import { askFootnote, askLink } from "./dialogs.js";
import { selectedNote } from "./footnote.js";
import { enclosing, writeCaption } from "./tables.js";
import { element, icon, uniqueId, word } from "./words.js";

const LANGUAGES = ["fr", "nl", "en", "de"];
const chain = (editor) => editor.chain().focus();
const inTable = (editor) => Boolean(enclosing(editor.state.selection.$from, "table"));

// A tool: its name (of word and icon), what it does, whether it is on (`active`), whether it can be used (`enabled`).
const mark = (name, type, key = "") => ({ name, key, run: (editor) => chain(editor).toggleMark(type).run(), active: (editor) => editor.isActive(type), enabled: (editor) => editor.can().toggleMark(type) });
const heading = (name, level) => ({ name, run: (editor) => chain(editor).toggleHeading({ level }).run(), active: (editor) => editor.isActive("heading", { level }), enabled: (editor) => editor.can().toggleHeading({ level }) });
const command = (name, does, more = {}) => ({ name, run: (editor) => chain(editor)[does](...(more.options ?? [])).run(), enabled: (editor) => editor.can()[does](...(more.options ?? [])), ...more });

const TABLE_TOOLS = [
  command("insertTable", "insertTable", { options: [{ rows: 3, cols: 3, withHeaderRow: true }], enabled: (editor) => !inTable(editor) && editor.can().insertTable() }),
  ...[["addRow", "addRowAfter"], ["addColumn", "addColumnAfter"], ["deleteRow", "deleteRow"], ["deleteColumn", "deleteColumn"]].map(([name, does]) => command(name, does)),
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
  [mark("bold", "bold", "Control+B"), mark("italic", "italic", "Control+I")],
  [
    command("bulletList", "toggleBulletList", { active: (editor) => listOf(editor) === "bulletList" }),
    command("orderedList", "toggleOrderedList", { active: (editor) => listOf(editor) === "orderedList" }),
    command("indent", "sinkListItem", { options: ["listItem"] }),
    command("outdent", "liftListItem", { options: ["listItem"] }),
    command("quote", "toggleBlockquote", { active: (editor) => editor.isActive("blockquote") }),
  ],
  [
    { name: "link", key: "Control+K", run: askLink, active: (editor) => editor.isActive("link"), enabled: (editor) => editor.can().setMark("link") },
    { name: "footnote", run: askFootnote, active: (editor) => Boolean(selectedNote(editor.state)), enabled: (editor) => Boolean(selectedNote(editor.state)) || editor.can().insertContent({ type: "footnote" }) },
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
  let all = true;
  table.node.forEach((row, _, rowIndex) => row.forEach((cell, __, column) => {
    if (isEdge(rowIndex, column)) all &&= cell.type.name === "tableHeader";
  }));
  return all;
}

export class Toolbar {
  constructor(editor, fieldName, textId) {
    this.editor = editor;
    this.tools = [];
    this.node = element("div", { class: "richtext__toolbar", role: "toolbar", "aria-label": word("toolbar", { field: fieldName }), "aria-controls": textId });
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
    this.refresh();
  }

  focus() {
    this.tools.find(({ node }) => node.tabIndex === 0).node.focus();
  }

  button(tool) {
    const node = element("button", { type: "button", class: "richtext__tool", tabindex: -1, "aria-label": word(tool.name), "data-tip": word(tool.name), "aria-keyshortcuts": tool.key || null, "data-tool": tool.name }, icon(tool.name));
    node.addEventListener("click", () => this.use(tool));
    this.tools.push({ tool, node });
    return node;
  }

  menu(tool) {
    const button = this.button({ ...tool, run: () => this.open(menu, button) });
    const menu = element("div", { class: "richtext__menu", role: "menu", id: uniqueId("editor-menu"), "aria-label": word(tool.name), hidden: true });
    for (const item of tool.menu) {
      const role = item.active ? (tool.name === "language" ? "menuitemradio" : "menuitemcheckbox") : "menuitem";
      const node = element("button", { type: "button", role, tabindex: -1, class: "richtext__item", "data-tool": item.name, lang: LANGUAGES.includes(item.name) ? null : null }, word(item.name));
      node.addEventListener("click", () => {
        if (node.getAttribute("aria-disabled") === "true") return;
        this.close(menu, button);
        item.run(this.editor);
      });
      menu.append(node);
      this.items ??= [];
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
    this.refresh();
    menu.hidden = false;
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
    const places = { ArrowDown: (at + 1) % items.length, ArrowUp: (at - 1 + items.length) % items.length, Home: 0, End: items.length - 1 };
    if (event.key in places) items[places[event.key]]?.focus();
    else if (event.key === "Escape" || event.key === "Tab") button.focus(), this.close(menu, button);
    else if (event.key.length === 1 && event.key !== " ") items.find((item, index) => index > at && item.textContent.toLowerCase().startsWith(event.key.toLowerCase()))?.focus();
    else return;
    event.stopPropagation();
    if (event.key !== "Tab") event.preventDefault();
  }

  onKey(event) {
    if (event.target.closest("[role=menu]")) return;
    const nodes = this.tools.map(({ node }) => node);
    const at = nodes.indexOf(event.target);
    const places = { ArrowRight: (at + 1) % nodes.length, ArrowLeft: (at - 1 + nodes.length) % nodes.length, Home: 0, End: nodes.length - 1 };
    if (event.key in places) nodes[places[event.key]].focus();
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
      if (tool.active && !tool.menu) node.setAttribute("aria-pressed", String(tool.active(this.editor)));
      if (tool.menu) node.classList.toggle("richtext__tool--on", tool.active(this.editor));
      else node.setAttribute("aria-disabled", String(!tool.enabled(this.editor)));
    }
    for (const { tool, node, menu } of this.items) {
      if (menu.hidden) continue;
      if (tool.active) node.setAttribute("aria-checked", String(tool.active(this.editor)));
      node.setAttribute("aria-disabled", String(!tool.enabled(this.editor)));
    }
  }
}

function usable(menu) {
  return [...menu.querySelectorAll("button")].filter((item) => item.getAttribute("aria-disabled") !== "true");
}
