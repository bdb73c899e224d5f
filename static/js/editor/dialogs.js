// The two questions the editor asks: where a link leads, what a footnote says. Native modal dialogs outside the form
// that is being edited, so that nothing typed here is sent with it.
import { Editor, pm } from "../../django_prose_editor/editor.js";

import { completeAddress, isAllowedAddress } from "./addresses.js";
import { selectedNote } from "./footnote.js";
import { asOneLine } from "./paste.js";
import { lineExtensions } from "./schema.js";
import { element, uniqueId, word } from "./words.js";

// A field of a dialog: label, hint, place for an error. `control` is an input, or the box of a small editor.
class Field {
  constructor(label, control, hint = "") {
    const id = uniqueId("editor-field");
    this.control = control;
    this.label = element("label", { class: "ds-label", for: id, id: `${id}-label` }, label);
    this.error = element("p", { class: "field__error", id: `${id}-error`, hidden: true });
    const notes = hint ? [element("p", { class: "field__hint", id: `${id}-hint` }, hint)] : [];
    control.id = id;
    control.setAttribute("aria-describedby", [...notes.map((note) => note.id), this.error.id].join(" "));
    this.box = element("div", { class: "field ds-field" }, this.label, ...notes, this.error, control);
  }

  say(error) {
    this.error.textContent = error;
    this.error.hidden = !error;
    this.control.setAttribute("aria-invalid", String(Boolean(error)));
    if (error) this.control.focus();
  }
}

// Ask and wait: true when applied, "remove", or false. `check` says whether what was typed will do.
function ask(title, fields, { check, removable = false }) {
  const heading = element("h2", { id: uniqueId("editor-dialog"), class: "richtext-dialog__title" }, title);
  const button = (label, attributes) => element("button", { class: "ds-button", ...attributes }, label);
  const cancel = button(word("cancel"), { type: "button", "data-variant": "tertiary" });
  const remove = button(word("remove"), { type: "button", "data-variant": "secondary", "data-color": "danger" });
  const buttons = element("div", { class: "toolbar" }, button(word("apply"), { type: "submit" }), ...(removable ? [remove] : []), cancel);
  const boxes = fields.map((field) => field.box);
  const form = element("form", { method: "dialog", novalidate: true, class: "richtext-dialog__form" }, ...boxes, buttons);
  const dialog = element("dialog", { class: "ds-dialog richtext-dialog", "aria-labelledby": heading.id }, heading, form);
  document.body.append(dialog);
  return new Promise((resolve) => {
    // Answered without waiting for the browser's own "close" event, so that what is typed next reaches the text.
    const close = (value) => {
      dialog.close();
      dialog.remove();
      resolve(value);
    };
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      fields.forEach((field) => field.say(""));
      if (check()) close(true);
    });
    cancel.addEventListener("click", () => close(false));
    remove.addEventListener("click", () => close("remove"));
    dialog.addEventListener("close", () => close(false));
    dialog.showModal();
  });
}

export async function askLink(editor) {
  if (editor.isActive("link")) editor.commands.extendMarkRange("link");
  const { from, to } = editor.state.selection;
  const words = editor.state.doc.textBetween(from, to, " ");
  const present = editor.getAttributes("link").href ?? "";
  const input = (type, value) => element("input", { class: "ds-input", type, autocomplete: "off", value });
  const text = new Field(word("linkText"), input("text", words));
  const address = new Field(word("linkAddress"), input("url", present), word("linkHint"));
  if (words) address.control.setAttribute("autofocus", "");
  const answer = await ask(word("linkTitle"), [text, address], {
    removable: Boolean(present),
    check() {
      if (!text.control.value.trim()) text.say(word("linkTextMissing"));
      else if (!isAllowedAddress(completeAddress(address.control.value))) address.say(word("linkInvalid"));
      else return true;
      return false;
    },
  });
  editor.view.focus();
  const chain = () => editor.chain();
  if (answer === "remove") return chain().unsetLink().run();
  if (!answer) return false;
  const mark = { type: "link", attrs: { href: completeAddress(address.control.value) } };
  const linked =
    text.control.value === words
      ? chain().setTextSelection({ from, to }).setMark("link", mark.attrs).setTextSelection(to)
      : chain().insertContentAt({ from, to }, { type: "text", text: text.control.value.trim(), marks: [mark] });
  // What is typed next is no part of the link.
  return linked.unsetMark("link").run();
}

export async function askFootnote(editor) {
  const note = selectedNote(editor.state);
  const box = element("div", { class: "richtext__line ds-input" });
  const field = new Field(word("footnoteText"), box, word("footnoteHint"));
  const inner = new Editor({
    element: box,
    injectCSS: false,
    extensions: lineExtensions(),
    content: note ? { type: "doc", content: [{ type: "paragraph", content: note.content.toJSON() ?? undefined }] } : "",
    editorProps: {
      attributes: {
        id: `${box.id}-text`,
        lang: editor.view.dom.lang,
        autofocus: "",
        "aria-labelledby": field.label.id,
        "aria-describedby": box.getAttribute("aria-describedby"),
        "aria-required": "true",
      },
      transformPastedHTML: asOneLine,
      transformPastedText: (text) => text.replace(/\s+/g, " "),
      handleKeyDown(view, event) {
        if (event.key === "Enter") box.closest("form").requestSubmit();
        // The editor would keep Escape for itself; in a dialog it closes the dialog.
        else if (event.key === "Escape") box.closest("dialog").close();
        else return false;
        return true;
      },
    },
  });
  // The box only frames the text: the label and the errors belong to the text itself.
  box.removeAttribute("aria-describedby");
  field.control = inner.view.dom;
  field.label.removeAttribute("for");
  field.label.addEventListener("click", () => inner.commands.focus());
  const answer = await ask(word("footnoteTitle"), [field], {
    removable: Boolean(note),
    check() {
      if (!inner.isEmpty && inner.getText().trim()) return true;
      field.say(word("footnoteMissing"));
      return false;
    },
  });
  const content = inner.getJSON().content[0].content;
  inner.destroy();
  editor.view.focus();
  if (answer === "remove") return editor.commands.deleteSelection();
  if (!answer) return false;
  return editor
    .chain()
    .command(({ tr, state }) => {
      const { footnote } = state.schema.nodes;
      const made = footnote.create(null, pm.model.Fragment.fromJSON(state.schema, content));
      const at = note ? tr.selection.from : tr.selection.to;
      // Beside the words that are selected, never in their place.
      tr.replaceWith(at, note ? tr.selection.to : at, made);
      tr.setSelection(pm.state.TextSelection.create(tr.doc, at + made.nodeSize));
      return true;
    })
    .run();
}
