// Forms that send themselves when a choice changes, and drop zones for files.

document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-send-on-change]");
  // A text is sent by its own button: it may still be chosen from the suggestions under it.
  if (form && !event.target.matches("[type=text], [type=search]")) form.requestSubmit();
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
