// A large network is settled in a thread of its own; the picture that is there meanwhile can be used.
import { ROOM } from "./settle.js";

export function settleApart({ nodes, edges }, fixed, address) {
  const spots = new Float32Array(nodes.flatMap(({ x, y }) => [x, y]));
  const sizes = new Float32Array(nodes.map(({ size }) => size));
  const stay = new Uint8Array(nodes.map((node) => (fixed.has(node) ? 1 : 0)));
  const pairs = Uint32Array.from(edges.flatMap(({ a, b }) => [a.place, b.place]));
  const worker = new Worker(address, { type: "module" });
  const promise = new Promise((done, failed) => {
    worker.addEventListener("message", ({ data }) => done(data));
    worker.addEventListener("error", (event) => failed(new Error(event.message || address)));
    worker.postMessage({ spots, sizes, stay, pairs, room: ROOM });
  }).finally(() => worker.terminate());
  return { promise, stop: () => worker.terminate() };
}

// A record that somebody took elsewhere meanwhile stays there.
export function take({ nodes }, spots, pinned) {
  for (const node of nodes) {
    if (!pinned.has(node)) [node.x, node.y] = [spots[2 * node.place], spots[2 * node.place + 1]];
  }
}
