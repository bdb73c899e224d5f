// Tables: header cells that say what they head, a caption that is written like a paragraph above the table.
import { Node, TableCell as Cell, TableHeader as Header, TableRow, Table as BaseTable, pm } from "../../django_prose_editor/editor.js";

export { TableRow };

const { TextSelection } = pm.state;
const MAX_SPAN = 50;
const content = "(plain | quoted)+";

// Widths and alignment are the printed page's business: neither is read from what is pasted nor stored.
function spans() {
  const span = (name) => ({
    default: 1,
    parseHTML: (dom) => Math.min(Math.max(Number.parseInt(dom.getAttribute(name), 10) || 1, 1), MAX_SPAN),
    renderHTML: (attributes) => (attributes[name] === 1 ? {} : { [name]: attributes[name] }),
  });
  const colwidth = { default: null, parseHTML: () => null, renderHTML: () => ({}) };
  return { colspan: span("colspan"), rowspan: span("rowspan"), colwidth };
}

export const TableCell = Cell.extend({ content, addAttributes: spans });

export const TableHeader = Header.extend({
  content,
  addAttributes: () => ({ ...spans(), scope: { default: null, parseHTML: (dom) => dom.getAttribute("scope") } }),
});

export const Table = BaseTable.extend({
  group: "block tabular",
  renderHTML: () => ["table", ["tbody", 0]],
  addNodeView: () => null,
  addKeyboardShortcuts() {
    // Those of the package would add a row after the last cell for ever; Tab belongs to keys.js.
    const { Tab, "Shift-Tab": back, ...others } = this.parent();
    return others;
  },
});

export const Caption = Node.create({
  name: "tableCaption",
  group: "block tabular",
  content: "inline*",
  // Pasted into an empty paragraph, a caption stays one.
  defining: true,
  parseHTML: () => [{ tag: "p[data-caption]", priority: 60 }],
  renderHTML: () => ["p", { "data-caption": "" }, 0],
});

// A table gets a caption, or the cursor goes to the one it has.
export function writeCaption(editor) {
  editor.view.focus();
  return editor
    .chain()
    .command(({ tr, state }) => {
      const table = enclosing(state.selection.$from, "table");
      if (!table) return false;
      const before = tr.doc.resolve(table.pos).nodeBefore;
      if (before?.type.name === "tableCaption") {
        tr.setSelection(TextSelection.create(tr.doc, table.pos - 1));
      } else {
        tr.insert(table.pos, state.schema.nodes.tableCaption.create());
        tr.setSelection(TextSelection.create(tr.doc, table.pos + 1));
      }
      tr.scrollIntoView();
      return true;
    })
    .run();
}

export function enclosing($pos, ...names) {
  for (let depth = $pos.depth; depth > 0; depth -= 1) {
    if (names.includes($pos.node(depth).type.name)) return { node: $pos.node(depth), pos: $pos.before(depth), end: $pos.after(depth) };
  }
  return null;
}

// Go on after the table the cursor is in; where nothing follows, a paragraph does now.
export function leaveTable(editor) {
  return editor.commands.command(({ tr, state }) => {
    const table = enclosing(state.selection.$from, "table");
    if (!table) return false;
    if (!tr.doc.resolve(table.end).nodeAfter) tr.insert(table.end, state.schema.nodes.paragraph.create());
    tr.setSelection(TextSelection.near(tr.doc.resolve(table.end + 1), 1)).scrollIntoView();
    return true;
  });
}
