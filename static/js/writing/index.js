// Never lose a word: the journal on this device, saving while one writes, signing in in place, the words of a tab that was
// closed, and what others write. Without these modules every editor is a form with a Save button.
import "./closing.js";
import { look } from "./open.js";
import { startPulse } from "./pulse.js";
import { recover } from "./recover.js";
import "./telling.js";

look(document);
document.addEventListener("htmx:load", (event) => look(event.target));
document.addEventListener("htmx:afterSwap", () => look(document));
startPulse();
recover();
