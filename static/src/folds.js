// Menus and filters open by a link to their id; Escape and a press elsewhere close them.

function opened() {
  const target = document.getElementById(location.hash.slice(1));
  return target?.matches(".fold, .top-nav") ? target : null;
}

function closeFold(fold) {
  const opener = document.querySelector(`a[href="#${fold.id}"]`);
  // :target follows navigations only, so this one navigates, to nowhere.
  const place = window.scrollY;
  location.hash = "#";
  history.replaceState(null, "", location.pathname + location.search);
  window.scrollTo({ top: place });
  opener?.focus();
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.querySelector("details.account[open]");
  if (menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  } else if (opened()) closeFold(opened());
});

document.addEventListener("click", (event) => {
  const menu = document.querySelector("details.account[open]");
  if (menu && !menu.contains(event.target)) menu.open = false;
  const link = event.target.closest("a[href^='#']");
  const fold = opened();
  if (fold && link && (link.hash === `#${fold.id}` || link.matches(".fold-close[href='#']"))) {
    event.preventDefault();
    closeFold(fold);
  }
});
