// Forms that send themselves when a choice changes, and drop zones for files.

const PAUSE_MS = 800;
let typed = { at: -PAUSE_MS, key: "" };
let waiting;

document.addEventListener("keydown", (event) => {
  typed = { at: event.timeStamp, key: event.key };
});
document.addEventListener("submit", () => clearTimeout(waiting));

document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-send-on-change]");
  // A text is sent by its own button: it may still be chosen from the suggestions under it.
  if (!form || event.target.matches("[type=text], [type=search]")) return;
  clearTimeout(waiting);
  // A list is gone through letter by letter with the keyboard, and each step changes it: sent once the keys rest.
  const typing = typed.key !== "Enter" && event.timeStamp - typed.at < PAUSE_MS;
  waiting = setTimeout(() => form.isConnected && form.requestSubmit(), typing ? PAUSE_MS : 0);
});

for (const zone of document.querySelectorAll(".drop")) {
  const input = zone.querySelector("input[type=file]");
  const over = (state) => (event) => {
    if (![...event.dataTransfer.types].includes("Files")) return;
    event.preventDefault();
    zone.classList.toggle("drop-over", state);
  };
  zone.addEventListener("dragover", over(true));
  zone.addEventListener("dragleave", over(false));
  zone.addEventListener("drop", (event) => {
    over(false)(event);
    if (!event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
}
