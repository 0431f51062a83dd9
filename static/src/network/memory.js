// Where records stood, kept on the device so that a view is found again as it was left. Ids are kept as numbers made
// from them: who reads the device afterwards learns nothing of who is in the network.
const PREFIX = "maillage.reseau.";
const VIEWS = 20;

export class Memory {
  constructor(view) {
    this.key = PREFIX + digest(view);
    this.spots = new Map();
    this.pins = new Set();
    this.read();
  }

  read() {
    try {
      const { spots = "", pins = "" } = JSON.parse(localStorage.getItem(this.key)) ?? {};
      for (const [id, x, y] of spots.split(";").map((spot) => spot.split(","))) if (y) this.spots.set(id, [Number(x), Number(y)]);
      for (const id of pins.split(",")) if (id) this.pins.add(id);
    } catch (error) {
      console.warn(error); // nothing kept, or nothing readable: as on the first day
    }
  }

  spot(node) {
    return this.spots.get(digest(node.id));
  }

  isPinned(node) {
    return this.pins.has(digest(node.id));
  }

  // Records that filters leave out for now keep their places.
  keep(nodes, pinned) {
    for (const node of nodes) {
      this.spots.set(digest(node.id), [Math.round(node.x), Math.round(node.y)]);
      this.pins[pinned.has(node) ? "add" : "delete"](digest(node.id));
    }
    const spots = [...this.spots].slice(-8000).map(([id, [x, y]]) => `${id},${x},${y}`).join(";");
    this.write(JSON.stringify({ at: Date.now(), spots, pins: [...this.pins].join(",") }));
  }

  write(told) {
    for (const most of [VIEWS, 1]) {
      try {
        prune(most - 1, this.key);
        localStorage.setItem(this.key, told);
        return;
      } catch {
        continue; // full, or forbidden: with fewer views, else not at all
      }
    }
  }
}

function prune(most, own) {
  const kept = Object.keys(localStorage)
    .filter((key) => key.startsWith(PREFIX) && key !== own)
    .sort((one, other) => age(other) - age(one));
  for (const key of kept.slice(most)) localStorage.removeItem(key);
}

function age(key) {
  return Number(/"at":(\d+)/.exec(localStorage.getItem(key).slice(0, 40))?.[1] ?? 0);
}

// 53 bits: among 8,000 ids two are alike once in 280 million networks.
function digest(text) {
  let [one, two] = [0xdeadbeef, 0x41c6ce57];
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    one = Math.imul(one ^ code, 2654435761);
    two = Math.imul(two ^ code, 1597334677);
  }
  one = Math.imul(one ^ (one >>> 16), 2246822507) ^ Math.imul(two ^ (two >>> 13), 3266489909);
  two = Math.imul(two ^ (two >>> 16), 2246822507) ^ Math.imul(one ^ (one >>> 13), 3266489909);
  return (4294967296 * (2097151 & two) + (one >>> 0)).toString(36);
}
