// What was picked and pinned here, in words, with what can be done about it.
import { counted, listed } from "./words.js";

export function tellPicked(drawing) {
  tell("choisies", [...drawing.picked], drawing.labels.picked, drawing.labels);
}

export function tellPinned(drawing) {
  tell("epinglees", [...drawing.pinned], drawing.labels.pins, drawing.labels);
}

function tell(id, nodes, forms, labels) {
  const line = document.getElementById(id);
  if (!line) return;
  line.hidden = !nodes.length;
  line.querySelector("[data-told]").textContent = `${counted(forms, nodes.length)} ${listed(nodes, labels)}`;
}
