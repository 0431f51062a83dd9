// A drawing made for the place that the server left for it, going on from the one before.
import { take } from "./apart.js";
import { load } from "./data.js";
import { Drawing } from "./drawing.js";
import { Memory } from "./memory.js";
import { place as placeRecords } from "./placing.js";

export async function opened(place, before, telling) {
  const graph = await load(place.dataset.source);
  if (!place.isConnected || !graph.nodes.length) return null;
  const memory = new Memory(place.dataset.kept);
  const later = placeRecords(graph, memory, place.dataset.worker);
  const drawing = new Drawing(place, graph, JSON.parse(place.dataset.labels), memory, telling);
  for (const node of graph.nodes) if (memory.isPinned(node)) drawing.pinned.add(node);
  const goesOn = before?.place.dataset.kept === place.dataset.kept && before.graph.arrangement === graph.arrangement;
  if (goesOn) carryOver(before, drawing);
  for (const tools of place.parentElement.querySelectorAll("#outils, #trouver-dans")) tools.hidden = false;
  drawing.show(goesOn ? before.camera.view : null);
  if (later) settleLater(drawing, later);
  else drawing.keep();
  return drawing;
}

function carryOver(before, drawing) {
  for (const { id } of before.picked) if (drawing.graph.byId.has(id)) drawing.picked.add(drawing.graph.byId.get(id));
}

async function settleLater(drawing, { promise, stop }) {
  const { signal } = drawing.ending;
  signal.addEventListener("abort", stop);
  try {
    const spots = await promise;
    if (signal.aborted) return;
    take(drawing.graph, spots, drawing.pinned);
    drawing.changed();
    drawing.fit();
    drawing.place.dataset.settled = "";
  } catch (error) {
    console.warn(error); // the first picture stays
  }
}
