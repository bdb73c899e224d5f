// The status line of one editor, in words. What passes ("not saved yet", "saving") is only seen; what holds ("saved 14:32")
// is announced politely, and once; a failure is an alert and stays until it is over.
import { message, sentence } from "./page.js";

export class Status {
  constructor(form) {
    this.line = form.querySelector("[data-amif-writing-status]");
    this.passing = this.line.querySelector("[data-amif-passing]");
    this.settled = this.line.querySelector("[role=status]");
    this.alert = form.querySelector("[data-amif-writing-alert]");
    this.failure = "";
  }

  pass(name) {
    this.passing.textContent = sentence(name);
    this.line.dataset.state = name;
  }

  settle(name, values) {
    const text = sentence(name, values);
    this.passing.textContent = "";
    this.line.dataset.state = "settled";
    if (this.settled.textContent !== text) this.settled.textContent = text;
    this.clear();
  }

  // Say what is wrong; the same failure again says nothing new.
  fail(name, values = {}) {
    const failure = name + JSON.stringify(values);
    this.passing.textContent = "";
    this.line.dataset.state = "failed";
    if (this.failure === failure) return;
    this.failure = failure;
    this.alert.replaceChildren(message(name, values));
  }

  // The same, with parts of the page's making after the words: links and lists.
  failWith(name, values, ...parts) {
    this.fail(name, values);
    this.alert.querySelector("[data-slot]")?.replaceChildren(...parts);
  }

  clear() {
    this.failure = "";
    if (this.alert.firstChild) this.alert.replaceChildren();
  }
}
