// The network page: the server's picture becomes a drawing to move in, in step with the panel beside it.
import { Acts } from "./network/acts.js";
import { savePng, saveSvg } from "./network/files.js";
import { Finding } from "./network/finding.js";
import { addressNow, arrived, go } from "./network/going.js";
import { Journal } from "./network/journal.js";
import { typed } from "./network/keys.js";
import { opened } from "./network/opening.js";
import { tellPicked, tellPinned } from "./network/said.js";
import { keepFull, toggleFull } from "./network/screen.js";
import { keepTime } from "./network/time.js";
import { say } from "./status.js";

let current = null;
let asked = null; // the request that the panel waits for
let wasThere = false; // had the drawing the focus when another view was asked for?
const journal = new Journal();
const acts = new Acts(() => current, go, journal);

const telling = {
  take: ({ id }) => choose(id),
  open: (node) => acts.open([node]),
  picked: () => {
    tellPicked(current);
    say(document.querySelector("#choisies [data-told]").textContent);
  },
  moved: (node, from) => acts.moved(node, from),
  changed: (drawing) => (tellPicked(drawing), tellPinned(drawing)),
  typed: (event) => typed(event, current, acts),
};

const tools = {
  in: () => current.camera.scale(1.5),
  out: () => current.camera.scale(1 / 1.5),
  fit: () => current.fit(),
  undo: () => acts.undo(),
  redo: () => acts.redo(),
  full: () => toggleFull(document.querySelector("[data-act=full]")),
  png: () => savePng(current),
  svg: () => saveSvg(current),
  "hide-picked": () => acts.hide([...current.picked]),
  "unfold-picked": () => acts.unfold([...current.picked]),
  "centre-picked": () => acts.centre([...current.picked]),
  "pin-picked": () => acts.pin([...current.picked]),
  release: () => acts.release(),
  "unpin-all": () => acts.pin([...current.pinned]),
  pin: () => acts.pin([current.chosen].filter(Boolean)),
  pick: () => current.chosen && current.pick(current.chosen),
};

async function start() {
  const place = document.getElementById("dessin");
  if (!place || place === current?.place) return;
  const before = current;
  current = null;
  before?.close();
  if (place.dataset.source && place.querySelector("svg")) await open(place, before);
}

async function open(place, before) {
  try {
    const drawing = await opened(place, before, telling);
    if (!drawing) return;
    current = Object.assign(drawing, { address: addressNow() });
    begin(drawing);
    arrived(before, drawing, journal);
    if (wasThere) drawing.canvas.focus({ preventScroll: true });
  } catch (error) {
    // The picture and the table of the server stay, and are right.
    console.warn(error);
    say(JSON.parse(place.dataset.labels).failed, true);
    place.querySelector(".net-picture").hidden = false;
  } finally {
    before?.canvas.remove();
  }
}

function begin(drawing) {
  drawing.select(drawing.place.dataset.selected);
  new Finding(document.getElementById("trouver-dans"), () => current);
  keepFull();
  telling.changed(drawing);
}

// The panel is asked for by the page's own form, so that htmx handles it as any other.
function choose(id) {
  const form = document.getElementById("choisir");
  form.elements.selection.value = id;
  form.dispatchEvent(new CustomEvent("choose"));
}

document.addEventListener("click", (event) => {
  const act = event.target.closest?.("[data-act]")?.dataset.act;
  if (current && tools[act]) tools[act]();
});

document.addEventListener("htmx:beforeRequest", ({ detail }) => {
  if (detail.target?.id === "selection") asked = detail.xhr;
  else wasThere = document.activeElement === current?.canvas;
});

// The answer for a record of the page that is left would write its address over the next one's.
for (const left of ["htmx:beforeSwap", "htmx:historyRestore"]) {
  document.addEventListener(left, (event) => event.target.id === "selection" || asked?.abort());
}

// Until the new drawing is made, the one before stands in its place: nothing flashes.
document.addEventListener("htmx:afterSwap", () => {
  const picture = document.querySelector("#dessin .net-picture");
  if (!current || !picture || current.place.isConnected) return;
  picture.hidden = true;
  picture.before(current.canvas);
});

document.addEventListener("htmx:afterSettle", (event) => {
  const panel = document.getElementById("selection");
  if (event.target !== panel || !current) (keepTime(), start());
  // While one walks on by keys, the answer for the record before must not take the drawing back to it.
  else if (event.detail.xhr === asked) current.select(panel.dataset.id);
});

// A neighbour pointed at or reached in the list is shown in the drawing.
for (const [on, off] of [
  ["pointerover", "pointerout"],
  ["focusin", "focusout"],
]) {
  const heard = (event) => current && event.target.closest?.("#selection [data-id]:not(section)");
  document.addEventListener(on, (event) => {
    const link = heard(event);
    if (link) current.point(link.dataset.id);
  });
  document.addEventListener(off, (event) => heard(event) && current.point(null));
}

keepTime();
start();
