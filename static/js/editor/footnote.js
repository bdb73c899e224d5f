// A footnote: an inline piece that holds its own text. Its number is counted where it is shown; Enter or a click
// opens its text.
import { Node, pm } from "../../django_prose_editor/editor.js";

import { word } from "./words.js";

const { Plugin, NodeSelection } = pm.state;

export const Footnote = Node.create({
  name: "footnote",
  group: "inline",
  inline: true,
  atom: true,
  content: "text*",
  marks: "link language bold italic subscript superscript",
  addOptions: () => ({ open: () => {} }),
  parseHTML: () => [{ tag: "span[data-fn]", priority: 60 }],
  renderHTML: () => ["span", { "data-fn": "" }, 0],

  addNodeView() {
    return ({ node }) => {
      const dom = document.createElement("sup");
      dom.className = "richtext__note";
      dom.setAttribute("role", "img");
      dom.dataset.text = node.textContent;
      return {
        dom,
        ignoreMutation: () => true,
        update(changed) {
          if (changed.type.name !== "footnote") return false;
          dom.dataset.text = changed.textContent;
          return true;
        },
      };
    };
  },

  addProseMirrorPlugins() {
    const { open } = this.options;
    const { editor } = this;
    return [
      new Plugin({
        props: {
          handleClickOn(view, pos, node, nodePos, event, direct) {
            if (!direct || node.type.name !== "footnote") return false;
            editor.commands.setNodeSelection(nodePos);
            open(editor);
            return true;
          },
          handleKeyDown(view, event) {
            const note = selectedNote(view.state);
            if (!note || event.key !== "Enter") return false;
            open(editor);
            return true;
          },
        },
        view: () => ({ update: (view, before) => before.doc === view.state.doc || nameNotes(view.dom) }),
      }),
    ];
  },
});

export function selectedNote(state) {
  const { selection } = state;
  return selection instanceof NodeSelection && selection.node.type.name === "footnote" ? selection.node : null;
}

// The visible numbers are counted by the stylesheet; the spoken names follow them.
export function nameNotes(root) {
  root.querySelectorAll(".richtext__note").forEach((note, index) => {
    const name = word("footnoteNumber", { number: index + 1, text: note.dataset.text });
    if (note.getAttribute("aria-label") !== name) {
      note.setAttribute("aria-label", name);
      note.title = name;
    }
  });
}
