// Draws one network with one library, pans it for a while, and tells how fast.
import * as cytoscape from "./cytoscape.js";
import { columnsOf } from "./data.js";
import * as ours from "./ours.js";
import * as sigma from "./sigma.js";

const LIBRARIES = { ours, sigma, cytoscape };
const PAN_MS = 3000;

const frame = () => new Promise((done) => requestAnimationFrame(done));

window.measure = async (name, count) => {
  const columns = columnsOf(count);
  const place = document.getElementById("place");
  await document.fonts.ready;
  await frame();
  const begun = performance.now();
  const pan = LIBRARIES[name].draw(place, columns);
  // The first picture is there when the browser has had its turn after the one that painted it.
  await frame();
  await frame();
  const first = performance.now() - begun;
  return { first, fps: await panned(pan) };
};

async function panned(pan) {
  await frame();
  const begun = performance.now();
  let [pictures, now] = [0, begun];
  while (now - begun < PAN_MS) {
    pan(3 * Math.cos(pictures / 20), 3 * Math.sin(pictures / 20));
    await frame();
    pictures += 1;
    now = performance.now();
  }
  return (pictures * 1000) / (now - begun);
}
