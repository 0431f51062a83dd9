// The two live regions: #status for what happened, seen by all; #announcement for what a swap shows anyway.

export function say(text, bad = false) {
  const status = document.getElementById("status");
  const line = document.createElement("span");
  line.textContent = text;
  if (bad) line.className = "status-bad";
  status.replaceChildren(line);
}

export function clearStatus() {
  document.getElementById("status").replaceChildren();
}

// A fragment says what it shows by data-announce, such as « 17 communs ».
document.addEventListener("htmx:afterSettle", (event) => {
  const spoken = event.target.closest?.("[data-announce]") ?? event.target.querySelector?.("[data-announce]");
  if (spoken) document.getElementById("announcement").textContent = spoken.dataset.announce;
});
