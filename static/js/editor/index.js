// The rich-text editor: turns <div data-amif-editor> with its textarea into an editor, now and in what htmx brings.
// The textarea stays the form field; a hidden field says that it now holds HTML. Whatever fails here leaves the
// textarea in its plain notation, which works by itself; who prefers that writes there with scripts, too (plain.js).
import { Editor } from "../../django_prose_editor/editor.js";

import { askFootnote, askLink } from "./dialogs.js";
import { nameNotes, selectedNote } from "./footnote.js";
import { keys } from "./keys.js";
import { cleanPaste, isOwn } from "./paste.js";
import { prefersPlain, Switch } from "./plain.js";
import { textExtensions } from "./schema.js";
import { fromStored, storedText } from "./stored.js";
import { Toolbar } from "./toolbar.js";
import { element, word } from "./words.js";

const SYNC_DELAY = 200;
const editors = new WeakMap();

// The editor of a textarea, for modules that save what is written: { editor (null while the text is written in its plain
// notation), flush() (the text, in the notation that the hidden field names), show(text, notation) }.
export function editorOf(textarea) {
  return editors.get(textarea);
}

function enhance(box) {
  if (box.dataset.ready !== undefined) return;
  box.dataset.ready = "";
  const textarea = box.querySelector("textarea");
  const source = box.querySelector("input[type=hidden]");
  const notes = box.querySelector("details");
  const { id, form, required, value: original } = textarea;
  const label = document.querySelector(`label[for="${CSS.escape(id)}"]`);
  const name = label?.firstChild.textContent.trim() ?? "";
  const help = element("p", { class: "richtext__help", id: `${id}-help`, tabindex: -1 }, word("help"));
  const status = element("p", { class: "richtext__status", role: "status" });
  const surface = element("div", { class: "richtext__surface" });
  const described = [textarea.getAttribute("aria-describedby"), help.id].filter(Boolean).join(" ");
  if (label) label.id ||= `${id}-label`;

  let toolbar = null;
  let html = box.dataset.html;
  let waiting = 0;
  let plain = false;
  const say = (text) => {
    status.textContent = text;
  };

  const editor = new Editor({
    element: surface,
    injectCSS: false,
    content: fromStored(html),
    extensions: [
      ...textExtensions(askFootnote),
      keys({ toToolbar: () => toolbar.focus(), leave: () => help.focus(), link: askLink }),
    ],
    editorProps: {
      attributes: {
        id,
        class: "richtext__text",
        "aria-multiline": "true",
        "aria-describedby": described,
        ...(label ? { "aria-labelledby": label.id } : {}),
        ...(textarea.lang ? { lang: textarea.lang } : {}),
        ...(required ? { "aria-required": "true" } : {}),
        ...(textarea.getAttribute("aria-invalid") ? { "aria-invalid": textarea.getAttribute("aria-invalid") } : {}),
        spellcheck: "true",
      },
      transformPastedHTML(pasted) {
        if (isOwn(pasted)) return pasted;
        const { html: cleaned, kept, dropped } = cleanPaste(pasted);
        const list = (names) => names.map((part) => word(part)).join(", ");
        const sentences = [word("pasted")];
        if (kept.length) sentences.push(word("pastedParts", { parts: list(kept) }));
        if (dropped.length) sentences.push(word("pastedDropped", { parts: list(dropped) }));
        say(sentences.join(" "));
        return cleaned;
      },
    },
  });

  // The form field follows the text a moment later, and at once when the form is read.
  const write = () => {
    clearTimeout(waiting);
    waiting = 0;
    html = storedText(editor);
    textarea.value = html;
  };
  const settle = () => {
    if (plain) return textarea.value;
    if (waiting) write();
    return html;
  };
  editor.on("update", () => {
    if (plain) return;
    clearTimeout(waiting);
    waiting = setTimeout(write, SYNC_DELAY);
    textarea.dispatchEvent(new Event("input", { bubbles: true }));
  });
  let drawing = 0;
  editor.on("transaction", () => {
    cancelAnimationFrame(drawing);
    drawing = requestAnimationFrame(() => toolbar.refresh());
  });
  let onNote = false;
  editor.on("selectionUpdate", () => {
    const note = selectedNote(editor.state) && surface.querySelector(".richtext__note.ProseMirror-selectednode");
    if (note || onNote) say(note?.getAttribute("aria-label") ?? "");
    onNote = Boolean(note);
  });
  editor.on("blur", settle);

  // From here on the editor is the field, and has the focus if the field had it or was to get it.
  const { activeElement, body } = document;
  const focused = activeElement === textarea || (textarea.autofocus && activeElement === body);
  toolbar = new Toolbar(editor, name, id);
  box.prepend(toolbar.node, surface, help, status);
  nameNotes(editor.view.dom);
  const field = {
    get plain() {
      return plain;
    },
    get locked() {
      return textarea.readOnly || !editor.isEditable;
    },
    read: settle,
    focus: () => (plain ? textarea.focus() : editor.view.focus()),
    // Let the text be written in a notation, from what it is in this notation.
    show(text, notation) {
      clearTimeout(waiting);
      waiting = 0;
      plain = notation === "plain";
      box.toggleAttribute("data-plain", plain);
      for (const node of [toolbar.node, surface, help]) node.hidden = plain;
      for (const node of [textarea, notes].filter(Boolean)) node.hidden = !plain;
      // The label belongs to the one that is shown.
      [textarea.id, editor.view.dom.id] = plain ? [id, `${id}-formatted`] : [`${id}-source`, id];
      textarea.required = plain && required;
      source.value = notation;
      textarea.value = text;
      if (!plain && text !== html) {
        editor.commands.setContent(fromStored(text), { emitUpdate: false });
        write();
      }
      toggle.name();
    },
  };
  const toggle = new Switch(field, say);
  box.append(toggle.node);
  if (prefersPlain()) field.show(original, "plain");
  else field.show(html, "html");
  label?.addEventListener("click", () => plain || editor.commands.focus());
  form?.addEventListener("formdata", (event) => event.formData.set(textarea.name, settle()));
  editors.set(textarea, {
    get editor() {
      return plain ? null : editor;
    },
    flush: settle,
    show: field.show,
  });
  box.editor = editor;
  // Before the focus: the first key may follow at once.
  if (textarea.dataset.amifPlace) goTo(editor, Number(textarea.dataset.amifPlace));
  if (focused) field.focus();
}

// Put the caret at a place of the text, or at its end where it has become shorter.
export function goTo(editor, place) {
  editor.commands.setTextSelection(Math.min(place, editor.state.doc.content.size));
}

function enhanceAll(root) {
  const boxes = root.matches?.("[data-amif-editor]") ? [root] : root.querySelectorAll("[data-amif-editor]");
  boxes.forEach(enhance);
}

enhanceAll(document);
document.addEventListener("htmx:load", (event) => enhanceAll(event.target));
document.addEventListener("htmx:beforeCleanupElement", (event) => event.target.editor?.destroy?.());
// Forms are read before they are sent, by whatever sends them.
document.addEventListener("submit", (event) => {
  for (const textarea of event.target.querySelectorAll("[data-amif-editor] > textarea")) editorOf(textarea)?.flush();
}, true);
// The tip of a button that is pointed at gives way to what is below it.
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") document.querySelectorAll(".richtext__toolbar:hover").forEach((node) => (node.dataset.tipsOff = ""));
});
