// The page's own drawing, without the page.
import { graphOf } from "../../static/src/network/data.js";
import { Drawing } from "../../static/src/network/drawing.js";
import { MOST, settle, spread } from "../../static/src/network/settle.js";

const LABELS = { picture: "", links: ["", ""] };
const SILENT = { take() {}, picked() {}, moved() {}, changed() {}, typed: () => false };
const MEMORY = { keep() {} };

export function draw(place, columns) {
  const graph = graphOf(columns);
  spread(graph);
  if (graph.nodes.length <= MOST) settle(graph);
  const drawing = new Drawing(place, graph, LABELS, MEMORY, SILENT);
  drawing.show(null);
  return (x, y) => drawing.camera.pan(-x, -y);
}
