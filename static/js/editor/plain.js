// Writing without formatting tools: the same text in its plain notation (core/plaintext), in the textarea itself. The
// portal puts a text into the other notation, so that there is one set of rules; the choice is remembered on this device.
import { element, notationUrl, word } from "./words.js";

const CHOICE = "amif-editor-plain";

export function prefersPlain() {
  return localStorage.getItem(CHOICE) === "1";
}

// The button below a text that changes between the two ways of writing. `field`: what it acts on, see index.js.
export class Switch {
  constructor(field, say) {
    Object.assign(this, { field, say });
    this.node = element("button", { type: "button", class: "ds-button richtext__switch", "data-variant": "tertiary", "data-size": "sm" });
    this.node.addEventListener("click", () => this.use());
    this.name();
  }

  name() {
    this.node.textContent = word(this.field.plain ? "toFormatted" : "toPlain");
  }

  async use() {
    if (this.field.locked || this.waiting) return;
    this.waiting = true;
    const text = await this.translated();
    this.waiting = false;
    if (text === null) return this.say(word("notSwitched"));
    this.say("");
    this.field.show(...text);
    this.field.focus();
    localStorage.setItem(CHOICE, this.field.plain ? "1" : "");
  }

  // The text as it stands in the other notation, as [text, notation]; null when the portal gives no answer.
  async translated() {
    const [from, to] = this.field.plain ? ["plain", "html"] : ["html", "plain"];
    for (;;) {
      const text = this.field.read();
      const answer = await ask(text, from);
      if (answer === null) return null;
      // What was typed while the portal answered is asked for again.
      if (this.field.read() === text) return [answer[to], to];
    }
  }
}

async function ask(text, notation) {
  const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
  const body = new URLSearchParams({ text, "text-notation": notation });
  try {
    const response = await fetch(notationUrl, { method: "POST", headers: { "X-CSRFToken": token }, body });
    const isAnswer = response.ok && response.headers.get("Content-Type")?.startsWith("application/json");
    return isAnswer ? await response.json() : null;
  } catch {
    return null;
  }
}
