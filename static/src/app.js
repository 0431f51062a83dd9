// Everything pages do beyond plain HTML. Each module works on what it finds and leaves the rest alone.
import "htmx.org/dist/htmx.esm.js";
import "./announce.js";
import "./anchors.js";
import "./combobox.js";
import "./drafts.js";
import "./focus.js";
import "./folds.js";
import "./forms.js";
import "./naming.js";
import "./passages.js";
import "./pasting.js";
import "./requests.js";
import "./shortcuts.js";
import "./tools.js";

document.documentElement.classList.add("js");
