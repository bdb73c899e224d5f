// The rich-text editor: turns <div data-amif-editor> with its textarea into an editor, now and in what htmx brings.
// The textarea stays the form field; a hidden field says that it now holds HTML. Whatever fails here leaves the
// textarea in its plain notation, which works by itself.
import { Editor } from "../../django_prose_editor/editor.js";

import { askFootnote, askLink } from "./dialogs.js";
import { nameNotes, selectedNote } from "./footnote.js";
import { keys } from "./keys.js";
import { cleanPaste, isOwn } from "./paste.js";
import { textExtensions } from "./schema.js";
import { fromStored, storedText } from "./stored.js";
import { Toolbar } from "./toolbar.js";
import { element, word } from "./words.js";

const SYNC_DELAY = 200;
const editors = new WeakMap();

// The editor of a textarea, for modules that save what is written: { editor, flush() }.
export function editorOf(textarea) {
  return editors.get(textarea);
}

function enhance(box) {
  if (box.dataset.ready !== undefined) return;
  box.dataset.ready = "";
  const textarea = box.querySelector("textarea");
  const notation = box.querySelector("input[type=hidden]");
  const { id, form } = textarea;
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
        ...(textarea.required ? { "aria-required": "true" } : {}),
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
    if (waiting) write();
    return html;
  };
  editor.on("update", () => {
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
  textarea.id = `${id}-source`;
  textarea.required = false;
  textarea.hidden = true;
  textarea.value = html;
  notation.value = "html";
  toolbar = new Toolbar(editor, name, id);
  box.querySelector("details")?.remove();
  box.prepend(toolbar.node, surface, help, status);
  nameNotes(editor.view.dom);
  label?.addEventListener("click", () => editor.commands.focus());
  form?.addEventListener("formdata", (event) => event.formData.set(textarea.name, settle()));
  editors.set(textarea, { editor, flush: settle });
  box.editor = editor;
  if (focused) editor.view.focus();
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
