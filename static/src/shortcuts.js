// Ctrl K (Cmd K) goes to the search: never a letter alone, which dictation and screen readers use.

document.addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
  const boxes = [...document.querySelectorAll("form[role=search] input[type=search]")];
  const box = boxes.find((each) => each.offsetParent !== null);
  if (!box) return;
  event.preventDefault();
  box.focus();
  box.select();
});
