// What every page of the portal may use. Each module looks for its own data-amif-… hooks; a page works without them.
import { chooseTheme } from "./theme.js";
import { foldMenu } from "./menu.js";
import { keepPlaceOnLanguageSwitch } from "./language.js";
import { askBeforeSubmit } from "./confirm.js";
import { guardUnsaved } from "./unsaved.js";
import { focusErrors } from "./errors.js";
import { openHelp } from "./help.js";
import { completeNames } from "./combobox.js";
import { showLeftOver } from "./writing/leftover.js";
import { wipeOnSignOut } from "./writing/logout.js";

chooseTheme();
foldMenu();
keepPlaceOnLanguageSwitch();
askBeforeSubmit();
guardUnsaved();
focusErrors();
openHelp();
completeNames();
wipeOnSignOut();
showLeftOver();
