// The network through time: a slider of months, and a button that plays it. Without scripts the bars lead to years.
import { go } from "./going.js";
import { say } from "../status.js";

const PAUSE = 1600; // between two pictures: time to see what moved
const STEPS = 24; // a whole life is played in about so many pictures

let playing = null; // what is asked next, while it plays

export function keepTime() {
  const part = document.getElementById("temps");
  if (!part) return;
  part.hidden = false;
  const slider = part.querySelector("input");
  slider.addEventListener("input", () => tell(part));
  slider.addEventListener("change", () => (stop(part), show(part)));
  part.querySelector("button").addEventListener("click", () => (playing ? stop(part) : play(part)));
  tell(part);
  if (playing) carryOn(part);
}

function month({ value }) {
  return `${Math.floor(value / 12)}-${String((value % 12) + 1).padStart(2, "0")}`;
}

function tell(part) {
  const slider = part.querySelector("input");
  const day = new Date(`${month(slider)}-01T12:00:00Z`);
  const words = day.toLocaleDateString(document.documentElement.lang, { month: "long", year: "numeric" });
  part.querySelector("output").textContent = words;
  slider.setAttribute("aria-valuetext", words);
  part.querySelector("button").textContent = playing ? part.dataset.stop : part.dataset.play;
}

function show(part) {
  const address = new URL(location.href);
  address.searchParams.set("au", month(part.querySelector("input")));
  address.searchParams.delete("selection");
  go(`${address.pathname}${address.search}`);
}

function play(part) {
  const slider = part.querySelector("input");
  playing = true;
  if (Number(slider.value) >= Number(slider.max)) slider.value = slider.min;
  tell(part);
  show(part);
}

// The page was swapped meanwhile: from the month that it shows to the next.
function carryOn(part) {
  const slider = part.querySelector("input");
  const step = Math.max(1, Math.round((slider.max - slider.min) / STEPS));
  if (Number(slider.value) >= Number(slider.max)) return stop(part);
  playing = setTimeout(() => {
    slider.value = Math.min(Number(slider.max), Number(slider.value) + step);
    tell(part);
    show(part);
  }, PAUSE);
}

function stop(part) {
  if (playing) say(part.dataset.stopped);
  clearTimeout(playing);
  playing = null;
  tell(part);
}
