// From one view to another: the page's own form asks for it, so that htmx swaps it in as any other.
import { say } from "../status.js";

let going = null; // what is asked for, and what is said once it is there

export function go(address, said = "", undoing = false) {
  going = { address, said, undoing };
  document.getElementById("aller").dispatchEvent(new CustomEvent("go"));
}

document.addEventListener("htmx:configRequest", ({ detail }) => {
  if (detail.elt.id === "aller" && going) detail.path = going.address;
});

// A link of the page that says what it does to the view.
document.addEventListener("htmx:beforeRequest", ({ detail }) => {
  if (detail.elt.dataset?.said) going = { said: detail.elt.dataset.said, undoing: false };
});

// There: what was done is said, and can be undone.
export function arrived(before, after, journal) {
  const { said = "", undoing = false } = going ?? {};
  going = null;
  if (said) say(said);
  if (!before || undoing || before.address === after.address) return;
  const { undone, redone } = after.labels;
  journal.note({
    undo: () => go(before.address, undone, true),
    redo: () => go(after.address, redone, true),
  });
}

export function addressNow() {
  const query = new URLSearchParams(location.search);
  query.delete("selection");
  return `${location.pathname}?${query}`;
}
