// The status region: what happened, seen and heard by all, until the next action.

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
