// The keyboard: Tab moves through tables and lists and is never held; Escape leaves, Alt+F10 goes to the buttons.
import { Extension } from "../../django_prose_editor/editor.js";

import { enclosing, leaveTable } from "./tables.js";

export function keys({ toToolbar, leave, link }) {
  return Extension.create({
    name: "keys",
    priority: 2000,
    addKeyboardShortcuts() {
      const { editor } = this;
      const place = () => enclosing(editor.state.selection.$from, "table", "listItem");
      const inTable = () => enclosing(editor.state.selection.$from, "table");
      return {
        Tab: () => {
          if (inTable()) return editor.commands.goToNextCell() || leaveTable(editor);
          return place() ? editor.commands.sinkListItem("listItem") : false;
        },
        "Shift-Tab": () => {
          if (inTable()) return editor.commands.goToPreviousCell();
          return place() ? editor.commands.liftListItem("listItem") : false;
        },
        Escape: () => {
          leave();
          return true;
        },
        "Alt-F10": () => {
          toToolbar();
          return true;
        },
        "Mod-k": () => {
          link(editor);
          return true;
        },
      };
    },
  });
}
