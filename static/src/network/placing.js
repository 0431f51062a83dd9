// Where records stand by forces: where they stood before; new ones beside their neighbours; all, on the first day.
import { others } from "./data.js";
import { ROOM, MOST, settle, spread } from "./settle.js";
import { settleApart } from "./apart.js";

const FEW = 100; // so many new records find their place while the page waits
const ROOMY = 1000; // among so many

// Gives what still has to be waited for: a promise of better places, or null.
export function place(graph, memory, worker) {
  if (graph.arrangement !== "forces") return null;
  const known = graph.nodes.filter((node) => memory.spot(node));
  spread(graph);
  if (known.length * 2 < graph.nodes.length) return placeAll(graph, memory, worker);
  for (const node of known) [node.x, node.y] = memory.spot(node);
  placeBeside(graph, new Set(known));
  return null;
}

function placeAll(graph, memory, worker) {
  for (const node of graph.nodes) if (memory.isPinned(node) && memory.spot(node)) [node.x, node.y] = memory.spot(node);
  const pinned = graph.nodes.filter((node) => memory.isPinned(node));
  if (graph.nodes.length > MOST) return settleApart(graph, new Set(pinned), worker);
  hold(pinned, () => settle(graph));
  return null;
}

// A newcomer begins at the middle of its neighbours that have a place, the next at its side; then they make room.
function placeBeside(graph, known) {
  const rest = graph.nodes.filter((node) => !known.has(node));
  if (!rest.length) return;
  const placed = new Set(known);
  let [waiting, turn] = [rest, 0];
  while (waiting.length) {
    const ready = waiting.filter((node) => others(node).some((other) => placed.has(other)));
    for (const node of ready.length ? ready : waiting) beside(node, others(node).filter((other) => placed.has(other)), (turn += 1));
    for (const node of ready) placed.add(node);
    waiting = ready.length ? waiting.filter((node) => !placed.has(node)) : [];
  }
  if (graph.nodes.length <= ROOMY && rest.length <= FEW) hold(known, () => settle(graph, 80));
}

function beside(node, neighbours, turn) {
  if (!neighbours.length) return; // where the server put it
  const angle = turn * 2.399963;
  const mean = (axis) => neighbours.reduce((sum, other) => sum + other[axis], 0) / neighbours.length;
  node.x = mean("x") + 1.4 * ROOM * Math.cos(angle);
  node.y = mean("y") + 1.4 * ROOM * Math.sin(angle);
}

function hold(nodes, act) {
  for (const node of nodes) [node.fx, node.fy] = [node.x, node.y];
  act();
  for (const node of nodes) node.fx = node.fy = null;
}
