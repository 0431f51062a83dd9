// The part of the page being read is current in its list of anchors.

for (const list of document.querySelectorAll(".anchors")) {
  const links = new Map();
  for (const link of list.querySelectorAll("a[href^='#']")) {
    const part = document.getElementById(link.hash.slice(1));
    if (part) links.set(part, link);
  }
  const seen = new Set();
  const watcher = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) seen[isIntersecting ? "add" : "delete"](target);
      const current = [...links.keys()].find((part) => seen.has(part));
      if (!current) return;
      for (const [part, link] of links) {
        if (part === current) link.setAttribute("aria-current", "true");
        else link.removeAttribute("aria-current");
      }
    },
    { rootMargin: "-120px 0px -50% 0px" },
  );
  for (const part of links.keys()) watcher.observe(part);
}
