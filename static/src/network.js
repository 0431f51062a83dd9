// The network page: the server's picture becomes a drawing to move in, in step with the panel beside it.
import { drawingOf } from "./network/drawing.js";
import { load } from "./network/data.js";

let current = null;
let asked = null; // the request that the panel waits for

async function start() {
  const place = document.getElementById("dessin");
  if (!place || place === current?.place) return;
  current?.close();
  current = null;
  if (!place.dataset.source || !place.querySelector("svg")) return;
  const labels = JSON.parse(place.dataset.labels);
  try {
    const graph = await load(place.dataset.source);
    if (!place.isConnected || !graph.nodes.length) return;
    current = drawingOf(place, graph, labels, choose);
    current.select(place.dataset.selected);
  } catch (error) {
    // The picture and the table of the server stay, and are right.
    console.warn(error);
    document.getElementById("status").textContent = labels.failed;
  }
}

// The panel is asked for by the page's own form, so that htmx handles it as any other.
function choose(id) {
  const form = document.getElementById("choisir");
  form.elements.selection.value = id;
  form.dispatchEvent(new CustomEvent("choose"));
}

document.addEventListener("htmx:beforeRequest", ({ detail }) => {
  if (detail.target?.id === "selection") asked = detail.xhr;
});

document.addEventListener("htmx:afterSettle", (event) => {
  const panel = document.getElementById("selection");
  if (event.target !== panel || !current) start();
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

start();
