// What every htmx request carries, and what a refused one says.
import { clearStatus, say } from "./status.js";

document.addEventListener("htmx:configRequest", (event) => {
  const token = document.querySelector('meta[name="csrf-token"]');
  if (token) event.detail.headers["X-CSRFToken"] = token.content;
});

// The status stays until the next action, and the next action is one that somebody made.
document.addEventListener("htmx:beforeRequest", (event) => {
  if (!event.detail.elt.matches("[data-quiet]")) clearStatus();
});

document.addEventListener("htmx:responseError", (event) => {
  const answer = new DOMParser().parseFromString(event.detail.xhr.responseText, "text/html");
  const told = answer.querySelector("main .lead") ?? answer.body;
  say(told.textContent.trim() || document.documentElement.dataset.failed, true);
});

for (const lost of ["htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(lost, () => say(document.documentElement.dataset.offline, true));
}
