// What a text may hold: the same closed set that the server stores (core/richtext). Each node stands in the groups
// that say where it may go: "top" only at the outermost level, "plain" also in cells and quotations.
import {
  Blockquote,
  Bold,
  BulletList,
  Document,
  Gapcursor,
  HardBreak,
  Heading,
  Italic,
  Link,
  ListItem,
  Mark,
  Node,
  Paragraph,
  Subscript,
  Superscript,
  Text,
  UndoRedo,
  Extension,
  textInputRule,
  textblockTypeInputRule,
  wrappingInputRule,
} from "../../django_prose_editor/editor.js";

import { isAllowedAddress } from "./addresses.js";
import { Footnote } from "./footnote.js";
import { Caption, Table, TableCell, TableHeader, TableRow } from "./tables.js";

const MAX_START = 999;

// Ctrl+Alt is AltGr on a Belgian keyboard, where it types @ # { [: no shortcut may use it.
const withoutShortcuts = { addKeyboardShortcuts: () => ({}) };

const Title = Heading.extend({
  group: "top",
  ...withoutShortcuts,
  addInputRules() {
    return [
      textblockTypeInputRule({ find: /^##\s$/, type: this.type, getAttributes: { level: 3 } }),
      textblockTypeInputRule({ find: /^###\s$/, type: this.type, getAttributes: { level: 4 } }),
    ];
  },
}).configure({ levels: [3, 4] });

const OrderedList = Node.create({
  name: "orderedList",
  group: "block plain list",
  content: "listItem+",
  addAttributes() {
    return {
      start: {
        default: 1,
        parseHTML: (dom) => Math.min(Math.max(Number.parseInt(dom.getAttribute("start"), 10) || 1, 1), MAX_START),
        renderHTML: ({ start }) => (start === 1 ? {} : { start }),
      },
      type: { default: null, parseHTML: (dom) => dom.getAttribute("type"), renderHTML: ({ type }) => (type ? { type } : {}) },
    };
  },
  parseHTML: () => [{ tag: "ol" }],
  renderHTML: ({ HTMLAttributes }) => ["ol", HTMLAttributes, 0],
  addCommands() {
    return { toggleOrderedList: () => ({ commands }) => commands.toggleList(this.name, "listItem") };
  },
  addKeyboardShortcuts() {
    return { "Mod-Shift-7": () => this.editor.commands.toggleOrderedList() };
  },
  addInputRules() {
    return [wrappingInputRule({ find: /^1\.\s$/, type: this.type })];
  },
});

// Tab belongs to keys.js: it must never hold the keyboard.
const Entry = ListItem.extend({
  addKeyboardShortcuts() {
    return { Enter: () => this.editor.commands.splitListItem(this.name) };
  },
});

const Address = Link.extend({
  ...withoutShortcuts,
  addAttributes: () => ({ href: { default: null } }),
  parseHTML: () => [{ tag: "a[href]", getAttrs: (dom) => (isAllowedAddress(dom.getAttribute("href")) ? null : false) }],
  renderHTML: ({ HTMLAttributes }) => ["a", { href: HTMLAttributes.href, rel: "noopener noreferrer" }, 0],
}).configure({
  openOnClick: false,
  autolink: true,
  linkOnPaste: true,
  defaultProtocol: "https",
  HTMLAttributes: {},
  isAllowedUri: (address) => isAllowedAddress(address),
});

const Language = Mark.create({
  name: "language",
  priority: 900,
  addAttributes: () => ({ lang: { default: null } }),
  parseHTML: () => [{ tag: "span[lang]" }],
  renderHTML: ({ HTMLAttributes }) => ["span", HTMLAttributes, 0],
  addCommands() {
    return {
      setLanguage:
        (lang) =>
        ({ commands }) =>
          lang ? commands.setMark(this.name, { lang }) : commands.unsetMark(this.name, { extendEmptyMarkRange: true }),
    };
  },
});

const Arrows = Extension.create({
  name: "arrows",
  addInputRules: () => [textInputRule({ find: /->$/, replace: "→" })],
});

const inlineMarks = [Address, Language, Bold, Italic, Subscript, Superscript];

// A text of minutes; `openNote` shows the text of the footnote that is selected.
export function textExtensions(openNote) {
  return [
    Document.extend({ content: "(block | top)+" }),
    Paragraph.extend({ group: "block plain", ...withoutShortcuts }),
    Text,
    Title,
    BulletList.extend({ group: "block plain list" }),
    OrderedList,
    Entry,
    Blockquote.extend({ group: "block quoted", content: "(plain | tabular)+" }),
    Table,
    TableRow,
    TableCell,
    TableHeader,
    Caption,
    Footnote.configure({ open: openNote }),
    HardBreak,
    ...inlineMarks,
    Arrows,
    UndoRedo,
    Gapcursor,
  ];
}

// The one line inside a footnote.
export function lineExtensions() {
  return [Document.extend({ content: "paragraph" }), Paragraph.extend(withoutShortcuts), Text, ...inlineMarks, Arrows, UndoRedo];
}
