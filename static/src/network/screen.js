// The drawing on the whole screen: the page keeps its words and its status, and leaves the rest out.
const CLASS = "full";

export function toggleFull(button) {
  const full = document.documentElement.classList.toggle(CLASS);
  told(button, full);
  if (full) document.documentElement.requestFullscreen?.().catch(() => {}); // refused: then as large as the window
  else if (document.fullscreenElement) document.exitFullscreen();
}

// Also after a swap, which brings the button anew, and when the browser itself ends it (Escape).
export function keepFull() {
  told(document.querySelector("[data-act=full]"), document.documentElement.classList.contains(CLASS));
}

function told(button, full) {
  if (!button) return;
  button.setAttribute("aria-pressed", full);
}

document.addEventListener("fullscreenchange", () => {
  if (document.fullscreenElement) return;
  document.documentElement.classList.remove(CLASS);
  keepFull();
});
