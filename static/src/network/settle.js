// The server's positions, spread so that shapes and short names have room. The same for the same network: d3-force
// counts its own chance, and the number of turns depends on the size alone.
import { forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY } from "d3-force";

export const ROOM = 46;
export const MOST = 300; // beyond, a wait that is felt: another thread settles it
const WORK = 50000;

export function spread({ nodes }) {
  const by = (ROOM * Math.sqrt(nodes.length)) / 1000;
  for (const node of nodes) {
    node.x *= by;
    node.y *= by;
  }
}

// A record with `fx` and `fy` stays.
export function settle({ nodes, edges }, most = 200) {
  const links = edges.map(({ a, b }) => ({ source: a.place, target: b.place }));
  const turns = Math.max(30, Math.min(most, Math.round(WORK / nodes.length)));
  forceSimulation(nodes)
    .force("link", forceLink(links).distance(64).strength((link) => 0.7 / Math.min(degree(link.source), degree(link.target))))
    .force("push", forceManyBody().strength(-160).distanceMax(600))
    .force("room", forceCollide((node) => node.size + 11))
    .force("x", forceX().strength(0.04))
    .force("y", forceY().strength(0.055)) // screens are wider than high
    .alpha(0.6)
    .stop()
    .tick(turns);
}

function degree(node) {
  return Math.max(1, node.near.length);
}
