// The drawing by keys: arrows walk from record to record, with Shift they move the view, with Ctrl the record.
import { others } from "./data.js";

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const STEP = 60;
const NUDGE = 20;

// Did the key mean something here? Then it means nothing more to the page.
export function typed(event, drawing, acts) {
  const arrow = ARROWS[event.key];
  const command = event.ctrlKey || event.metaKey;
  if (event.altKey) return false;
  if (arrow && command) nudge(drawing, arrow);
  else if (arrow && event.shiftKey) drawing.camera.pan(arrow[0] * STEP, arrow[1] * STEP);
  else if (arrow) walk(drawing, arrow);
  else if (command) return commanded(event, acts);
  else return plain(event.key, drawing, acts);
  return true;
}

function commanded({ key, shiftKey }, acts) {
  const letter = key.toLowerCase();
  if (letter === "z" && !shiftKey) acts.undo();
  else if (letter === "y" || letter === "z") acts.redo();
  else return false;
  return true;
}

function plain(key, drawing, acts) {
  const meant = {
    "+": () => drawing.camera.scale(1.5),
    "=": () => drawing.camera.scale(1.5),
    "-": () => drawing.camera.scale(1 / 1.5),
    0: () => drawing.fit(),
    Enter: () => (drawing.chosen?.group ? acts.open([drawing.chosen]) : document.getElementById("choisie")?.focus()),
    " ": () => drawing.chosen && drawing.pick(drawing.chosen),
    p: () => drawing.chosen && acts.pin([drawing.chosen]),
    Delete: () => acts.hide(drawing.picked.size ? [...drawing.picked] : [drawing.chosen].filter(Boolean)),
    Escape: () => acts.release(),
  }[key];
  meant?.();
  return Boolean(meant);
}

function nudge(drawing, [x, y]) {
  const { chosen, camera } = drawing;
  if (!chosen || drawing.graph.arrangement !== "forces") return;
  const [at, to] = camera.view.apply([chosen.x, chosen.y]);
  drawing.drag(chosen, [at + x * NUDGE, to + y * NUDGE]);
  drawing.dropped(chosen);
}

// To the neighbour that lies best in that direction; from nowhere, to what matters most.
function walk(drawing, [dx, dy]) {
  const from = drawing.chosen;
  if (!from) return drawing.take(drawing.graph.ranked[0]);
  const scored = others(from).map((node) => {
    const [x, y] = [node.x - from.x, node.y - from.y];
    return [(x * dx + y * dy) / Math.max(1e-9, Math.hypot(x, y)), node];
  });
  const [score, best] = scored.sort((one, other) => other[0] - one[0])[0] ?? [0];
  if (best && score > 0.3) drawing.take(best);
}
