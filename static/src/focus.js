// After a swap the focus is where it was (htmx keeps it by id), on the first error, or on what came.

document.addEventListener("htmx:afterSettle", (event) => {
  const place = event.target;
  if (!(place instanceof Element)) return;
  const wrong = place.querySelector("[aria-invalid=true]");
  if (event.detail.xhr?.status === 422 && wrong) {
    wrong.focus();
    return;
  }
  if (document.activeElement && document.activeElement !== document.body) return;
  const wanted = place.matches("[data-focus]") ? place : place.querySelector("[data-focus]");
  if (!wanted) return;
  if (!wanted.hasAttribute("tabindex")) wanted.tabIndex = -1;
  wanted.focus({ preventScroll: true });
});
