// A network that settles in a worker: it answers once, when it is done. ForceAtlas2 on flat arrays where there are
// many records; where each still has room for its name, the forces of small networks, which leave that room.
import iterate from "graphology-layout-forceatlas2/iterate.js";
import { settle } from "./settle.js";

const [NODE, EDGE] = [10, 3]; // numbers of a record and of a link in the library's arrays
const WORK = 1_500_000; // records × turns: 9 s at 5,000 to 10,000 records on a slow machine
const SPREAD = 0.42;
const ROOMY = 1500;

self.addEventListener("message", ({ data }) => {
  self.postMessage(data.sizes.length > ROOMY ? atlas(data) : roomy(data));
});

function roomy({ spots, sizes, stay, pairs }) {
  const nodes = Array.from(sizes, (size, place) => {
    const [x, y] = [spots[2 * place], spots[2 * place + 1]];
    return { place, size, x, y, near: [], ...(stay[place] ? { fx: x, fy: y } : {}) };
  });
  const edges = Array.from({ length: pairs.length / 2 }, (_, at) => ({ a: nodes[pairs[2 * at]], b: nodes[pairs[2 * at + 1]] }));
  for (const edge of edges) for (const end of [edge.a, edge.b]) end.near.push(edge);
  settle({ nodes, edges });
  return Float32Array.from(nodes.flatMap(({ x, y }) => [x, y]));
}

function atlas(data) {
  const { nodes, edges } = matrices(data);
  const count = data.sizes.length;
  const turns = Math.max(50, Math.min(400, Math.round(WORK / count)));
  const settings = { linLogMode: false, outboundAttractionDistribution: false, adjustSizes: false, edgeWeightInfluence: 1,
    scalingRatio: 2, strongGravityMode: false, gravity: 0.6, slowDown: 1 + Math.log(count), barnesHutOptimize: true, barnesHutTheta: 0.8 };
  for (let turn = 0; turn < turns; turn += 1) iterate(settings, nodes, edges);
  return spotsOf(nodes, data);
}

function matrices({ spots, sizes, stay, pairs }) {
  const nodes = new Float32Array(sizes.length * NODE);
  const edges = new Float32Array((pairs.length / 2) * EDGE);
  sizes.forEach((size, place) => {
    nodes.set([spots[2 * place], spots[2 * place + 1], 0, 0, 0, 0, 1, 1, size, stay[place]], place * NODE);
  });
  for (let at = 0; at < pairs.length; at += 2) {
    edges.set([pairs[at] * NODE, pairs[at + 1] * NODE, 1], (at / 2) * EDGE);
    nodes[pairs[at] * NODE + 6] += 1; // mass: one and the number of links
    nodes[pairs[at + 1] * NODE + 6] += 1;
  }
  return { nodes, edges };
}

// Of one scale with smaller networks, so that the same view shows the same number of names; what is pinned is not moved.
function spotsOf(nodes, { sizes, stay, room }) {
  const count = sizes.length;
  let square = 0;
  for (let place = 0; place < count; place += 1) square += nodes[place * NODE] ** 2 + nodes[place * NODE + 1] ** 2;
  const by = stay.includes(1) ? 1 : (SPREAD * room * Math.sqrt(count)) / Math.max(1e-9, Math.sqrt(square / count));
  return Float32Array.from({ length: 2 * count }, (_, at) => nodes[(at >> 1) * NODE + (at % 2)] * by);
}
